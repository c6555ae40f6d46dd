/**
 * One entry of a list in an event pattern: a value, or an operator on values. What is allowed where is taken from EventBridge's own compiler,
 * https://github.com/aws/event-ruler; the meaning from "Comparison operators for use in event patterns" (EventBridge User Guide).
 */
import * as z from 'zod';
import { AwsError } from '#local/kernel/aws.ts';
import { $Comparison, compare } from '../comparison.ts';
import { invalidPattern, notEmulated } from './refusals.ts';

export type Scalar = string | number | boolean | null;
/** `absent`: met when the event has no such field; everything else is asked of a value that is there. */
export type Condition =
  | { readonly absent: true }
  | { readonly absent: false; readonly met: (value: Scalar) => boolean };

const $Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** "Numeric matching is limited to values between -5.0e9 and +5.0e9 inclusive". */
const $Number = z.number().min(-5e9).max(5e9);
const $Text = z.string();
const $Affix = z.string().min(1);
const $OneOrMore = <Value extends z.ZodType>(value: Value, what: string) =>
  z.union([value.transform((one) => [one]), z.array(value).min(1)], `it takes ${what}, or a list of them`);
const $Numeric = z.union(
  [z.tuple([$Comparison, $Number]), z.tuple([z.enum(['>', '>=']), $Number, z.enum(['<', '<=']), $Number])],
  'it takes a comparison, or a lower and an upper bound, with numbers from -5.0e9 to +5.0e9',
);

/** "either all values are number or string, mixed type is not supported". */
const $TextsOrNumbers = z.union(
  [$OneOrMore($Text, 'a text'), $OneOrMore($Number, 'a number')],
  'it takes a text or a number, or a list of only one of the two',
);

const when = (met: (value: Scalar) => boolean): Condition => ({ absent: false, met });
const onText = (test: (text: string) => boolean): Condition =>
  when((value) => typeof value === 'string' && test(value));

const numeric = (argument: unknown): Condition => {
  const parsed = $Numeric.parse(argument);
  const bounds = [[parsed[0], parsed[1]] as const, ...(parsed.length === 4 ? [[parsed[2], parsed[3]] as const] : [])];
  if (parsed.length === 4 && parsed[1] >= parsed[3]) throw invalidPattern('Bottom must be less than top');
  return when(
    (value) => typeof value === 'number' && bounds.every(([operator, bound]) => compare[operator](value, bound)),
  );
};

/** Values of another type are "anything but", null too; a field that is missing is not. */
const ANYTHING_BUT: Readonly<Record<string, (argument: unknown) => Condition>> = {
  prefix: (argument) => {
    const prefixes = $OneOrMore($Affix, 'a text that is not empty').parse(argument);
    return when((value) => typeof value !== 'string' || !prefixes.some((prefix) => value.startsWith(prefix)));
  },
  suffix: (argument) => {
    const suffixes = $OneOrMore($Affix, 'a text that is not empty').parse(argument);
    return when((value) => typeof value !== 'string' || !suffixes.some((suffix) => value.endsWith(suffix)));
  },
  'equals-ignore-case': (argument) => {
    const texts = new Set(
      $OneOrMore($Text, 'a text')
        .parse(argument)
        .map((text) => text.toLowerCase()),
    );
    return when((value) => typeof value !== 'string' || !texts.has(value.toLowerCase()));
  },
};

const anythingBut = (argument: unknown): Condition => {
  if (typeof argument === 'object' && argument !== null && !Array.isArray(argument))
    return oneOperator('anything-but', argument, ANYTHING_BUT);
  const values = new Set<Scalar>($TextsOrNumbers.parse(argument));
  return when((value) => !values.has(value));
};

const OPERATORS: Readonly<Record<string, (argument: unknown) => Condition>> = {
  prefix: (argument) => {
    const prefix = $Text.parse(argument);
    return onText((text) => text.startsWith(prefix));
  },
  suffix: (argument) => {
    const suffix = $Text.parse(argument);
    return onText((text) => text.endsWith(suffix));
  },
  'equals-ignore-case': (argument) => {
    const wanted = $Text.parse(argument).toLowerCase();
    return onText((text) => text.toLowerCase() === wanted);
  },
  'anything-but': anythingBut,
  exists: (argument) => (z.boolean().parse(argument) ? when(() => true) : { absent: true }),
  numeric,
};

function oneOperator(name: string, entry: object, operators: typeof OPERATORS): Condition {
  const [[operator, argument] = [], ...others] = Object.entries(entry);
  if (operator === undefined || others.length > 0) throw invalidPattern(`"${name}": one key is needed in an operator`);
  const compile = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
  if (compile === undefined)
    throw notEmulated(
      `the operator "${operator}" of an event pattern ("${name}") is not emulated; use ${Object.keys(operators).join(', ')}, or teach it to local/services/events/pattern-condition.ts.`,
    );
  try {
    return compile(argument);
  } catch (error) {
    if (error instanceof AwsError) throw error;
    const why = error instanceof z.ZodError ? error.issues[0]?.message : String(error);
    throw invalidPattern(`"${name}": ${operator}: ${why}`);
  }
}

/** Throws AwsError for what EventBridge refuses, and for operators that are not emulated. */
export const compileCondition = (name: string, entry: unknown): Condition => {
  const scalar = $Scalar.safeParse(entry);
  if (scalar.success) return when((value) => value === scalar.data);
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw invalidPattern(`"${name}": match value must be String, number, true, false, or null`);
  return oneOperator(name, entry, OPERATORS);
};
