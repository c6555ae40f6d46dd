/** Finds attribution lines, also wrapped ones, in the lines of a body. For separators.ts and reply-of.ts. */
import { attributionForm, beginsWithDate } from './attribution-form.ts';
import { INLINE_LEADS } from './attribution-words.ts';
import { type BodyLine, nextFilled } from './lines.ts';

/** Long names and addresses make clients that wrap at 72 columns need so many. */
const WRAPPED_LINES_MAX = 5;

/** Of the lines together: date, name and address. */
const ATTRIBUTION_LENGTH_MAX = 600;

/** A line that only continues the attribution although it begins with the bracket of an address: `> wrote:`, `>:`. */
const isClosingBracket = (bare: string): boolean => bare.length <= 30 && /^>\s?[^>]{0,28}:$/u.test(bare);

const beginsAnother = (bare: string): boolean =>
  INLINE_LEADS.some((lead) => bare.startsWith(lead)) && beginsWithDate(bare);

/** Whether the line can be the rest of a wrapped attribution; after an empty line only a bracket with an address can. */
const continues = (line: BodyLine, afterBlank: boolean, joined: string): boolean => {
  if (afterBlank && !/^[<([]/u.test(line.bare)) return false;
  const closes =
    isClosingBracket(line.bare) || (line.bare === '>' && joined.lastIndexOf('<') > joined.lastIndexOf('>'));
  return (!line.quoted || closes) && !beginsAnother(line.bare);
};

const canBeWrapped = (bare: string): boolean => beginsWithDate(bare.replace(/^[-\s]{1,60}/u, '')) || bare.includes('@');

const isFollowedByQuotation = (lines: readonly BodyLine[], at: number): boolean =>
  lines[nextFilled(lines, at)]?.quoted === true;

/** Index after the attribution that begins at line `at`; undefined when none does. */
export const attributionEnd = (lines: readonly BodyLine[], at: number): number | undefined => {
  const first = lines[at];
  if (first === undefined || first.quoted) return undefined;
  const wrapped = canBeWrapped(first.bare);
  let joined = '';
  let blank = false;
  let likelyEnd: number | undefined;
  for (let index = at; index < Math.min(lines.length, at + WRAPPED_LINES_MAX); index++) {
    const line = lines[index];
    if (line === undefined) return undefined;
    if (line.bare === '') {
      if (blank) return likelyEnd;
      blank = true;
      continue;
    }
    if (index > at && !(wrapped && continues(line, lines[index - 1]?.bare === '', joined))) return likelyEnd;
    joined = joined === '' ? line.bare : `${joined} ${line.bare}`;
    if (joined.length > ATTRIBUTION_LENGTH_MAX) return likelyEnd;
    const form = attributionForm(joined);
    if (form.certain) return index + 1;
    // Not at once: `> wrote:` can be the rest of a wrapped attribution.
    if (form.likely && isFollowedByQuotation(lines, index + 1)) likelyEnd ??= index + 1;
  }
  return likelyEnd;
};

/**
 * Some clients put the attribution behind the last words of the writer: `Thanks On Wed, Apr 4, 2012 at 3:59 PM, ann@example.com wrote:`.
 * The line in two then, else as it is.
 */
export const splitInlineAttribution = (text: string): readonly string[] => {
  if (text.length > ATTRIBUTION_LENGTH_MAX || text.startsWith('>') || !/[:：]\s*$/u.test(text.slice(-8))) return [text];
  for (const lead of INLINE_LEADS) {
    const at = text.lastIndexOf(lead);
    const before = text.slice(0, at).replace(/[-\s]{1,60}$/u, '');
    const rest = text.slice(at);
    if (at > 0 && before.trim() !== '' && /[-\s]/u.test(text.charAt(at - 1)))
      if (beginsWithDate(rest) && attributionForm(rest).certain) return [before, rest];
  }
  return [text];
};
