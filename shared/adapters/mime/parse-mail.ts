/**
 * A raw mail as the domain sees it, by `mailparser` (the customer's choice). Callers check shared/domain/message/bounds.ts first: that, not this,
 * keeps hostile mails from exhausting memory.
 */
import { type AddressObject, type ParsedMail, type SimpleParserOptions, simpleParser } from 'mailparser';
import { isDeliverable, type MailAddress } from '../../domain/address/address.ts';
import { Failure } from '../../domain/failure.ts';
import { type Headers, type Message, UNTITLED } from '../../domain/message/message.ts';
import type { ParseMail } from '../../ports/mail-parser.ts';
import { attachmentsOf } from './attachments.ts';
import { clean, oneLine } from './clean.ts';
import { declareEightBit } from './eight-bit.ts';
import { splitUuFiles } from './uuencode.ts';

/** HTML longer than this is not rendered to text: html-to-text builds a tree of it. The HTML itself is kept. */
const MAX_RENDERED_HTML_LENGTH = 2 * 1024 * 1024;

/** RFC 5321 section 4.5.3.1.3: a path is at most 256 octets with its brackets. */
const MAX_ADDRESS_LENGTH = 254;

/** Nobody reads more recipients of one mail; 10,000 of them are an attack, not a correspondence. */
const MAX_ADDRESSES = 1_000;

/** Work nobody uses here: links and images in a text version of the HTML that is made from the text. */
const OPTIONS: SimpleParserOptions = { skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true };

const flatten = (objects: AddressObject | readonly AddressObject[] | undefined): readonly MailAddress[] =>
  (objects === undefined ? [] : [objects].flat())
    .flatMap((object) => object.value.flatMap((entry) => entry.group ?? [entry]))
    .slice(0, MAX_ADDRESSES)
    .map(({ address, name }) => ({ address: clean(address ?? '').trim(), name: oneLine(name) }))
    .filter(({ address }) => address !== '' && address.length <= MAX_ADDRESS_LENGTH);

const headersOf = (parsed: ParsedMail): Headers => {
  const headers = new Map<string, string[]>();
  for (const { key, line } of parsed.headerLines) {
    const value = line.slice(line.indexOf(':') + 1).replace(/\r?\n[ \t]+/g, ' ');
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  return headers;
};

const withoutBrackets = (id: string): string => clean(id).replace(/[<>\s]/g, '');

/** Ids may stand without a space between them, and old programs write a phrase round them (`Your message of Monday <a@b>`). */
const messageIdsIn = (values: string | readonly string[] | undefined): readonly string[] => {
  const words = (values === undefined ? [] : [values].flat()).flatMap(
    (value) => clean(value).match(/[^<>\s,]+/g) ?? [],
  );
  const ids = words.filter((word) => word.includes('@'));
  return ids.length > 0 ? ids : words;
};

/** In-Reply-To names the parent; References runs from the oldest to the parent (RFC 5322 section 3.6.4). */
const referencesOf = (parsed: ParsedMail): readonly string[] => [
  ...new Set([...messageIdsIn(parsed.inReplyTo), ...messageIdsIn(parsed.references).toReversed()]),
];

/** Not mailparser's reading of a date that is none: it takes the present instead, and two copies of one mail would have two dates. */
const dateOf = (headers: Headers): string | undefined => {
  const ms = Date.parse(headers.get('date')?.at(-1)?.trim() ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
};

const messageOf = (parsed: ParsedMail): Message => {
  const subject = oneLine(parsed.subject ?? '').trim();
  const headers = headersOf(parsed);
  const text = clean(parsed.text ?? '');
  const split = headers.has('content-type') ? { text, files: [] } : splitUuFiles(text);
  return {
    from: flatten(parsed.from).find(({ address }) => isDeliverable(address)),
    replyTo: flatten(parsed.replyTo),
    to: flatten(parsed.to),
    cc: flatten(parsed.cc),
    subject: subject === '' ? UNTITLED : subject,
    messageId: parsed.messageId === undefined ? undefined : withoutBrackets(parsed.messageId) || undefined,
    references: referencesOf(parsed),
    date: dateOf(headers),
    text: split.text,
    html: parsed.html === false ? undefined : clean(parsed.html),
    attachments: attachmentsOf(parsed, split.files),
    headers,
  };
};

const parseBytes = async (bytes: Buffer): Promise<ParsedMail> => {
  try {
    return await simpleParser(bytes, { ...OPTIONS, maxHtmlLengthToParse: MAX_RENDERED_HTML_LENGTH });
  } catch {
    // The only thing that this second way does less is rendering HTML to text, where the first one fails on long or broken HTML.
    return await simpleParser(bytes, { ...OPTIONS, skipHtmlToText: true });
  }
};

export const parseMail: ParseMail = async (raw) => {
  try {
    return messageOf(await parseBytes(declareEightBit(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength))));
  } catch (cause) {
    throw new Failure('invalid-input', 'unreadable-mail', 'The mail could not be parsed.', cause);
  }
};
