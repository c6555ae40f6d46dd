/**
 * Whether one piece of text reads as an attribution ("On Mon, 2 Apr 2012 at 18:26, Ann <ann@example.com> wrote:"). For attribution.ts, which puts
 * wrapped lines together. Works by signs all languages share (a date at the beginning, an address, a colon at the end) and by word lists.
 */
import { CLOSING_VERBS, LEAD_WORDS, MIDDLE_VERBS } from './attribution-words.ts';

/** Words between a lead word and the first figure: `On Wednesday, December 9`. */
const WORDS_BEFORE_FIGURE_MAX = 3;

const FIGURE = /\p{Nd}/u;

const LEADS: readonly string[] = LEAD_WORDS.map((word) => `${word} `);

/** Begins with a date, a weekday and a date, or a lead word and a date; "As of 2019" and "Section 4" do not. */
export const beginsWithDate = (text: string): boolean => {
  const head = text
    .slice(0, 60)
    .toLowerCase()
    .replace(/^["'*\s]+/u, '');
  const words = head.split(' ');
  const figureAt = words.findIndex((word) => FIGURE.test(word));
  if (figureAt < 0) return false;
  if (figureAt === 0) return FIGURE.test(head.slice(0, 4));
  const lead = LEADS.find((word) => head.startsWith(word));
  if (lead !== undefined) return figureAt - (lead.split(' ').length - 1) <= WORDS_BEFORE_FIGURE_MAX;
  return figureAt === 1 || (figureAt <= WORDS_BEFORE_FIGURE_MAX && /[.,،]$/u.test(words[0] ?? ''));
};

/** An at sign between two characters that can belong to an address. Searched by hand: an expression would retry at every character. */
export const hasAddress = (text: string): boolean => {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1))
    if (/[^\s<>(),:]/u.test(text.charAt(at - 1)) && /[^\s<>(),:]/u.test(text.charAt(at + 1))) return true;
  return false;
};

const figureGroups = (text: string): number => text.match(/\p{Nd}+/gu)?.length ?? 0;

const isLetter = (character: string): boolean =>
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]/u.test(character);

const endsWithVerb = (lower: string): boolean =>
  CLOSING_VERBS.some((verb) => lower.endsWith(verb) && !isLetter(lower.charAt(lower.length - verb.length - 1)));

const hasMiddleVerb = (lower: string): boolean => MIDDLE_VERBS.some((verb) => lower.includes(` ${verb} `));

const endsWithTime = (lower: string): boolean => /\d{1,2}[:.]\d{2} ?([ap]\.?m\.?)?[)\]]?$/u.test(lower.slice(-16));

const endsWithAddress = (text: string): boolean => hasAddress(text.slice(text.lastIndexOf(' ', text.length - 4) + 1));

export interface AttributionForm {
  /** Enough in itself. */
  readonly certain: boolean;
  /** Believed only when a quotation follows: `Ann wrote:`, or a date and a colon in a language no list here knows. */
  readonly likely: boolean;
}

const NO: AttributionForm = { certain: false, likely: false };

/** Dashes around, and the colon taken off: what is left is name, date, address and verb. */
const coreOf = (text: string): { readonly core: string; readonly dashed: boolean; readonly colon: boolean } => {
  const undashed = text.replace(/^[-‐‑–—―─━*_>\s]{1,60}/u, '');
  const dashesBefore = /^[-‐‑–—―─━]{2}/u.test(text);
  let end = undashed.length;
  while (end > 0 && '-‐‑–—―─━*_ '.includes(undashed.charAt(end - 1))) end--;
  const dashed = dashesBefore && undashed.length - end >= 2;
  const colon = undashed.charAt(end - 1) === ':' || undashed.charAt(end - 1) === '：';
  return { core: undashed.slice(0, colon ? end - 1 : end).trimEnd(), dashed, colon };
};

const afterVerb = (core: string, colon: boolean, dashed: boolean): AttributionForm => {
  if (dashed) return { certain: true, likely: true };
  const dated = beginsWithDate(core);
  const address = hasAddress(core);
  if (!colon) return dated && address ? { certain: true, likely: true } : NO;
  return { certain: address || (dated && figureGroups(core) >= 2), likely: core.length <= 120 };
};

const withoutVerb = (core: string, lower: string): AttributionForm => {
  const figures = figureGroups(core);
  const middle = hasMiddleVerb(lower);
  if (middle && figures >= 4 && endsWithTime(lower)) return { certain: true, likely: true };
  // `Ann <ann@example.com> [2021-11-17 15:32]:`, `Quoting Ann <ann@example.com>:`
  if (!beginsWithDate(core) || figures < 2)
    return { certain: false, likely: hasAddress(core) && (figures >= 3 || endsWithAddress(core)) };
  // A colon within is a list of things (`12.50 EUR: apples`); header lines are known elsewhere.
  const certain = hasAddress(core) && !core.includes(': ') && (middle || endsWithAddress(core));
  return { certain: certain || (middle && core.length < 160), likely: figures >= 3 };
};

export const attributionForm = (text: string): AttributionForm => {
  const { core, dashed, colon } = coreOf(text);
  const lower = core.toLowerCase();
  if ((colon || dashed || core.includes('@')) && endsWithVerb(lower)) return afterVerb(core, colon, dashed);
  if (colon) return withoutVerb(core, lower);
  // Gmail before 2012 wrote `2011/4/7 Ann <ann@example.com>`, without a verb and a colon.
  return { certain: false, likely: core.endsWith('>') && beginsWithDate(core) && endsWithAddress(core) };
};
