/**
 * Reads a delivery report that came as a mail (FEATURES 209, 213; RFC 3464 and the many servers that send none of it). Used by whoever updates
 * the mail that was sent. A report is believed about a delivery, never about who we are: our own addresses are not failed recipients. Anybody can
 * write one: only when `originalMessageId` (or the recipient) belongs to a mail of ours may it change anything.
 */
import { localPartOf, normaliseAddress } from '../address/address.ts';
import { headerOf, type Message } from '../message/message.ts';
import { addressesIn } from './addresses-in-text.ts';
import { describe, type Subject } from './described.ts';
import { STILL_TRYING } from './failure-words.ts';
import { isFirm, type NamedRecipient, namedRecipientsIn } from './named-recipients.ts';
import { type DeliveryReport, NO_SOURCE, type ReportedRecipient, type ReportSource } from './report.ts';
import { linesOf, textOfHtml } from './report-lines.ts';
import { type ReturnedHeaders, returnedHeadersIn, returnedMailAt } from './returned-mail.ts';
import { type Likelihood, likelihoodOf, saysUndelivered } from './signs.ts';
import { readNotification } from './sns-notification.ts';
import { firstStatusField, type StatusBlock, statusBlocksIn } from './status-fields.ts';

/** A mail with more is an attack; a server reports some hundred at most. */
const MAX_RECIPIENTS = 1_000;

const textsOf = (message: Message, { parts, body }: ReportSource): readonly string[] => {
  const statusParts = parts.filter(({ contentType }) => /^message\/(global-)?delivery-status/i.test(contentType));
  const shown = message.text.trim() !== '' ? message.text : textOfHtml(message.html ?? '');
  const all = [shown, ...statusParts.map(({ text }) => text)];
  return all.some((text) => text.trim() !== '') ? all : [body];
};

const isReturnedPart = (contentType: string) => /rfc822|^message\/global/i.test(contentType);

/** Who sent it is read behind the report's own words only: a server quotes its talk with another (`From: <ours> RCPT: <theirs>`). */
const headersInText = (text: string): ReturnedHeaders => {
  const lines = linesOf(text);
  return { ...returnedHeadersIn(lines.slice(returnedMailAt(lines))), messageId: returnedHeadersIn(lines).messageId };
};

/** First what says most: the returned mail as a part, then the whole body, then what of it the text shows. */
const headersOfReturned = (texts: readonly string[], { parts, body }: ReportSource): readonly ReturnedHeaders[] => [
  ...parts.filter(({ contentType }) => isReturnedPart(contentType)).map(({ text }) => returnedHeadersIn(linesOf(text))),
  headersInText(body),
  ...texts.map(headersInText),
];

/** Who got the report and who sent the mail that was returned: we ourselves. */
const ownAddresses = (message: Message, returned: readonly ReturnedHeaders[]): ReadonlySet<string> =>
  new Set(
    [
      ...[...message.to, ...message.cc, ...(message.from === undefined ? [] : [message.from])].map(
        ({ address }) => address,
      ),
      ...['delivered-to', 'envelope-to'].flatMap((name) =>
        addressesIn(headerOf(message.headers, name).slice(0, 500)).map(({ address }) => address),
      ),
      ...returned.flatMap(({ senders }) => senders),
    ].map(normaliseAddress),
  );

const isRole = (address: string) =>
  /^(postmaster|mailer-daemon|mail-daemon|abuse|hostmaster)$/.test(localPartOf(address));

const failedInHeader = ({ headers }: Message): readonly string[] =>
  (headers.get('x-failed-recipients') ?? []).flatMap((value) =>
    value
      .slice(0, 20_000)
      .split(',')
      .flatMap((one) => addressesIn(one).map(({ address }) => address)),
  );

