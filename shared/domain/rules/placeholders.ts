/** `{{name}}` in the fields of a rule stands for what a named group of one of its expressions captured (FEATURES 49, 64). */
import type { Fields } from '../record/record.ts';
import type { Criterion } from './rule.ts';

export const PLACEHOLDER = /\{\{(\w{1,64})\}\}/g;

/** RE2 knows both forms. */
const NAMED_GROUP = /\(\?P?<([A-Za-z_]\w*)>/g;

export interface UnknownPlaceholder {
  readonly field: string;
  readonly placeholder: string;
}

/** Those that nothing would ever fill: the record would have an empty field. */
export const unknownPlaceholders = (
  fields: Fields,
  criteria: readonly Pick<Criterion, 'operator' | 'value'>[],
): readonly UnknownPlaceholder[] => {
  const regexes = criteria.filter(({ operator }) => operator === 'regex');
  const groups = regexes.flatMap(({ value }) => [...value.matchAll(NAMED_GROUP)].map(([, name]) => name));
  const known = new Set(['match', ...groups]);
  return Object.entries(fields).flatMap(([field, value]) =>
    typeof value !== 'string'
      ? []
      : [...value.matchAll(PLACEHOLDER)].flatMap(([, placeholder = '']) =>
          known.has(placeholder) ? [] : [{ field, placeholder }],
        ),
  );
};
