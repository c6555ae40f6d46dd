/** The lines of a body as the rules of this folder see them. For reply-of.ts (plain bodies) and shared/adapters/mime/reply-of-html.ts (HTML ones). */
import { fieldsOf } from './header-fields.ts';
import type { HeaderField } from './header-labels.ts';

export interface BodyLine {
  /** As it stands in the body. */
  readonly text: string;
  /** For matching: trimmed, without invisible characters, one kind of space, never longer than LINE_LENGTH_MAX. */
  readonly bare: string;
  /** Header fields it names, empty for nearly all lines. */
  readonly fields: readonly HeaderField[];
  /** Marked by the writer's client as somebody else's words. */
  readonly quoted: boolean;
  /** Where HTML says what text cannot: our own mark stands before the line (`ours`), or an element with which a client begins the old mail (`theirs`). */
  readonly mark?: 'ours' | 'theirs' | undefined;
}

/**
 * Characters of a line that are looked at. The longest separator line is a date, a name and an address (320 at most, RFC 5321 section 4.5.3.1);
 * without a bound a single line of a megabyte would be lower-cased and searched again and again.
 */
const LINE_LENGTH_MAX = 500;

/** Marks of writing direction, joiners and soft hyphens, which Windows Mail and Apple Mail strew into dates and names. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const bareOf = (text: string): string =>
  text
    .slice(0, LINE_LENGTH_MAX)
    .replace(INVISIBLE, '')
    .replace(/[\s\u00a0]/g, ' ')
    .trim()
    .normalize('NFC');

/** `>>> our offer <<<` is an ornament, not a quotation. */
const isQuotation = (bare: string): boolean => bare.startsWith('>') && !bare.endsWith('<<');

export const BLANK: BodyLine = { text: '', bare: '', fields: [], quoted: false };

export const bodyLine = (text: string): BodyLine => {
  if (text === '') return BLANK;
  const bare = bareOf(text);
  return { text, bare, fields: fieldsOf(bare), quoted: isQuotation(bare) };
};

export const linesOf = (text: string): readonly string[] => text.split(/\r\n|\r|\n/);

/** Index of the first line with anything in it, from `at` on; lines.length when there is none. */
export const nextFilled = (lines: readonly BodyLine[], at: number): number => {
  let index = at;
  while (index < lines.length && lines[index]?.bare === '') index++;
  return index;
};

/** A line drawn with characters (`_____`, `-----`, `====`). */
export const isRule = (bare: string): boolean =>
  bare.length >= 3 && /^[-_=*~|‐‑–—―─━]+$/u.test(bare.replaceAll(' ', ''));
