/**
 * What is wrong with a value, in words for whoever sent it: read after the name of its field. Used by http.ts for every request; what a contract says itself
 * about a field of its own goes before.
 */
import type * as z from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];
type UnionIssue = Extract<Issue, { code: 'invalid_union' }>;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** Others are numbers. */
const COUNTED: Readonly<Record<string, string>> = { string: 'character', array: 'item' };

const FORMATS: Readonly<Record<string, string>> = { datetime: 'a time such as 2026-11-21T09:30:00Z', url: 'a URL' };

const counted = (bound: string, count: number | bigint, unit: string): string =>
  `must have ${bound} ${count} ${unit}${count === 1 ? '' : 's'}`;

const tooBig = ({ origin, maximum, inclusive, exact }: Extract<Issue, { code: 'too_big' }>): string => {
  const unit = COUNTED[origin];
  if (unit !== undefined) return counted(exact === true ? 'exactly' : 'at most', maximum, unit);
  return `must be ${inclusive === false ? 'below' : 'at most'} ${maximum}`;
};

const tooSmall = ({ origin, minimum, inclusive, exact }: Extract<Issue, { code: 'too_small' }>): string => {
  const unit = COUNTED[origin];
  if (unit !== undefined && exact === true) return counted('exactly', minimum, unit);
  if (unit !== undefined) return minimum === 1 ? 'must not be empty' : counted('at least', minimum, unit);
  return `must be ${inclusive === false ? 'above' : 'at least'} ${minimum}`;
};

const MUST_BE = /^must be (?=[^;:]*$)/;

/** One after the other what each alternative asks for; where one is only about the kind of value, that alone. */
const alternatives = ({ errors }: UnionIssue): string => {
  const said = errors.map((issues) =>
    issues
      .map(({ path, message }) => [...(path.length === 0 ? [] : [path.join('.')]), message].join(' '))
      .join(' and '),
  );
  const different = [...new Set(said.filter((words) => words !== ''))];
  if (different.length === 0) return 'has none of the known forms';
  return different.every((words) => MUST_BE.test(words))
    ? `must be ${different.map((words) => words.replace(MUST_BE, '')).join(', or ')}`
    : `fits none of the known forms: ${different.join('; or ')}`;
};

const oneOf = (values: readonly unknown[]): string =>
  `must be ${values.length === 1 ? '' : 'one of '}${values.map(String).join(', ')}`;

/** For `safeParse(value, { error: plainWords })`. */
export const plainWords = (issue: Issue): string | undefined => {
  if (issue.input === undefined && issue.code !== 'custom') return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return oneOf(issue.values);
    case 'too_big':
      return tooBig(issue);
    case 'too_small':
      return tooSmall(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return `must be ${FORMATS[issue.format] ?? 'of the form that this field has'}`;
    case 'invalid_union':
      return alternatives(issue);
    // Inside a union; elsewhere each key is named for itself (http.ts).
    case 'unrecognized_keys':
      return `${issue.keys.join(', ')} is not a known field`;
    case 'invalid_key':
      return 'has a name that is not allowed';
    default:
      return undefined;
  }
};
