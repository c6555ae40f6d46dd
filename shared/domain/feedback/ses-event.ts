/** What an event of SES says about one sent mail, in our words. Made by read-ses-event.ts, used by shared/app/feedback. */
import type { Fact } from '../sending/outgoing-mail.ts';

/** `sent`, `rejected` and `rendering-failed` are said of the whole mail, the last two of contact lists, which Postroom does not use. */
export type Observation = Fact | 'sent' | 'rejected' | 'rendering-failed' | 'unsubscribed' | 'subscription-changed';

export interface Observed {
  /** Normal form. */
  readonly address: string;
  readonly what: Observation;
  /** A complaint that names several: one of them complained, nobody knows who. */
  readonly guess: boolean;
}

export interface SesEvent {
  /** As SES names it: `Bounce`, `DeliveryDelay`. */
  readonly type: string;
  /** First value of each message tag. Feedback notifications have none. */
  readonly tags: ReadonlyMap<string, string>;
  readonly sesMessageId: string;
  /** When SES took the mail, ISO 8601: the same in every event of it, but for one that does not say it. */
  readonly acceptedAt: string;
  readonly at: string;
  readonly observed: readonly Observed[];
  /** False: SES did not even try, so it counts towards no rate (FEATURES 208). */
  readonly counted: boolean;
  /** `dsn`: SES did not say it, but a report that came as a mail (read-report.ts). */
  readonly source?: 'dsn';
}

/** Which mail of ours an event is about. */
export interface MailRef {
  readonly tenant: string;
  readonly mailId: string;
}

export type FindMail = (event: SesEvent) => MailRef | undefined;

/** By the tags every mail of ours carries; no index is asked, and an event of somebody else's mail has none. */
export const taggedMail: FindMail = ({ tags }) => {
  const tenant = tags.get('tenant');
  const mailId = tags.get('mail');
  return tenant === undefined || mailId === undefined ? undefined : { tenant, mailId };
};
