/**
 * What a delivery report or complaint that came as a mail says of a mail of ours (FEATURES 213), in the words of SES's own events. For shared/app/feedback/record-report.ts.
 * Anybody can write one. So it counts only with the name and the Message-ID of a mail that we sent, which its recipients alone have seen, and only for them.
 */
import { localPartOf, normaliseAddress } from '../address/address.ts';
import { readComplaint } from '../bounce/read-complaint.ts';
import { readDeliveryReport } from '../bounce/read-delivery-report.ts';
import type { FailureWord, ReportedRecipient, ReportSource } from '../bounce/report.ts';
import type { Message } from '../message/message.ts';
import type { OutgoingMail } from '../sending/outgoing-mail.ts';
import type { Observation, Observed, SesEvent } from './ses-event.ts';

/** In every mail we send, with its id: SES writes over the Message-ID, and no index is kept of those. A report returns the header (RFC 3462 section 2, part 3). */
export const MAIL_HEADER = 'X-Postroom-Mail';

const NAMED = new RegExp(`^[ \\t>]{0,10}${MAIL_HEADER}:[ \\t]{0,5}([0-9a-hjkmnp-tv-z]{26})\\s*$`, 'im');

export interface Report {
  readonly type: 'Bounce' | 'Complaint';
  /** Which mail it says it is about. */
  readonly mailId: string;
  readonly messageId: string;
  readonly said: readonly { readonly address: string; readonly what: Observation }[];
}

/** The address is dead. Of any other failure another mail may arrive: a full mailbox, a filter, a policy (FEATURES 209). */
const DEAD: ReadonlySet<FailureWord> = new Set(['userunknown', 'hostunknown', 'hasmoved']);

const whatOf = ({ action, permanent, reason }: ReportedRecipient): Observation | undefined => {
  if (action === 'delayed') return 'delayed';
  if (action !== 'failed') return undefined;
  if (permanent === false) return 'bounced-transient';
  return permanent === true && reason !== undefined && DEAD.has(reason) ? 'bounced-permanent' : 'bounced-undetermined';
};

const named = ({ parts, body }: ReportSource): string | undefined =>
  [body, ...parts.map(({ text }) => text)].map((text) => NAMED.exec(text)?.[1]).find((id) => id !== undefined);

/** Undefined: no report, or about no mail that it could be checked against. */
export const readReport = (message: Message, source: ReportSource): Report | undefined => {
  const mailId = named(source);
  if (mailId === undefined) return undefined;
  const complaint = readComplaint(message, source);
  if (complaint !== undefined) {
    const { complained, originalMessageId: messageId, recipients, feedbackType } = complaint;
    // Who leaves a list has not complained of it.
    if (!complained || feedbackType === 'opt-out' || messageId === undefined) return undefined;
    return {
      type: 'Complaint',
      mailId,
      messageId,
      said: recipients.map((address) => ({ address, what: 'complained' })),
    };
  }
  const bounce = readDeliveryReport(message, source);
  if (bounce?.originalMessageId === undefined) return undefined;
  const said = bounce.recipients.flatMap((one) => {
    const what = whatOf(one);
    return what === undefined ? [] : [{ address: one.address, what }];
  });
  return { type: 'Bounce', mailId, messageId: bounce.originalMessageId, said };
};

/**
 * Whom of the mail it is about. A report that names somebody else is about a forwarding of its only recipient; of several, nobody knows whose. And where there are
 * several, any of them could have written it about another: nobody's address is given up for it, and a complaint only holds marketing (Decisions 206).
 */
const observedOf = ({ type, said }: Report, recipients: readonly string[]): readonly Observed[] => {
  const [only] = recipients.length === 1 ? recipients : [];
  if (only !== undefined) {
    // A redacting provider names nobody; its only recipient it is.
    const whats = said.length === 0 && type === 'Complaint' ? (['complained'] as const) : said.map(({ what }) => what);
    return [...new Set(whats)].map((what) => ({ address: only, what, guess: false }));
  }
  return said.flatMap(({ address, what }) => {
    const normal = normaliseAddress(address);
    if (!recipients.includes(normal)) return [];
    const weaker = what === 'bounced-permanent' ? 'bounced-undetermined' : what;
    return [{ address: normal, what: weaker, guess: what === 'complained' }];
  });
};

/** Undefined: it is not about this mail, or says nothing of its recipients. */
export const eventOf = (report: Report, mail: OutgoingMail, at: string): SesEvent | undefined => {
  const { sesMessageId, sentAt, recipients } = mail;
  if (sesMessageId === undefined || sentAt === undefined || localPartOf(report.messageId) !== localPartOf(sesMessageId))
    return undefined;
  const sentTo = recipients
    .filter(({ failed }) => failed === undefined)
    .map(({ address }) => normaliseAddress(address));
  const observed = observedOf(report, [...new Set(sentTo)]);
  if (observed.length === 0) return undefined;
  const { type } = report;
  return { type, tags: new Map(), sesMessageId, acceptedAt: sentAt, at, observed, counted: true, source: 'dsn' };
};
