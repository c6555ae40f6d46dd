/**
 * The mail that a report returns: where it begins in the text, and what its headers say. A server appends it with a line of its own, so a
 * report's sentence about an address and an address within the mail that was sent can be told apart only by that line.
 */
import { addressesIn } from './addresses-in-text.ts';

/** What servers write above a returned mail, in a line of dashes or as a short sentence. */
const MARKS: readonly RegExp[] = [
  /\b(original|returned|unsent|undelivered|unsendable) (message|mail|e-?mail)( headers?| info(rmation)?)?\b( (follows?|below|attached|as follows|is included)|:?\s*-{0,}\s*$|:? *[-_=*#]{2,})/i,
  /\bmessage (header|text|body|content)s?\b.{0,30}\b(follows?|below)\b/i,
  /\b(below|following|here|included|attached|enclosed)\b.{0,30}\b(is|are|line is) (a |the )?(copy|first|header|original)/i,
  /^\W*(this is|included is) (a |the )?copy of (the|your) (message|mail|header)/i,
  /^\W*(included is|here is|this is|attached is|enclosed is) (a |the )?copy\b/i,
  /\bheaders? of the (original|returned) (message|mail)\b/i,
  /^\W*(the )?(first|top) \d{1,4} lines of (the|your)\b/i,
  /\bheader and top \d{1,4} lines\b/i,
  /\bcopy of the (original )?message (below|follows)\b/i,
  /\bsummary of the undelivered message\b/i,
  /^\W*(mensaje original|message d'origine|message original|messaggio originale|mensagem original|ursprüngliche (nachricht|e-mail)|oorspronkelijk bericht|oryginalna wiadomość|původní zpráva|eredeti üzenet|ursprungligt meddelande|oprindelig (meddelelse|mail)|opprinnelig melding|alkuperäinen viesti|исходное (сообщение|письмо)|оригинал сообщения|orijinal ileti|元のメッセージ|原始邮件|原邮件|原始郵件|원본 메시지)/iu,
  /(メールのヘッダ|元のメール|原信件|原信|원본 메일)/u,
];

/** Fields that no server writes about the mail in a report's own text. */
const TRACE =
  /^(received|return-path|dkim-signature|domainkey-signature|arc-seal|x-received|x-original-to|delivered-to|message-id|mime-version)[ \t]*:/i;

const isHeading = (line: string | undefined, name: RegExp) => line !== undefined && name.test(line);

/** `From:` at the very left with another field of a mail right under it: a returned mail without trace fields. */
const beginsHeaders = (lines: readonly string[], at: number) =>
  isHeading(lines[at], /^from[ \t]*:.*@/i) &&
  (isHeading(lines[at + 1], /^(to|subject|date|message-id|cc)[ \t]*:/i) ||
    isHeading(lines[at + 2], /^(to|subject|date|message-id|cc)[ \t]*:/i));

/** Index of the first line of the returned mail or of the line above it; the number of lines when there is none. */
export const returnedMailAt = (lines: readonly string[]): number => {
  const at = lines.findIndex((line, n) => {
    const short = line.slice(0, 120);
    return TRACE.test(short) || MARKS.some((mark) => mark.test(short)) || beginsHeaders(lines, n);
  });
  // A report that begins so is a mail with a report quoted, or one whose first line says what is attached.
  return at < 0 ? lines.length : at;
};

export interface ReturnedHeaders {
  readonly messageId: string | undefined;
  readonly subject: string | undefined;
  /** Of From, Sender and Return-Path, lower case. */
  readonly senders: readonly string[];
  readonly from: string | undefined;
  readonly returnPath: string | undefined;
  readonly to: readonly string[];
  /** Where a provider says to whom the mail went, beside To. */
  readonly deliveredTo: readonly string[];
}

const HEADER =
  /^[ \t]{0,8}(message-id|x-original-message-id|original-message-id|subject|from|sender|return-path|to|x-postfix-sender|delivered-to|x-original-to|x-hmxmroriginalrecipient|original-recipient)[ \t]*:(.*)$/i;

/** `message-id:date:from` stands in a DKIM-Signature, on a line of its own. */
const idIn = (value: string | undefined): string | undefined => {
  const bounded = (value ?? '').slice(0, 1_000);
  return /<([^<>\s]+)>/.exec(bounded)?.[1] ?? /^\s*([^<>\s@]+@[^<>\s]+)/.exec(bounded)?.[1];
};

/** The first of each header that stands in the lines; lines that go on are joined. */
export const returnedHeadersIn = (lines: readonly string[]): ReturnedHeaders => {
  const found = new Map<string, string>();
  for (const [n, line] of lines.entries()) {
    const [, written, value = ''] = HEADER.exec(line) ?? [];
    const name = written?.toLowerCase();
    if (name === undefined || found.has(name)) continue;
    const next = lines[n + 1] ?? '';
    const whole = /^[ \t]+\S/.test(next) && !HEADER.test(next) ? `${value.trim()} ${next.trim()}` : value.trim();
    if (!name.endsWith('message-id') || idIn(whole) !== undefined) found.set(name, whole);
  }
  const addressesOf = (...names: readonly string[]) =>
    names.flatMap((name) => addressesIn(found.get(name) ?? '').map(({ address }) => address));
  return {
    messageId: idIn(found.get('x-original-message-id') ?? found.get('original-message-id') ?? found.get('message-id')),
    subject: found.get('subject'),
    senders: addressesOf('from', 'sender', 'return-path', 'x-postfix-sender'),
    // The last one: a display name may look like an address.
    from: addressesOf('from').at(-1),
    returnPath: addressesOf('return-path')[0],
    to: addressesOf('to'),
    deliveredTo: addressesOf('x-hmxmroriginalrecipient', 'x-original-to', 'delivered-to', 'original-recipient'),
  };
};
