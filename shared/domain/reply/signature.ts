/** Where the signature of the writer begins. For reply-of.ts, which has taken quotations away already. */
import { DEVICES, SENT_FROM, SENT_FROM_ENDINGS, SENT_FROM_MY } from './device-signatures.ts';
import { type BodyLine, isRule } from './lines.ts';

/** `This message was sent from my Android device with GMX Mail` in the longest of the languages; a line with more words is a sentence. */
const DEVICE_WORDS_MAX = 12;

/** Of `发自我的iPad`, the shortest there are; most lines of hostile bodies are shorter. */
const DEVICE_LINE_LENGTH_MIN = 6;

/** Without a device the line is believed only when it is short: `Sent from my Wiko RIDGE 4G`. */
const UNNAMED_DEVICE_WORDS_MAX = 8;

/** Name with titles: `-Dr. Ann Mary de la Cruz`. */
const NAME_WORDS_MAX = 5;

/** RFC 3676 section 4.3; many clients lose the space, Outlook and phones make a long dash of it. */
const isDelimiter = (bare: string): boolean => bare === '--' || bare === '—' || bare === '––';

/** The address behind `Get Outlook for iOS<https://aka.ms/...>` says nothing, nor do the stars of what was bold or slanted. */
const withoutLink = (bare: string): string => {
  const plain = bare
    .replace(/[<([](https?|mailto):[^\s>)\]]{1,400}[>)\]]/giu, '')
    .replace(/^[*_[\s]{1,4}/u, '')
    .replace(/[*_\]\s]{1,4}$/u, '');
  const link = plain.search(/[<([]?\s?(https?:|mailto:)/iu);
  return (link > 0 ? plain.slice(0, link) : plain).replace(/[\]<(\s]{1,4}$/u, '');
};

const namesDevice = (lower: string): boolean => DEVICES.some((device) => lower.includes(device));

const begins = (lower: string, beginnings: readonly string[]): boolean =>
  beginnings.some((beginning) => lower.startsWith(beginning));

/** `Sent from my iPhone, please excuse typos`; not `Sent from my desk, which is easier than from my phone.` */
export const isDeviceSignature = (bare: string): boolean => {
  if (bare.length < DEVICE_LINE_LENGTH_MIN) return false;
  const lower = withoutLink(bare).toLowerCase();
  if (lower.length > 200) return false;
  if (SENT_FROM_ENDINGS.some((ending) => lower.endsWith(ending))) return lower.length <= 60 && namesDevice(lower);
  const [clause = ''] = lower.split(/[,;!?。，]|\.\s|\.$/u, 1);
  const words = clause.trim().split(' ').length;
  if (namesDevice(clause))
    return words <= DEVICE_WORDS_MAX && (begins(lower, SENT_FROM) || begins(lower, SENT_FROM_MY));
  return words <= UNNAMED_DEVICE_WORDS_MAX && clause.length === lower.length && begins(lower, SENT_FROM_MY);
};

/** `-Ann Miller` as the last line. With a space behind the dash, or a small letter, it is an item of a list. */
const isDashedName = (bare: string): boolean =>
  /^[-–—~]\p{Lu}/u.test(bare) &&
  bare.length <= 60 &&
  !/[:;!?]|\.$/u.test(bare) &&
  bare.split(' ').length <= NAME_WORDS_MAX &&
  bare
    .slice(1)
    .split(' ')
    .every((word) => /^(\p{Lu}|d[aeiou]?$|v[ao]n$|der$|la$|le$)/u.test(word));

/** What mailing lists put below every mail: a rule of underscores, then the name of the list and its page (Mailman, RFC 2369 in words). */
const isListFooter = (lines: readonly BodyLine[], at: number): boolean =>
  /^_{20,}$/.test(lines[at]?.bare ?? '') &&
  [at + 1, at + 2].some((next) => /mailing list|listinfo|mailinglist/i.test(lines[next]?.bare ?? ''));

/** Index of the last line with anything in it before `end`, or -1. */
const lastFilled = (lines: readonly BodyLine[], from: number, end: number): number => {
  let index = end - 1;
  while (index >= from && lines[index]?.bare === '') index--;
  return index >= from ? index : -1;
};

/** Index of the signature's first line among lines `from` to `to` (exclusive); `to` when there is none. */
export const signatureStart = (lines: readonly BodyLine[], from: number, to: number): number => {
  let start = to;
  for (let index = from; index < to && start === to; index++) {
    const bare = lines[index]?.bare ?? '';
    if (isDelimiter(bare) || isDeviceSignature(bare) || isListFooter(lines, index)) start = index;
  }
  let last = lastFilled(lines, from, start);
  while (last > from && isRule(lines[last]?.bare ?? '')) last = lastFilled(lines, from, last);
  return last > from && isDashedName(lines[last]?.bare ?? '') ? last : start;
};
