/** The header of the original as its lines are printed at the top of a forwarded or quoted mail. For forwarded.ts. */
import { type Field, labelOf } from './labels.ts';
import { isBlank, MAX_MATCHED_LENGTH, quoteFrom } from './quoted-lines.ts';

export interface PrintedHeader {
  readonly values: ReadonlyMap<Field, string>;
  /** The label of the From field, as printed. */
  readonly fromLabel: string;
}

export interface HeaderBlock extends PrintedHeader {
  /** How many lines it is long. */
  readonly length: number;
}

/** Programs print ten fields at most; folded lists of recipients make more lines of them. */
const MAX_BLOCK_LINES = 80;

/** html-to-text and Outlook (Mac) put empty lines between the fields. */
const MAX_GAP = 2;

/** Where lines are broken: mailparser breaks text of HTML after 80 characters, Gmail after 72 to 78. */
const WRAP_COLUMNS = { from: 70, to: 80 } as const;

const PEOPLE: readonly Field[] = ['from', 'to', 'cc', 'bcc', 'other'];

/** A line that the next word would have made too long was broken, not ended. */
const isWrapped = (line: string, next: string): boolean => {
  const word = /^\S{1,80}/.exec(next)?.[0] ?? '';
  return line.length <= WRAP_COLUMNS.to && line.length + 1 + word.length > WRAP_COLUMNS.from && line.length > 40;
};

const continues = (field: Field, value: string, line: string, next: string): boolean => {
  if (value === '' || /^[ \t]+\S/.test(next)) return true;
  if (PEOPLE.includes(field) && (/[,;]\s*$/.test(value) || /^[<[(]\S{1,250}@/.test(next))) return true;
  return isWrapped(line, next);
};

/** How many empty lines stand at a place. */
const gapAt = (lines: readonly string[], at: number): number => {
  let gap = 0;
  while (gap <= MAX_GAP && at + gap < lines.length && isBlank(lines[at + gap] ?? '')) gap += 1;
  return gap;
};

const ESSENTIAL: readonly Field[] = ['from', 'date', 'subject'];

/** @returns the fields from that line on; undefined where no sender is among them. */
export const headerBlockAt = (all: readonly string[], start: number, depth: number): HeaderBlock | undefined => {
  const lines = quoteFrom(all.slice(start, start + MAX_BLOCK_LINES), 0, depth);
  const values = new Map<Field, string>();
  let fromLabel = '';
  let current: Field | undefined;
  let line = '';
  let at = 0;
  while (at < lines.length) {
    const gap = gapAt(lines, at);
    const next = lines[at + gap] ?? '';
    const labelled = labelOf(next.slice(0, MAX_MATCHED_LENGTH));
    const isNew = labelled !== undefined && (labelled.field === 'other' || !values.has(labelled.field));
    if (labelled !== undefined && isNew) {
      // Behind an empty line only what is still missing: the original's own text may begin with `To: all of you`.
      if (gap > MAX_GAP || (gap > 0 && !isAwaited(labelled.field, values))) break;
      values.set(labelled.field, labelOf(next)?.value ?? '');
      if (labelled.field === 'from') fromLabel = labelled.label;
      current = labelled.field;
    } else {
      if (current === undefined || gap > 0 || isBlank(next) || labelled !== undefined) break;
      const value = values.get(current) ?? '';
      if (!continues(current, value, line, next) && !isLabelSoon(lines, at + 1, values)) break;
      values.set(current, `${value} ${next.trim()}`.trim());
    }
    line = next;
    at += gap + 1;
  }
  return values.get('from') ? { values, fromLabel, length: at } : undefined;
};

const isAwaited = (field: Field, values: ReadonlyMap<Field, string>): boolean =>
  ESSENTIAL.some((essential) => !values.has(essential)) || (field === 'to' && !values.has('to') && values.size < 4);

/** A line without a label between two with one belongs to the first. */
const isLabelSoon = (lines: readonly string[], at: number, values: ReadonlyMap<Field, string>): boolean => {
  const labelled = labelOf((lines[at] ?? '').slice(0, MAX_MATCHED_LENGTH));
  return labelled !== undefined && labelled.field !== 'other' && !values.has(labelled.field);
};

const NAMING_FIELDS: readonly Field[] = ['date', 'subject', 'to'];

/** Enough to be no list that a person wrote: a sender, and two of the other fields. */
export const isFullHeader = ({ values }: PrintedHeader): boolean =>
  NAMING_FIELDS.filter((field) => values.has(field)).length >= 2;
