/**
 * Checks a raw message as SES does before it takes it, and rewrites it as SES does before it sends it.
 * Sources: API_SendRawEmail; SES guide, "Amazon SES header fields" and "Email sending errors".
 */
import { type ListedAddress, readAddressList } from './addresses.ts';
import { fieldValue, type HeaderField, readHeaderSection } from './header-fields.ts';
import { mailDate } from './received-object.ts';
import { invalidParameter, type MessageTag, type SendRequest } from './send-request.ts';
import { SINGLE_FIELDS } from './single-fields.ts';

/** SES quotas, "Message quotas" and "Sender and recipient quotas". */
const MOST_BYTES = { v1: 10 * 1024 * 1024, v2: 40 * 1024 * 1024 } as const;
const MOST_RECIPIENTS = 50;
/** API_SendRawEmail: "the maximum length of each line of text, including the <CRLF>, must not exceed 1,000 characters". */
const LONGEST_LINE_BYTES = 1000;

export interface OutgoingMessage {
  /** Envelope sender: an address. */
  readonly from: string;
  /** As the caller wrote it, with a display name where there is one. */
  readonly source: string;
  /** All that must be verified: From, Sender, Return-Path and the sender parameter. */
  readonly senders: readonly string[];
  /** Where bounces go (IAM's ses:FeedbackAddress). */
  readonly feedback: string;
  readonly recipients: readonly string[];
  readonly configurationSet: string | undefined;
  readonly tags: readonly MessageTag[];
  readonly fields: readonly HeaderField[];
  /** The message as it leaves SES. */
  rewrite(messageId: string, now: number): Buffer;
}

const checkAddress = ({ address }: ListedAddress): string => {
  // The range is the point: SES takes 7-bit addresses only.
  if (/[^\x20-\x7e]/.test(address)) throw invalidParameter('There are non-ASCII characters in the email address');
  const at = address.lastIndexOf('@');
  if (at === -1 || at === address.length - 1) throw invalidParameter("Missing final '@domain'");
  if (at === 0) throw invalidParameter('Missing local part');
  if (/\s/.test(address)) throw invalidParameter('Local address contains control or whitespace');
  return address;
};

const addressesIn = (text: string): string[] => readAddressList(text).map(checkAddress);

const checkSize = (api: 'v1' | 'v2', raw: Buffer) => {
  if (raw.length > MOST_BYTES[api]) {
    throw invalidParameter(`Message length is more than ${MOST_BYTES[api]} bytes long: '${raw.length}'.`);
  }
};

const checkLines = (raw: Buffer) => {
  for (let start = 0; start < raw.length; ) {
    const lineFeed = raw.indexOf(0x0a, start);
    const end = lineFeed === -1 ? raw.length : lineFeed + 1;
    if (end - start > LONGEST_LINE_BYTES) {
      throw invalidParameter(`A line is longer than ${LONGEST_LINE_BYTES} characters including <CRLF>.`);
    }
    start = end;
  }
};

const checkSingleFields = (fields: readonly HeaderField[]) => {
  const seen = new Set<string>();
  for (const { name } of fields) {
    const lower = name.toLowerCase();
    if (SINGLE_FIELDS.has(lower) && seen.has(lower)) throw invalidParameter(`Duplicate header '${name}'.`);
    seen.add(lower);
  }
};

const TAG_PART = /^[A-Za-z0-9_-]{1,256}$/;

/** "If you specify message tags using both headers and API parameters, Amazon SES uses only the message tags provided by the API." */
const tagsOf = (request: SendRequest, fields: readonly HeaderField[]): readonly MessageTag[] => {
  const header = fieldValue(fields, 'x-ses-message-tags') ?? '';
  const fromHeader = header
    .split(',')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => ({ name: pair.split('=')[0]?.trim() ?? '', value: pair.split('=')[1]?.trim() ?? '' }));
  const tags = request.tags ?? fromHeader;
  for (const part of tags.flatMap(({ name, value }) => [name, value])) {
    if (!TAG_PART.test(part)) {
      throw invalidParameter(
        `Invalid tag value <${part}>: only alphanumeric ASCII characters, '_', and '-' are allowed.`,
      );
    }
  }
  const names = new Set(tags.map(({ name }) => name));
  if (names.size < tags.length) throw invalidParameter('Duplicate message tag names are not allowed.');
  return tags;
};

/** "Amazon SES removes the headers before sending", replaces Message-ID, overrides Date and Return-Path, and never sends Bcc. */
const DROPPED = new Set(['bcc', 'message-id', 'date', 'return-path', 'x-ses-message-tags', 'x-ses-configuration-set']);

const rewriteWith = (
  raw: Buffer,
  fields: readonly HeaderField[],
  bodyOffset: number,
  missingFrom: string | undefined,
) => {
  const kept = fields
    .filter(({ name }) => !DROPPED.has(name.toLowerCase()))
    .map(({ start, end }) => raw.subarray(start, end));
  return (messageId: string, now: number): Buffer => {
    const added = [
      ...(missingFrom === undefined ? [] : [`From: ${missingFrom}`]),
      `Message-ID: <${messageId}@email.amazonses.com>`,
      `Date: ${mailDate(now)}`,
    ];
    return Buffer.concat([...kept, Buffer.from(`${added.join('\r\n')}\r\n\r\n`), raw.subarray(bodyOffset)]);
  };
};

export const readOutgoing = (request: SendRequest): OutgoingMessage => {
  const { raw } = request;
  checkSize(request.api, raw);
  const { fields, bodyOffset, cut } = readHeaderSection(raw);
  if (cut) throw invalidParameter('The header section is too long.');
  if (bodyOffset === undefined)
    throw invalidParameter('The message must contain a header and a body, separated by a blank line.');
  checkLines(raw);
  checkSingleFields(fields);
  const value = (name: string) => fieldValue(fields, name);
  const source = request.source ?? value('from');
  if (source === undefined) throw invalidParameter("Missing required header 'From'.");
  const [from] = addressesIn(source);
  if (from === undefined) throw invalidParameter("Missing final '@domain'");
  const headerRecipients = ['to', 'cc', 'bcc'].flatMap((name) =>
    fields.filter((field) => field.name.toLowerCase() === name),
  );
  const listed = request.destinations ?? headerRecipients.map((field) => field.value);
  const recipients = [...new Set(listed.flatMap(addressesIn))];
  if (recipients.length === 0) throw invalidParameter('There are no recipients specified');
  if (recipients.length > MOST_RECIPIENTS) throw invalidParameter(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
  const named = ['from', 'sender', 'return-path'].flatMap((name) => addressesIn(value(name) ?? ''));
  return {
    from,
    source,
    senders: [...new Set([from, ...named])],
    feedback: addressesIn(value('return-path') ?? '')[0] ?? from,
    recipients,
    configurationSet: request.configurationSet ?? value('x-ses-configuration-set'),
    tags: tagsOf(request, fields),
    fields,
    rewrite: rewriteWith(raw, fields, bodyOffset, value('from') === undefined ? source : undefined),
  };
};
