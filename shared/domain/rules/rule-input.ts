/** What the criteria of rules are asked of: the texts of one mail by field, made once however many rules there are. */
import { headerOf, type Message, UNTITLED } from '../message/message.ts';
import type { Criterion } from './rule.ts';

/** Longer bodies are read to here: a rule's words stand at the top, and ten thousand rules look through it. Characters. */
export const MAX_BODY_LENGTH = 256 * 1024;

/** Of one header or subject; RFC 5322 allows 998 a line and folding as often as one likes. */
const MAX_HEADER_LENGTH = 32 * 1024;

export type Verdicts = Readonly<Record<string, string>>;

export interface RuleMail {
  readonly message: Message;
  /** Envelope recipients at this mailbox (FEATURES 20). */
  readonly recipients: readonly string[];
  /** `PASS`, `FAIL`, `GRAY` ... by `spam`, `virus`, `spf`, `dkim`, `dmarc`. */
  readonly verdicts: Verdicts;
}

/** Of one field: the texts as written, for regular expressions, and folded, for everything else. */
export interface FieldTexts {
  readonly plain: readonly string[];
  readonly folded: readonly string[];
}

/**
 * Equal for texts that people call equal: one composition of accents, one case. The two letters are those whose other forms `toLowerCase` keeps apart but a
 * case-insensitive expression does not.
 */
export const fold = (text: string): string =>
  text.normalize('NFC').toLowerCase().replaceAll('\u017f', 's').replaceAll('\u03c2', '\u03c3');

/** Fields of the same key have the same texts. */
export const fieldKey = ({ field, header }: Pick<Criterion, 'field' | 'header'>): string =>
  field === 'header' || field === 'verdict' ? `${field}:${header ?? ''}` : field;

/** What stands between tags; entities stay, for words that people put into rules have none. */
const withoutTags = (html: string): string => html.replace(/<[^<>]*>/g, ' ');

const bodyOf = ({ text, html }: Message): string =>
  text.trim() === '' && html !== undefined ? withoutTags(html.slice(0, MAX_BODY_LENGTH)) : text;

/** A mail without a subject has none here, although it is shown as Untitled. */
const subjectOf = (message: Message): readonly string[] =>
  message.subject === UNTITLED && headerOf(message.headers, 'subject').trim() === '' ? [] : [message.subject];

const verdictTexts = (verdicts: Verdicts, name: string | undefined): readonly string[] =>
  name === undefined || name === ''
    ? Object.entries(verdicts).map(([kind, verdict]) => `${kind}:${verdict}`)
    : [verdicts[name] ?? ''].filter((verdict) => verdict !== '');

const textsOf = ({ message, recipients, verdicts }: RuleMail, key: string): readonly string[] => {
  const [field, name] = key.split(/:(.*)/s);
  switch (field) {
    case 'from':
      return message.from === undefined ? [] : [message.from.address];
    case 'to':
      return message.to.map(({ address }) => address);
    case 'cc':
      return message.cc.map(({ address }) => address);
    case 'recipient':
      return recipients;
    case 'subject':
      return subjectOf(message);
    case 'body':
      return [bodyOf(message).slice(0, MAX_BODY_LENGTH)];
    case 'header':
      return message.headers.get(name ?? '') ?? [];
    default:
      return verdictTexts(verdicts, name);
  }
};

export type RuleInput = (key: string) => FieldTexts;

/** @returns what answers the texts of a key of `fieldKey`. */
export const makeRuleInput = (mail: RuleMail): RuleInput => {
  const known = new Map<string, FieldTexts>();
  return (key) => {
    const there = known.get(key);
    if (there !== undefined) return there;
    const limit = key === 'body' ? MAX_BODY_LENGTH : MAX_HEADER_LENGTH;
    const plain = textsOf(mail, key)
      .map((text) => text.slice(0, limit).normalize('NFC').trim())
      .filter((text) => text !== '');
    const texts = { plain, folded: plain.map(fold) };
    known.set(key, texts);
    return texts;
  };
};
