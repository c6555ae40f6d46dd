/**
 * Finds whom a report is about in its text for people, for reports without RFC 3464's fields: qmail, Exim, sendmail, Yahoo, Exchange 2003, Notes,
 * GroupWise, hMailServer and the many filters have a layout each, but few ways to name an address. Not one layout is known by its server's name.
 */
import { type AddressInText, addressesIn } from './addresses-in-text.ts';
import { ASSISTANCE, FAILURE_STATEMENTS, LABEL } from './failure-words.ts';

/**
 * `named`: the line or a label is about the address. `answered`: a server's reply names it. `mentioned`: a sentence about a mail or a failure has
 * it. `glimpsed`: any other sentence has it, maybe as an example or as somebody to ask.
 */
export type Naming = 'named' | 'answered' | 'mentioned' | 'glimpsed';

export interface NamedRecipient {
  readonly address: string;
  readonly naming: Naming;
  /** Index of its line. */
  readonly line: number;
}

/** Said by the layout or by a server, not by a sentence. */
export const isFirm = ({ naming }: NamedRecipient): boolean => naming === 'named' || naming === 'answered';

/** Bullets, quotation marks, numbers: an address behind nothing but these begins its line. */
const LINE_START = /^[\s>*•·–—|+#"'“«‹[{<-]*(?:\d{1,3}[.)]\s{1,5})?["'<[]{0,3}(?:"[^"]{0,80}"\s{0,5})?$/u;

/** No bullets are that long. */
const beginsLine = (before: string): boolean => before.length < 120 && LINE_START.test(before);

/** The mail's sender: `MAIL FROM:<`, `From: `, `from ada@`, `F=[`. */
const SENDER =
  /(?:(?:\bfrom|\bsender|\breturn-path|\breply-to|envelope-from)\s?[:=(]|\bF=|^\s*from\b|envelope-from|(?:message|mail|sent|email) from|on behalf of)\s?[[<("']?\s?$/i;

/** Fields of the mail that was sent, as Exchange, MailMarshal and Verizon list them. */
const OWN_FIELD =
  /^[\s>]*(to|cc|bcc|from|mail from|subject|sent|date|reply-to|sender|return-path|received|message-id)\s*:/i;

/** `(generated from ada@...)`, `(expanded from`: the alias behind the address that failed. */
const ALIAS = /(generated|expanded) (from|by):?\s*<?$/i;

const RCPT = /\brcpt(?: to)?\s?:?\s?<?$/i;

const REPLY_BEFORE = /(?:^|[\s>:"'])[45]\d\d[ -]/;

const isReplyAbout = (before: string, after: string) =>
  REPLY_BEFORE.test(before.slice(0, 80)) && /^["'>\])]?\s?(?:\.\.\.|:)/.test(after);

/** `Unknown user: ada@`, `undeliverable to ada@`, with the address at the end of the sentence. */
const isLabelled = (before: string, after: string) =>
  (/[:：]\s{0,10}[[("'<]?$/u.test(before) ? LABEL.test(before) : /\bundeliver(able|ed) to\s$/i.test(before)) &&
  /^[\s>."'\])]*(?:$|[,;(])/.test(after);

/** What may follow an address that begins its line, without knowing what stands above. */
const AFTER_NAME = /^\s*(?:$|[:,;.[(<"'=|\]>…-]|on\s)/u;

/** A wrapped sentence may go on with an address; a list does not begin in the middle of one. */
const isListAbove = (above: string) =>
  above.trim() === '' || /[:.\-=*]\s{0,10}$/.test(above) || addressesIn(above).length > 0;

const REPLY_OR_MAIL = /(?:^|[\s>:"'])[45]\d\d[ -]|\b(message|mail|e-?mail) to\b/i;

const isAboutFailure = (line: string, lead: string) => {
  const said = [line.slice(0, 300), lead.slice(0, 300)];
  return (
    REPLY_OR_MAIL.test(line.slice(0, 300)) || said.some((part) => FAILURE_STATEMENTS.some((words) => words.test(part)))
  );
};

interface Above {
  /** The line right above, and the nearest that is not blank. */
  readonly next: string;
  readonly lead: string;
}

const namingOf = (line: string, one: AddressInText, { next: above, lead }: Above): Naming | undefined => {
  const before = line.slice(Math.max(0, one.start - 200), one.start);
  const after = line.slice(one.end, one.end + 80);
  // A sentence goes on in the next line, and over a blank one when it ends with a colon.
  const goesOn = above.trim() !== '' ? above : /[:：]\s{0,10}$/.test(lead) ? lead : '';
  const context = before.trim() === '' ? goesOn.slice(-200) : before;
  if (RCPT.test(context)) return 'answered';
  const asks = ASSISTANCE.test(context.slice(context.lastIndexOf('. ') + 1));
  if (OWN_FIELD.test(line) || SENDER.test(context) || asks) return undefined;
  if (ALIAS.test(context)) return 'mentioned';
  const begins = one.start < 120 && beginsLine(before);
  if (begins && AFTER_NAME.test(after)) return 'named';
  if (ASSISTANCE.test(/^[^.!?;]*/.exec(after)?.[0] ?? '')) return undefined;
  if ((begins && isListAbove(above)) || isLabelled(before, after)) return 'named';
  if (isReplyAbout(before, after)) return 'answered';
  return 'glimpsed';
};

/** `Ada <ada@example.com>:` and `ada@example.com <ada@example.com>` are one recipient, the one in brackets. */
const isDisplayName = (line: string, one: AddressInText, next: AddressInText | undefined) =>
  next !== undefined && line.charAt(next.start) === '<' && line.slice(one.end, next.start).trim() === '';

const inLine = (line: string, above: Above, n: number): readonly NamedRecipient[] => {
  const all = addressesIn(line);
  const kept = all.filter((one, i) => !isDisplayName(line, one, all[i + 1]));
  const beginsWithName = all[0] !== kept[0] && all[0] !== undefined && beginsLine(line.slice(0, all[0].start));
  let isList = false;
  let end = 0;
  const found: NamedRecipient[] = [];
  for (const one of kept) {
    const isListed: boolean = isList && /^[\s,;]{1,20}$/.test(line.slice(end, one.start));
    const naming: Naming | undefined =
      isListed || (beginsWithName && one === kept[0]) ? 'named' : namingOf(line, one, above);
    isList = naming === 'named';
    end = one.end;
    if (naming !== undefined) found.push({ address: one.address, naming, line: n });
  }
  const isGlimpse = ({ naming }: NamedRecipient) => naming === 'glimpsed';
  if (!found.some(isGlimpse) || !isAboutFailure(line, above.lead)) return found;
  return found.map((one) => (isGlimpse(one) ? { ...one, naming: 'mentioned' } : one));
};

export const namedRecipientsIn = (lines: readonly string[]): readonly NamedRecipient[] => {
  let lead = '';
  return lines.flatMap((line, n) => {
    const found = inLine(line, { next: lines[n - 1] ?? '', lead }, n);
    if (line.trim() !== '') lead = line;
    return found;
  });
};
