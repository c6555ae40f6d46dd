/**
 * Reads a complaint that came as a mail (FEATURES 205, 208): a feedback report of RFC 5965, Microsoft's report without one, or what a mail program
 * sends when its user clicks "unsubscribe". Used by whoever takes somebody off the lists. Reports can be forged: the mail they name must be ours.
 */
import { localPartOf, normaliseAddress } from '../address/address.ts';
import { headerOf, type Message } from '../message/message.ts';
import { addressesIn } from './addresses-in-text.ts';
import { NO_SOURCE, type ReportPart, type ReportSource } from './report.ts';
import { linesOf } from './report-lines.ts';
import { type ReturnedHeaders, returnedHeadersIn, returnedMailAt } from './returned-mail.ts';
import { isUnsubscribeMail } from './unsubscribe-mail.ts';

export interface Complaint {
  /** RFC 5965 section 7.3, lower case: `abuse`, `fraud`, `virus`, `other`, `not-spam`, `auth-failure`, `opt-out`. */
  readonly feedbackType: string;
  /** False for `not-spam` and `auth-failure`: a report by form, but nobody complained and nobody may be suppressed. */
  readonly complained: boolean;
  /** Who complained, lower case; empty when the provider does not say. With several nobody knows which of them it was. */
  readonly recipients: readonly string[];
  readonly originalMessageId: string | undefined;
  /** From of the mail that was complained of, or its envelope sender where the report has no other. */
  readonly originalFrom: string | undefined;
  readonly originalMailFrom: string | undefined;
  /** As it stands in the mail; encoded words are not decoded. */
  readonly originalSubject: string | undefined;
}

/** RFC 6591 and RFC 5965: about DKIM or DMARC, and a mail taken out of the junk folder. */
const NO_COMPLAINT = new Set(['not-spam', 'auth-failure']);

const isFeedbackPart = ({ contentType }: ReportPart) => /^message\/feedback-report/i.test(contentType);

const FEEDBACK_TYPE = /\breport-type\s{0,5}=\s{0,5}["']?feedback-report/i;

/** Microsoft's feedback loop (JMRP) sends the mail itself under this subject. */
const isJunkReport = ({ from, subject }: Message) =>
  from !== undefined &&
  /^staff@(hotmail|outlook|live|msn)\.com$/.test(normaliseAddress(from.address)) &&
  /^complaint about message from /i.test(subject);

type Fields = ReadonlyMap<string, readonly string[]>;

/** Fields of RFC 5965 in their order; lines that go on are joined. */
const fieldsIn = (lines: readonly string[]): Fields => {
  const fields = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const line of lines) {
    const [, name, value = ''] = /^([a-z][a-z-]{2,40})[ \t]*:(.*)$/i.exec(line) ?? [];
    const before = last?.pop();
    if (last !== undefined && before !== undefined)
      last.push(name === undefined && /^[ \t]+\S/.test(line) ? `${before} ${line.trim()}` : before);
    if (name === undefined) continue;
    last = fields.get(name.toLowerCase()) ?? [];
    last.push(value.trim());
    fields.set(name.toLowerCase(), last);
  }
  return fields;
};

/** A provider that redacts puts a word in place of the address, or only of its local part: nobody we could find. */
const addressesOf = (fields: Fields, ...names: readonly string[]): readonly string[] => [
  ...new Set(
    names
      .flatMap((name) => fields.get(name) ?? [])
      .flatMap((value) => addressesIn(value.slice(0, 2_000)).map(({ address }) => address))
      .filter((address) => !/^(redacted|removed|hidden|x+)$/.test(localPartOf(address))),
  ),
];

/** The best source first: the reported mail as a part, as it came, and as the text shows it. */
const returnedIn = (message: Message, { parts, body }: ReportSource): readonly ReturnedHeaders[] => {
  const text = linesOf(message.text);
  const raw = linesOf(body);
  return [
    ...parts
      .filter(({ contentType }) => /rfc822|^message\/global/i.test(contentType))
      .map(({ text: part }) => returnedHeadersIn(linesOf(part))),
    returnedHeadersIn(raw.slice(returnedMailAt(raw))),
    returnedHeadersIn(text.slice(returnedMailAt(text))),
  ];
};

const firstOf = <T>(
  headers: readonly ReturnedHeaders[],
  pick: (one: ReturnedHeaders) => T | undefined,
): T | undefined => {
  for (const one of headers) {
    const found = pick(one);
    if (found !== undefined) return found;
  }
  return undefined;
};

const listOf = (headers: readonly ReturnedHeaders[], pick: (one: ReturnedHeaders) => readonly string[]) =>
  firstOf(headers, (one) => (pick(one).length > 0 ? pick(one) : undefined));

const complaintOf = (type: string, message: Message, source: ReportSource, fields: Fields): Complaint => {
  const returned = returnedIn(message, source);
  const named = addressesOf(fields, 'original-rcpt-to', 'removal-recipient', 'original-recipient', 'final-recipient');
  const mailFrom = addressesOf(fields, 'original-mail-from')[0] ?? firstOf(returned, (one) => one.returnPath);
  return {
    feedbackType: type,
    complained: !NO_COMPLAINT.has(type),
    recipients: [
      ...new Set(
        named.length > 0
          ? named
          : (listOf(returned, (one) => one.deliveredTo) ?? listOf(returned, (one) => one.to) ?? []),
      ),
    ],
    originalMessageId:
      firstOf(returned, (one) => one.messageId) ?? fields.get('original-message-id')?.[0]?.replace(/[<>\s]/g, ''),
    originalFrom: firstOf(returned, (one) => one.from) ?? mailFrom,
    originalMailFrom: mailFrom,
    originalSubject: firstOf(returned, (one) => one.subject),
  };
};

/** The mail itself is the request, sent to the address that our List-Unsubscribe header named. */
const optOutOf = (message: Message): Complaint => ({
  feedbackType: 'opt-out',
  complained: true,
  recipients: message.from === undefined ? [] : [normaliseAddress(message.from.address)],
  originalMessageId: message.references[0],
  originalFrom: message.to[0] === undefined ? undefined : normaliseAddress(message.to[0].address),
  originalMailFrom: undefined,
  originalSubject: undefined,
});

/**
 * Undefined: the mail is no complaint.
 *
 * @param source the parts of the report, which a Message does not carry; without them the type is a guess (`abuse`).
 */
export const readComplaint = (message: Message, source: ReportSource = NO_SOURCE): Complaint | undefined => {
  const part = source.parts.find(isFeedbackPart);
  const contentType = headerOf(message.headers, 'content-type').slice(0, 1_000);
  if (part !== undefined || (/^multipart\/report/i.test(contentType) && FEEDBACK_TYPE.test(contentType))) {
    const fields = fieldsIn(linesOf(part?.text ?? source.body));
    const type = /^[a-z-]{1,40}/.exec(fields.get('feedback-type')?.[0]?.toLowerCase() ?? '')?.[0];
    return complaintOf(type ?? 'abuse', message, source, fields);
  }
  if (isJunkReport(message)) return complaintOf('abuse', message, source, new Map());
  return isUnsubscribeMail(message) ? optOutOf(message) : undefined;
};
