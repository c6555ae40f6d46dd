/**
 * Yahoo's plain text has the whole header of the original in the line of the marker, one field glued to the next:
 * `From: Ada <ada@example.com>To: ...Sent: Tuesday, 09:26:50 CETSubject: ...`. For forwarded.ts.
 */
import type { PrintedHeader } from './header-block.ts';
import type { HeaderWords } from './header-words.ts';
import { type Field, LANGUAGES, labelOf } from './labels.ts';

/** Nobody forwards with a longer header in one line; bounds the search for every label of a language. */
const MAX_HEADER_LENGTH = 10_000;

interface Hit {
  readonly field: Field;
  readonly start: number;
  readonly end: number;
}

const SOUGHT: readonly Field[] = ['to', 'cc', 'date', 'subject'];

/** A label of one or two letters stands within words too (`PA: `); those are believed behind the bracket of an address alone. */
const isBoundary = (text: string, at: number, label: string, hasColon: boolean): boolean => {
  const before = text[at - 1] ?? '';
  if (/[>"]/.test(before)) return true;
  return label.length > 2 && !/\s/u.test(before) ? true : hasColon && label.length > 2;
};

const findLabel = (text: string, field: Field, label: string): Hit | undefined => {
  for (let at = text.indexOf(label, 1); at > 0; at = text.indexOf(label, at + 1)) {
    const behind = /^\s?[:：]\s?|^\s/u.exec(text.slice(at + label.length, at + label.length + 3))?.[0];
    // Some translations have no colon (`Dw Ada`, `Assunto Invoice`).
    if (behind !== undefined && isBoundary(text, at, label, /[:：]/.test(behind)))
      return { field, start: at, end: at + label.length + behind.length };
  }
  return undefined;
};

/** As printed, as Yahoo prints `Dw` where others have `DW`, and `Cc`, which most languages leave as it is. */
const spellings = (words: HeaderWords, field: Field): readonly string[] =>
  [...(words[field]?.split('|') ?? []), ...(field === 'cc' ? ['Cc'] : [])].flatMap((label) => {
    const other = `${label.slice(0, 1)}${label.slice(1).toLowerCase()}`;
    return other === label ? [label] : [label, other];
  });

const hitsIn = (text: string, words: HeaderWords): readonly Hit[] => {
  const hits = SOUGHT.map((field) =>
    spellings(words, field)
      .map((label) => findLabel(text, field, label))
      .filter((hit) => hit !== undefined)
      .reduce<Hit | undefined>(
        (first, hit) => (first === undefined || hit.start < first.start ? hit : first),
        undefined,
      ),
  ).filter((hit) => hit !== undefined);
  const sorted = hits.toSorted((a, b) => a.start - b.start);
  const subject = sorted.findIndex(({ field }) => field === 'subject');
  return subject < 0 ? sorted : sorted.slice(0, subject + 1);
};

/** The language whose labels are found most. */
const bestHits = (text: string, label: string): readonly Hit[] => {
  const speaking = LANGUAGES.filter((words) => words.from.split('|').includes(label));
  return speaking
    .map((words) => hitsIn(text, words))
    .reduce((best, hits) => (hits.length > best.length ? hits : best), []);
};

/** Undefined where the text begins with no sender or has no other field. */
export const oneLineHeader = (whole: string): PrintedHeader | undefined => {
  const text = whole.slice(0, MAX_HEADER_LENGTH);
  const first = labelOf(text);
  if (first?.field !== 'from') return undefined;
  const hits = bestHits(text, first.label);
  if (hits.length === 0) return undefined;
  const values = new Map<Field, string>([['from', text.slice(text.search(/[:：]/) + 1, hits[0]?.start).trim()]]);
  for (const [n, { field, end }] of hits.entries()) values.set(field, text.slice(end, hits[n + 1]?.start).trim());
  return { values, fromLabel: first.label };
};
