/**
 * The line above a quote: `On 28/10/2021 12:46, "Ada" <ada@example.com> wrote:`. It stands above replies, and in Outlook for Mac, mobile clients
 * and Yandex above forwarded mails too. For forwarded.ts.
 */
import { LEADING_WORDS, VERBS, WORDS_BEFORE_NAMES } from './attribution-words.ts';
import { type Mailbox, mailboxIn } from './mailboxes.ts';
import { isBlank, MAX_MATCHED_LENGTH, unquote } from './quoted-lines.ts';

export interface Attribution {
  readonly from: Mailbox;
  readonly date: string | null;
  readonly length: number;
}

/** Three lines of eighty characters: long names and dates are broken. */
const MAX_LINES = 3;
const MAX_LENGTH = 400;

const ADDRESS = /[<([]\s?(?:mailto:)?[^\s<>()[\]@]{1,64}@[^\s<>()[\]@]{1,250}(?:\s?\[[^\]]{0,300}\])?\s?[>)\]]/u;

const endsLikeOne = (text: string): boolean => /[:：]\s*$/u.test(text);

const hasVerb = (text: string): boolean => {
  const lower = text.toLowerCase();
  return VERBS.some((verb) => lower.includes(verb));
};

const hasTime = (text: string): boolean => /\d/.test(text);

const isAttribution = (text: string): boolean =>
  text.length <= MAX_LENGTH && endsLikeOne(text) && hasVerb(text) && (hasTime(text) || ADDRESS.test(text));

const strip = (word: string): string => word.replace(/^[\s.,:;()]+|[\s.,:;()]+$/gu, '').toLowerCase();

const BEHIND_TIME = /^(?:[AP]\.?M\.?|[A-Z]{3,5}|Uhr|г\.|р\.|h),?$/u;

/** Words with digits are of the date, and the time zone or half of the day behind them. */
const dateEnd = (words: readonly string[]): number => {
  let end = words.findLastIndex((word) => /\d/.test(word)) + 1;
  while (end > 0 && end < words.length && BEHIND_TIME.test(words[end] ?? '')) end += 1;
  return end;
};

const dateIn = (words: readonly string[]): string | null => {
  const first = words.findIndex((word) => /\d/.test(word));
  if (first < 0) return null;
  let start = 0;
  while (start < first && LEADING_WORDS.has(strip(words[start] ?? ''))) start += 1;
  return words
    .slice(start, dateEnd(words))
    .join(' ')
    .replace(/[\s,:]+$/u, '');
};

const withoutVerb = (text: string): string => {
  const lower = text.toLowerCase();
  const at = VERBS.map((verb) => lower.indexOf(verb)).filter((index) => index > 0);
  return at.length === 0 ? text : text.slice(0, Math.min(...at));
};

const nameOf = (words: readonly string[]): string => {
  const rest = [...words];
  while (rest.length > 0 && WORDS_BEFORE_NAMES.has(strip(rest[0] ?? ''))) rest.shift();
  while (rest.length > 0 && WORDS_BEFORE_NAMES.has(strip(rest.at(-1) ?? ''))) rest.pop();
  return rest.join(' ').replace(/[:：]$/u, '');
};

const read = (text: string): Pick<Attribution, 'from' | 'date'> | undefined => {
  const address = ADDRESS.exec(text);
  const left = (address === null ? withoutVerb(text) : text.slice(0, address.index)).trim().split(/\s+/u);
  const right = (address === null ? '' : text.slice(address.index + address[0].length)).trim().split(/\s+/u);
  const name = nameOf(left.slice(dateEnd(left)));
  const from = mailboxIn(`${name} ${address?.[0] ?? ''}`);
  if (from === undefined) return undefined;
  const behind = right.findIndex((word) => LEADING_WORDS.has(strip(word)));
  return { from, date: dateIn(left) ?? dateIn(right.slice(Math.max(behind, 0))) };
};

/** @param isMarked a marker stands above: Yandex then has `10.10.2020, 10:10, "Ada" <ada@example.com>:` without a verb. */
export const attributionAt = (
  lines: readonly string[],
  start: number,
  depth: number,
  isMarked: boolean,
): Attribution | undefined => {
  let text = '';
  for (let length = 1; length <= MAX_LINES; length += 1) {
    const line = unquote((lines[start + length - 1] ?? '').slice(0, MAX_MATCHED_LENGTH), depth);
    if (isBlank(line)) return undefined;
    if (length > 1 && hasTime(line) && isAttribution(line.trim())) return undefined;
    text = `${text} ${line}`.replaceAll('\ufeff', '').trim();
    if (text.length > MAX_LENGTH) return undefined;
    if (!isAttribution(text) && !(isMarked && endsLikeOne(text) && ADDRESS.test(text))) continue;
    const found = read(text);
    return found === undefined ? undefined : { ...found, length };
  }
  return undefined;
};
