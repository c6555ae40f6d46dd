/**
 * The part of the `mail` object that receipt notifications and sending events share: headers and commonHeaders.
 * https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html#receiving-email-notifications-contents-mail-object
 * Bounded: SES documents only the 10 KB of `headers`; without a bound on the rest a mail with a hundred thousand recipients would make a
 * notification that SNS refuses (256 KB), and the mail could never be received.
 */
import { readAddressList } from './addresses.ts';
import { fieldValue, type HeaderField, type HeaderSection } from './header-fields.ts';

/** "headersTruncated ... will happen if the headers are larger than 10 KB." */
const PUBLISHED_HEADER_BYTES = 10 * 1024;
/** Own bounds, in bytes of JSON: of one single value, and of one list of addresses. */
const PUBLISHED_VALUE_BYTES = 4 * 1024;
const PUBLISHED_LIST_BYTES = 8 * 1024;

interface PublishedHeaders {
  readonly headersTruncated: boolean;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

const fitting = <T>(items: readonly T[], budget: number): T[] => {
  let left = budget;
  const end = items.findIndex((item) => {
    left -= jsonBytes(item) + 1;
    return left < 0;
  });
  return end === -1 ? [...items] : items.slice(0, end);
};

export const publishHeaders = (section: HeaderSection): PublishedHeaders => {
  const headers = fitting(
    section.fields.map(({ name, value }) => ({ name, value })),
    PUBLISHED_HEADER_BYTES,
  );
  return { headersTruncated: section.cut || headers.length < section.fields.length, headers };
};

const shortened = (value: string): string => {
  let text = value;
  while (jsonBytes(text) > PUBLISHED_VALUE_BYTES) text = text.slice(0, Math.floor(text.length / 2));
  return text;
};

const listOf = (fields: readonly HeaderField[], name: string): string[] | undefined => {
  const value = fieldValue(fields, name);
  return value === undefined
    ? undefined
    : fitting(
        readAddressList(value).map((entry) => entry.text),
        PUBLISHED_LIST_BYTES,
      );
};

/** Only the fields the mail has ("The fields present in this object vary"). */
export const publishCommonHeaders = (fields: readonly HeaderField[]): Record<string, unknown> => {
  const single = (name: string): string | undefined => {
    const value = fieldValue(fields, name);
    return value === undefined ? undefined : shortened(value);
  };
  const all = {
    returnPath: single('return-path')?.replace(/^<(.*)>$/, '$1'),
    from: listOf(fields, 'from'),
    sender: single('sender'),
    replyTo: listOf(fields, 'reply-to'),
    date: single('date'),
    to: listOf(fields, 'to'),
    cc: listOf(fields, 'cc'),
    bcc: listOf(fields, 'bcc'),
    messageId: single('message-id'),
    subject: single('subject'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
};

/** "A complete list of all recipient addresses (including To: and CC: recipients) from the MIME headers", bounded. */
export const headerRecipients = (fields: readonly HeaderField[]): string[] =>
  fitting(
    ['to', 'cc', 'bcc'].flatMap((name) =>
      readAddressList(fieldValue(fields, name) ?? '').map((entry) => entry.address),
    ),
    PUBLISHED_LIST_BYTES,
  );
