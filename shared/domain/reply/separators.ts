/** Where in a body the mail that is answered begins. For reply-of.ts. */
import { attributionEnd } from './attribution.ts';
import { headerBlockEnd } from './header-block.ts';
import { type BodyLine, isRule, nextFilled } from './lines.ts';
import { FORWARDED_MESSAGE, ORIGINAL_MESSAGE, REPLY_ABOVE } from './separator-phrases.ts';

/** With dashes of a whole line at 72 columns on both sides. */
const PHRASE_LINE_LENGTH_MAX = 200;

const DASHES = '-_‐‑–—―─━=';

/** Two dashes at least: `Original message` as words of a sentence or a heading is none. What follows closing dashes does not matter. */
const phraseOf = (bare: string): string | undefined => {
  const opened = bare.slice(0, PHRASE_LINE_LENGTH_MAX).replace(/^[*\s]{0,4}[-_‐‑–—―─━=]{2}[-_‐‑–—―─━=\s]*/u, '');
  if (opened.length === Math.min(bare.length, PHRASE_LINE_LENGTH_MAX)) return undefined;
  const closing = opened.search(/[-_‐‑–—―─━=]{2}/u);
  let end = closing < 0 ? opened.length : closing;
  while (end > 0 && `${DASHES}* :：`.includes(opened.charAt(end - 1))) end--;
  return opened.slice(0, end).toLowerCase();
};

/** `##- Please type your reply above this line -##` and what else help desks write above their mails. */
const isReplyAboveMark = (bare: string): boolean => {
  const lower = bare.length > PHRASE_LINE_LENGTH_MAX ? '' : bare.toLowerCase();
  return REPLY_ABOVE.some((phrase) => lower.includes(phrase));
};

const isOriginalMessageMark = (bare: string): boolean =>
  ORIGINAL_MESSAGE.has(phraseOf(bare) ?? '') || isReplyAboveMark(bare);

/** Apple Mail writes it without dashes, with a colon: `Begin forwarded message:`. */
export const isForwardMark = (bare: string): boolean =>
  FORWARDED_MESSAGE.has(phraseOf(bare) ?? '') ||
  (bare.length < 80 && /[:：]$/u.test(bare) && FORWARDED_MESSAGE.has(bare.slice(0, -1).trim().toLowerCase()));

/** Index after the separator that begins at line `at`; undefined when none does. */
export const separatorEnd = (lines: readonly BodyLine[], at: number): number | undefined => {
  const bare = lines[at]?.bare ?? '';
  if (isOriginalMessageMark(bare)) return headerBlockEnd(lines, nextFilled(lines, at + 1)) ?? at + 1;
  return headerBlockEnd(lines, at) ?? attributionEnd(lines, at);
};

/** First line of the rules and empty lines straight above `at`, which belong to the separator; `at` when there is no rule. */
export const rulesAbove = (lines: readonly BodyLine[], at: number): number => {
  let first = at;
  for (let index = at - 1; index >= 0; index--) {
    const bare = lines[index]?.bare ?? '';
    if (isRule(bare)) first = index;
    else if (bare !== '') break;
  }
  return first;
};
