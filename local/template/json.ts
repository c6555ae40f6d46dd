/** Plain JSON values and how the readers of templates take them apart without casts. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json };

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** A list as it is, anything else as a list of one, undefined as none: how CloudFormation and IAM take "one or many". */
export const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Walks into nested objects; undefined when a step is missing. */
export const memberAt = (value: unknown, ...path: readonly string[]): unknown => {
  let current = value;
  for (const name of path) {
    if (!isRecord(current)) return undefined;
    current = Object.hasOwn(current, name) ? current[name] : undefined;
  }
  return current;
};

/** The text there, or an empty one. */
export const textAt = (value: unknown, ...path: readonly string[]): string => {
  const found = memberAt(value, ...path);
  return isScalar(found) ? String(found) : '';
};
