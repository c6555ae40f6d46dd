/**
 * A raw mail as the domain sees it, by `mailparser` (the customer's choice), from a stream. Callers check its chunks against
 * shared/domain/message/bounds.ts first: that, not this, keeps hostile mails from exhausting memory.
 */
import type { AddressObject, EmailAddress, HeaderValue } from 'mailparser';
import { isDeliverable, type MailAddress } from '../../domain/address/address.ts';
import { Failure } from '../../domain/failure.ts';
import { cut } from '../../domain/message/cut.ts';
import { type Headers, type Message, UNTITLED } from '../../domain/message/message.ts';
import type { OpenRaw, ParseMail, ReadMail } from '../../ports/mail-parser.ts';
import { attachmentsOf, fileInMemory } from './attachments.ts';
import { clean, oneLine } from './clean.ts';
import { cutTexts } from './cut-texts.ts';
import { declareEightBit } from './eight-bit.ts';
import { type ReadParts, readParts } from './read-parts.ts';
import { shownIn } from './shown-parts.ts';
import { makeSpool, type Spool } from './spool.ts';
import { unpackTnef } from './unpack-tnef.ts';
import { splitUuFiles } from './uuencode.ts';

/**
 * Of text, twice that of HTML; nobody reads more, and what looks for quotations and rules takes seconds and gigabytes for 40 MB of lines. The raw mail has all of it.
 */
const MAX_TEXT_LENGTH = 2 * 1024 * 1024;

/** RFC 5321 section 4.5.3.1.3: a path is at most 256 octets with its brackets. */
const MAX_ADDRESS_LENGTH = 254;

/** Nobody reads more recipients of one mail; 10,000 of them are an attack, not a correspondence. */
const MAX_ADDRESSES = 1_000;

const isAddressObject = (value: unknown): value is AddressObject =>
  typeof value === 'object' && value !== null && 'value' in value && Array.isArray(value.value);

const addressesIn = (value: HeaderValue | undefined): readonly MailAddress[] =>
  [value]
    .flat()
    .filter(isAddressObject)
    .flatMap((object): readonly EmailAddress[] => object.value.flatMap((entry) => entry.group ?? [entry]))
    .slice(0, MAX_ADDRESSES)
    .map(({ address, name }) => ({ address: clean(address ?? '').trim(), name: oneLine(name) }))
    .filter(({ address }) => address !== '' && address.length <= MAX_ADDRESS_LENGTH);

const textsIn = (value: HeaderValue | undefined): readonly string[] =>
  [value].flat().filter((text) => typeof text === 'string');

const headersOf = ({ headerLines }: ReadParts): Headers => {
  const headers = new Map<string, string[]>();
  for (const { key, line } of headerLines) {
    const value = line.slice(line.indexOf(':') + 1).replace(/\r?\n[ \t]+/g, ' ');
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  return headers;
};

const withoutBrackets = (id: string): string => clean(id).replace(/[<>\s]/g, '');

/** Ids may stand without a space between them, and old programs write a phrase round them (`Your message of Monday <a@b>`). */
const messageIdsIn = (value: HeaderValue | undefined): readonly string[] => {
  const words = textsIn(value).flatMap((text) => clean(text).match(/[^<>\s,]+/g) ?? []);
  const ids = words.filter((word) => word.includes('@'));
  return ids.length > 0 ? ids : words;
};

/** In-Reply-To names the parent; References runs from the oldest to the parent (RFC 5322 section 3.6.4). */
const referencesOf = ({ headers }: ReadParts): readonly string[] => [
  ...new Set([...messageIdsIn(headers.get('in-reply-to')), ...messageIdsIn(headers.get('references')).toReversed()]),
];

/** Not mailparser's reading of a date that is none: it takes the present instead, and two copies of one mail would have two dates. */
const dateOf = (headers: Headers): string | undefined => {
  const ms = Date.parse(headers.get('date')?.at(-1)?.trim() ?? '');
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
};

const mailOf = async (parts: ReadParts, close: ReadMail['close']): Promise<ReadMail> => {
  const subject = oneLine(textsIn(parts.headers.get('subject'))[0] ?? '').trim();
  const headers = headersOf(parts);
  const hasMime = headers.has('content-type');
  // Without MIME the files stand in the text: they are taken out before it is cut.
  const split = hasMime ? { text: parts.text, files: [] } : splitUuFiles(clean(parts.text));
  const text = clean(cut(split.text, MAX_TEXT_LENGTH));
  const uuFiles = split.files.map(({ name, content }) => fileInMemory(name, undefined, content));
  const { files, bodies } = await unpackTnef([...parts.attachments, ...uuFiles]);
  const html = parts.html ?? bodies.find((body) => body.html !== undefined)?.html;
  const ofTnef = bodies.find((body) => body.text !== undefined)?.text ?? '';
  const message: Message = {
    from: addressesIn(parts.headers.get('from')).find(({ address }) => isDeliverable(address)),
    replyTo: addressesIn(parts.headers.get('reply-to')),
    to: addressesIn(parts.headers.get('to')),
    cc: addressesIn(parts.headers.get('cc')),
    subject: subject === '' ? UNTITLED : subject,
    messageId: withoutBrackets(textsIn(parts.headers.get('message-id'))[0] ?? '') || undefined,
    references: referencesOf(parts),
    date: dateOf(headers),
    text: text.trim() === '' && parts.html === undefined ? clean(ofTnef) || text : text,
    html: html === undefined ? undefined : clean(cut(html, 2 * MAX_TEXT_LENGTH)),
    attachments: attachmentsOf(files, shownIn(html ?? '')),
    headers,
  };
  return {
    message,
    attachment: (n) => {
      const wanted = files[n];
      if (wanted === undefined) throw new RangeError(`The mail has no attachment ${n}.`);
      return wanted.read();
    },
    close,
  };
};

/** The only thing that the second way does less is rendering HTML to text, where the first one fails on long or broken HTML. */
const readTolerantly = async (open: OpenRaw, spool: Spool): Promise<ReadParts> => {
  try {
    return await readParts(declareEightBit(cutTexts(await open())), spool, true);
  } catch (failure) {
    if (failure instanceof Failure) throw failure;
    await spool.close();
    return await readParts(declareEightBit(cutTexts(await open())), spool, false);
  }
};

export const parseMail: ParseMail = async (open) => {
  const spool = makeSpool();
  try {
    return await mailOf(await readTolerantly(open, spool), spool.close);
  } catch (cause) {
    await spool.close();
    if (cause instanceof Failure) throw cause;
    throw new Failure('invalid-input', 'unreadable-mail', 'The mail could not be parsed.', cause);
  }
};
