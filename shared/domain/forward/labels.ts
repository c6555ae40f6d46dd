/** The label that a line of a quoted header begins with (`From: `, `*Von:* `, `差出人：`). For header-block.ts. */
import { HEADER_WORDS } from './header-words.ts';
import { NON_LATIN_HEADER_WORDS } from './header-words-non-latin.ts';

export type Field = 'from' | 'to' | 'cc' | 'bcc' | 'date' | 'subject' | 'other';

export const FIELDS: readonly Field[] = ['from', 'to', 'cc', 'bcc', 'date', 'subject', 'other'];

export interface Labelled {
  readonly field: Field;
  readonly value: string;
  /** As printed, without decoration. */
  readonly label: string;
}

export const LANGUAGES = [...HEADER_WORDS, ...NON_LATIN_HEADER_WORDS];

/** Longer than the longest label with its decoration; keeps the search for the colon short on lines of a megabyte. */
const MAX_LABEL_LENGTH = 40;

const even = (label: string): string =>
  label
    .replace(/[*_\s\u00a0\u200b\ufeff]+/g, ' ')
    .trim()
    .toLowerCase();

const FIELD_OF_LABEL: ReadonlyMap<string, Field> = new Map(
  LANGUAGES.flatMap((words) =>
    FIELDS.flatMap((field) => (words[field]?.split('|') ?? []).map((label): [string, Field] => [even(label), field])),
  ),
);

/** French puts a blank, often one that does not break, before the colon; Japanese and Chinese programs a wide colon. */
export const labelOf = (line: string): Labelled | undefined => {
  const start = line.slice(0, MAX_LABEL_LENGTH);
  const colon = start.search(/[:：]/);
  if (colon < 1) return undefined;
  const field = FIELD_OF_LABEL.get(even(start.slice(0, colon)));
  if (field === undefined) return undefined;
  const isBold = /^\s*[*_]/.test(start);
  const rest = line.slice(colon + 1);
  return {
    field,
    value: (isBold ? rest.replace(/^[*_]+/, '') : rest).trim(),
    label: start.slice(0, colon).replace(/[*_]/g, '').trim(),
  };
};

/** Is it how programs in one of the languages name the sender? For the subject prefix that means two things (subject-prefixes.ts). */
export const isSenderLabelOf = (languages: readonly string[], label: string): boolean =>
  LANGUAGES.some(
    ({ language, from }) => languages.includes(language) && from.split('|').map(even).includes(even(label)),
  );