/** The best evidence there is decides: a list or a label, then a server's reply, then the header, then any sentence, then the mail's only recipient. */
const choose = (
  named: readonly NamedRecipient[],
  inHeader: readonly string[],
  own: ReadonlySet<string>,
  returned: readonly ReturnedHeaders[],
): readonly Subject[] => {
  const others = named.filter(({ address }) => !own.has(normaliseAddress(address)) && !isRole(address));
  const by = (list: readonly NamedRecipient[], naming: NamedRecipient['naming']) =>
    list.filter((one) => one.naming === naming);
  const glimpsed = by(others, 'glimpsed');
  const to = (returned.map((headers) => headers.to).find((list) => list.length > 0) ?? []).filter(
    (address) => !own.has(normaliseAddress(address)),
  );
  const choices: readonly (readonly Subject[])[] = [
    by(others, 'named'),
    by(others, 'answered'),
    inHeader.map((address) => ({ address, line: undefined })),
    by(others, 'mentioned'),
    // Somebody may well write to herself.
    by(named, 'named').filter(({ address }) => !isRole(address)),
    by(named, 'answered').filter(({ address }) => !isRole(address)),
    to.length === 1 ? to.map((address) => ({ address, line: undefined })) : [],
    new Set(glimpsed.map(({ address }) => address)).size === 1 ? glimpsed : [],
  ];
  return choices.find((list) => list.length > 0) ?? [];
};

/** One entry of each address; a failure outdoes what else is said of it. */
const once = (recipients: readonly ReportedRecipient[]): readonly ReportedRecipient[] => {
  const found = new Map<string, ReportedRecipient>();
  for (const one of recipients) {
    const key = normaliseAddress(one.address);
    const before = found.get(key);
    if (before === undefined || (before.action !== 'failed' && one.action === 'failed')) found.set(key, one);
  }
  return [...found.values()].slice(0, MAX_RECIPIENTS);
};

const subjectsOf = (blocks: readonly StatusBlock[], named: readonly NamedRecipient[]): readonly Subject[] =>
  blocks.map((block) => ({
    address: block.address,
    block,
    line: named.find((one) => one.address === block.address && isFirm(one))?.line,
  }));

/** `likely` and `possible` reports must show by their text that they are some. */
const isReport = (
  likelihood: Likelihood,
  people: readonly string[],
  blocks: number,
  named: readonly NamedRecipient[],
) => {
  if (likelihood === 'certain') return true;
  if (blocks > 0) return true;
  const isListed = named.some(isFirm);
  if (likelihood === 'likely') return isListed || (named.length > 0 && saysUndelivered(people));
  return isListed && saysUndelivered(people);
};

/**
 * Undefined: the mail is no delivery report.
 *
 * @param source what the Message does not carry of the report; without it, codes and the original's Message-ID are found less often.
 */
export const readDeliveryReport = (message: Message, source: ReportSource = NO_SOURCE): DeliveryReport | undefined => {
  const notified = readNotification(message);
  if (notified !== undefined) return notified;
  const likelihood = likelihoodOf(message);
  if (likelihood === 'none') return undefined;
  const texts = textsOf(message, source);
  const lines = texts.flatMap(linesOf);
  const blocks = statusBlocksIn(lines).slice(0, MAX_RECIPIENTS);
  const fields = firstStatusField(lines);
  const forPeople = lines.slice(0, fields < 0 ? lines.length : fields);
  const people = forPeople.slice(0, returnedMailAt(forPeople));
  const named = namedRecipientsIn(people).slice(0, 2 * MAX_RECIPIENTS);
  if (!isReport(likelihood, people, blocks.length, named)) return undefined;
  const returned = headersOfReturned(texts, source);
  const own = ownAddresses(message, returned);
  const subjects =
    blocks.length > 0
      ? subjectsOf(blocks, named)
      : choose(named, failedInHeader(message), own, [...returned, returnedHeadersIn(people)]);
  const waits = STILL_TRYING.some((words) => people.slice(0, 200).some((line) => words.test(line.slice(0, 500))));
  const recipients = once(describe(subjects.slice(0, MAX_RECIPIENTS), people, named, waits));
  return {
    recipients,
    onlyTransient: recipients.length > 0 ? recipients.every(({ action }) => action !== 'failed') : waits,
    originalMessageId: returned.find(({ messageId }) => messageId !== undefined)?.messageId,
  };
};
