/**
 * One entry of a filter policy's list: a value, or an operator on values.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
import * as z from 'zod';
import { $Comparison, compare } from '../comparison.ts';
import { invalidParameter, notEmulated } from './refusals.ts';

export type Scalar = string | number | boolean | null;
/** `undefined` = the name is not there. */
export type Condition = (value: Scalar | undefined) => boolean;

const $Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const $Texts = z.union([z.string(), z.array(z.string())]);
const $Values = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]);
const $Numeric = z.union([
  z.tuple([$Comparison, z.number()]),
  z.tuple([z.enum(['>', '>=']), z.number(), z.enum(['<', '<=']), z.number()]),
]);
/** "The value range is from -10^9 to 10^9", five digits after the point. */
const LARGEST_NUMBER = 1_000_000_000;

const list = <Value>(value: Value | Value[]): Value[] => (Array.isArray(value) ? value : [value]);
const onText =
  (test: (text: string) => boolean): Condition =>
  (value) =>
    typeof value === 'string' && test(value);

const numeric = (argument: unknown): Condition => {
  const parsed = $Numeric.parse(argument);
  const bounds = [[parsed[0], parsed[1]] as const, ...(parsed.length === 4 ? [[parsed[2], parsed[3]] as const] : [])];
  if (bounds.some(([, bound]) => Math.abs(bound) > LARGEST_NUMBER)) throw new Error('a number is above 10^9');
  return (value) => typeof value === 'number' && bounds.every(([operator, bound]) => compare[operator](value, bound));
};

const anythingBut = (argument: unknown): Condition => {
  const affix = z.union([z.strictObject({ prefix: $Texts }), z.strictObject({ suffix: $Texts })]).safeParse(argument);
  if (affix.success) {
    const starts = 'prefix' in affix.data;
    const texts = list('prefix' in affix.data ? affix.data.prefix : affix.data.suffix);
    return onText((text) => !texts.some((each) => (starts ? text.startsWith(each) : text.endsWith(each))));
  }
  const values: readonly (string | number)[] = list($Values.parse(argument));
  return (value) => (typeof value === 'string' || typeof value === 'number') && !values.includes(value);
};

const OPERATORS: Readonly<Record<string, (argument: unknown) => Condition>> = {
  prefix: (argument) => {
    const prefix = z.string().parse(argument);
    return onText((text) => text.startsWith(prefix));
  },
  suffix: (argument) => {
    const suffix = z.string().parse(argument);
    return onText((text) => text.endsWith(suffix));
  },
  'equals-ignore-case': (argument) => {
    const wanted = z.string().parse(argument).toLowerCase();
    return onText((text) => text.toLowerCase() === wanted);
  },
  'anything-but': anythingBut,
  exists: (argument) => {
    const wanted = z.boolean().parse(argument);
    return (value) => (value !== undefined) === wanted;
  },
  numeric,
};

/** Throws AwsError for what SNS refuses, and for operators that are not emulated. */
export const compileCondition = (name: string, entry: unknown): Condition => {
  const scalar = $Scalar.safeParse(entry);
  if (scalar.success) return (value) => value === scalar.data;
  const operators = Object.entries(z.record(z.string(), z.unknown()).safeParse(entry).data ?? {});
  const [operator, argument] = operators[0] ?? [];
  if (operators.length !== 1 || operator === undefined)
    throw invalidParameter(
      `FilterPolicy: "${name}": match value must be String, number, true, false, null or one operator`,
    );
  const compile = OPERATORS[operator];
  if (compile === undefined)
    throw notEmulated(`The operator "${operator}" of a filter policy ("${name}") is not emulated.`);
  try {
    return compile(argument);
  } catch (error) {
    const why = error instanceof z.ZodError ? error.issues[0]?.message : String(error);
    throw invalidParameter(`FilterPolicy: "${name}": ${operator}: ${why}`);
  }
};
