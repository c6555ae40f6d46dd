/** How much one record holds: checked of what a request brings, and again of what a change leaves. */
import type { Fields } from './record.ts';

export const MAX_FIELDS = 100;
/** All fields together, JSON in UTF-8; DynamoDB's item limit is 400 KB. */
export const MAX_FIELDS_BYTES = 300_000;

/** Undefined: it fits. */
export const excessOf = (fields: Fields): string | undefined => {
  if (Object.keys(fields).length > MAX_FIELDS) return `at most ${MAX_FIELDS} fields`;
  if (new TextEncoder().encode(JSON.stringify(fields)).length > MAX_FIELDS_BYTES)
    return `all fields together at most ${MAX_FIELDS_BYTES} bytes`;
  return undefined;
};
