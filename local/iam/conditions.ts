/**
 * Condition blocks of policies, compiled once. Operators and keys are all needed (AND), values of one key are alternatives (OR), values
 * of a negated operator must all fail (NOR): IAM User Guide, "Conditions with multiple context keys or values".
 */
import { isKnownConditionKey } from './condition-keys.ts';
import { arnMatches, globMatches } from './globs.ts';
import { PolicyError } from './policy-error.ts';

/** Names in lower case. */
export type ConditionContext = ReadonlyMap<string, string>;
export type Condition = (context: ConditionContext) => boolean;

type Comparison = (expected: string, actual: string) => boolean;

const numeric =
  (compare: (expected: number, actual: number) => boolean): Comparison =>
  (expected, actual) =>
    actual.trim() !== '' && Number.isFinite(Number(actual)) && compare(Number(expected), Number(actual));

const POSITIVE: Readonly<Record<string, Comparison>> = {
  StringEquals: (expected, actual) => expected === actual,
  StringEqualsIgnoreCase: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  StringLike: globMatches,
  // ArnEquals and ArnLike behave identically ("ARN condition operators").
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
  Bool: (expected, actual) => expected.toLowerCase() === actual.toLowerCase(),
  NumericEquals: numeric((expected, actual) => actual === expected),
  NumericLessThan: numeric((expected, actual) => actual < expected),
  NumericLessThanEquals: numeric((expected, actual) => actual <= expected),
  NumericGreaterThan: numeric((expected, actual) => actual > expected),
  NumericGreaterThanEquals: numeric((expected, actual) => actual >= expected),
};

const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const readValues = (value: unknown, where: string): string[] => {
  const values = (Array.isArray(value) ? value : [value]).map((item: unknown) => {
    if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') return String(item);
    throw new PolicyError(`${where}: a condition value must be a text, a number or true/false.`);
  });
  if (values.length === 0)
    throw new PolicyError(`${where}: the condition lists no value, so it could never match; take it out.`);
  const variable = values.find((item) => item.includes('${'));
  if (variable !== undefined) {
    throw new PolicyError(`${where}: policy variables as in "${variable}" are not emulated; write the value itself.`);
  }
  return values;
};

const compileKey = (operator: string, key: string, rawValue: unknown, where: string): Condition => {
  const at = `${where}, condition ${operator} ${key}`;
  if (/^For(AllValues|AnyValue):/.test(operator)) {
    throw new PolicyError(`${at}: ForAllValues and ForAnyValue are not emulated; use a single-valued condition key.`);
  }
  if (!isKnownConditionKey(key)) {
    throw new PolicyError(
      `${at}: nothing in the embedded cloud fills in this condition key; let the service pass it and add it to local/iam/condition-keys.ts.`,
    );
  }
  const values = readValues(rawValue, at);
  const name = key.toLowerCase();
  if (operator === 'Null') {
    const [wanted, ...others] = values;
    if (others.length > 0 || (wanted !== 'true' && wanted !== 'false')) {
      throw new PolicyError(`${at}: Null takes exactly one of "true" and "false".`);
    }
    return (context) => context.has(name) === (wanted === 'false');
  }
  const ifExists = operator.endsWith('IfExists');
  const base = ifExists ? operator.slice(0, -'IfExists'.length) : operator;
  const negated = NEGATED[base];
  const compare = POSITIVE[negated ?? base];
  if (compare === undefined) {
    throw new PolicyError(
      `${at}: the embedded cloud does not know this operator; add it to local/iam/conditions.ts or use another.`,
    );
  }
  if (base.startsWith('Numeric') && values.some((item) => item.trim() === '' || !Number.isFinite(Number(item)))) {
    throw new PolicyError(`${at}: a Numeric operator needs numbers.`);
  }
  // A missing key: false, but true for negated operators and with IfExists ("Condition operators", "...IfExists").
  const whenMissing = ifExists || negated !== undefined;
  return (context) => {
    const actual = context.get(name);
    if (actual === undefined) return whenMissing;
    return values.some((expected) => compare(expected, actual)) === (negated === undefined);
  };
};

/** `where` begins the sentence when something is refused. */
export const compileConditions = (block: unknown, where: string): Condition | undefined => {
  if (block === undefined) return undefined;
  if (!isRecord(block)) throw new PolicyError(`${where}: Condition must be an object of operators.`);
  const conditions = Object.entries(block).flatMap(([operator, keys]) => {
    if (!isRecord(keys)) throw new PolicyError(`${where}: condition operator ${operator} must hold an object of keys.`);
    return Object.entries(keys).map(([key, value]) => compileKey(operator, key, value, where));
  });
  return conditions.length === 0 ? undefined : (context) => conditions.every((condition) => condition(context));
};
