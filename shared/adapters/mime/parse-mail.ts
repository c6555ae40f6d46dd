/**
 * A raw mail as the domain sees it, by `mailparser` (the customer's choice). Callers check shared/domain/message/bounds.ts first: that, not this,
 * keeps hostile mails from exhausting memory.
 */
import { type AddressObject, type ParsedMail, type SimpleParserOptions, simpleParser } from 'mailparser';
import type { ParseMail } from '../../app/mailroom/open-mail.ts';
import { isDeliverable, type MailAddress } from '../../domain/address/address.ts';
import { Failure } from '../../domain/failure.ts';
import { type AttachmentPart, type Headers, type Message, UNTITLED } from '../../domain/message/message.ts';

/** HTML longer than this is not rendered to text: html-to-text builds a tree of it. The HTML itself is kept. */
const MAX_RENDERED_HTML_LENGTH = 2 * 1024 * 1024;

/** RFC 5321 section 4.5.3.1.3: a path is at most 256 octets with its brackets. */
const MAX_ADDRESS_LENGTH = 254;

/** Nobody reads more recipients of one mail; 10,000 of them are an attack, not a correspondence. */
const MAX_ADDRESSES = 1_000;

/** Work nobody uses here: links and images in a text version of the HTML that is made from the text. */
const OPTIONS: SimpleParserOptions = { skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true };

const withoutNul = (text: string): string => text.replaceAll('\u0000', '');

const flatten = (objects: AddressObject | readonly AddressObject[] | undefined): readonly MailAddress[] =>
  (objects === undefined ? [] : [objects].flat())
    .flatMap((object) => object.value.flatMap((entry) => entry.group ?? [entry]))
    .slice(0, MAX_ADDRESSES)
    .map(({ address, name }) => ({ address: withoutNul(address ?? '').trim(), name: withoutNul(name) }))
    .filter(({ address }) => address !== '' && address.length <= MAX_ADDRESS_LENGTH);

const headersOf = (parsed: ParsedMail): Headers => {
  const headers = new Map<string, string[]>();
  for (const { key, line } of parsed.headerLines) {
    const value = line.slice(line.indexOf(':') + 1).replace(/\r?\n[ \t]+/g, ' ');
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  return headers;
};

const withoutBrackets = (id: string): string => withoutNul(id).replace(/[<>\s]/g, '');

const messageIdsIn = (values: string | readonly string[] | undefined): readonly string[] =>
  (values === undefined ? [] : [values].flat())
    .flatMap((value) => value.split(/[\s,]+/))
    .map(withoutBrackets)
    .filter((id) => id !== '');

/** In-Reply-To names the parent; References runs from the oldest to the parent (RFC 5322 section 3.6.4). */
const referencesOf = (parsed: ParsedMail): readonly string[] => [
  ...new Set([...messageIdsIn(parsed.inReplyTo), ...messageIdsIn(parsed.references).toReversed()]),
];

const attachmentsOf = (parsed: ParsedMail): readonly AttachmentPart[] =>
  parsed.attachments.map(({ filename, contentType, content }, n) => ({
    name:
      withoutNul(filename ?? '')
        .replace(/[\p{Cc}/\\]+/gu, '_')
        .slice(0, 255) || `attachment-${n}`,
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? contentType.toLowerCase() : 'application/octet-stream',
    content,
  }));

const dateOf = (parsed: ParsedMail): string | undefined =>
  parsed.date === undefined || Number.isNaN(parsed.date.getTime()) ? undefined : parsed.date.toISOString();

const messageOf = (parsed: ParsedMail): Message => {
  const subject = withoutNul(parsed.subject ?? '').trim();
  return {
    from: flatten(parsed.from).find(({ address }) => isDeliverable(address)),
    replyTo: flatten(parsed.replyTo),
    to: flatten(parsed.to),
    cc: flatten(parsed.cc),
    subject: subject === '' ? UNTITLED : subject,
    messageId: parsed.messageId === undefined ? undefined : withoutBrackets(parsed.messageId) || undefined,
    references: referencesOf(parsed),
    date: dateOf(parsed),
    text: withoutNul(parsed.text ?? ''),
    html: parsed.html === false ? undefined : withoutNul(parsed.html),
    attachments: attachmentsOf(parsed),
    headers: headersOf(parsed),
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
    return messageOf(await parseBytes(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)));
  } catch (cause) {
    throw new Failure('invalid-input', 'unreadable-mail', 'The mail could not be parsed.', cause);
  }
};
