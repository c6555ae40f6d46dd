/**
 * One outgoing mail and its one life (ARCHITECTURE, Out): `queued -> sending -> sent`, or `deferred`, `unconfirmed`, `failed`. What the recipients'
 * servers say comes as facts, kept as a set: repeated, late and unordered events change nothing. Every change is a pure function here and one
 * conditional write of the revision it saw.
 */
import type { CounterRef } from '../quota/day.ts';
import type { FailureCode } from './failure-reason.ts';
import type { HeldBack } from './held-back.ts';
import type { TestMode } from './test-mode.ts';

export type Fact =
  | 'delivered'
  | 'delayed'
  | 'bounced-permanent'
  | 'bounced-transient'
  | 'bounced-undetermined'
  | 'complained'
  | 'opened'
  | 'clicked';

export interface Recipient {
  readonly role: 'to' | 'cc' | 'bcc';
  readonly address: string;
  readonly facts: readonly Fact[];
  /** Set where nothing is or was sent to this one. */
  readonly failed?: FailureCode;
  /** The mail it goes by now: the own server took this one for the others only (put-off.ts). */
  readonly movedTo?: string;
}

/** `waiting`: until `watch.at` it is nobody's turn. `split`: it is now a mail for each recipient; what becomes of them is theirs to say. */
export type Phase = 'queued' | 'sending' | 'sent' | 'deferred' | 'unconfirmed' | 'failed' | 'split';

/** Which of the three functions sends it; each has its own queue. */
export type Lane = 'adhoc' | 'workflow' | 'campaign';

export interface OutgoingMail {
  readonly id: string;
  readonly tenant: string;
  readonly user: string;
  readonly lane: Lane;
  readonly phase: Phase;
  readonly failed?: FailureCode;
  readonly from: string;
  readonly fromName?: string;
  readonly replyTo?: string;
  readonly replyToName?: string;
  readonly subject: string;
  /** Where its text and attachments lie; an edit writes new content elsewhere. */
  readonly content: string;
  readonly recipients: readonly Recipient[];
  readonly record?: { readonly module: string; readonly id: string };
  /** `system`: Postroom wrote it by itself. It is marked as an automatic answer (FEATURES 34) and counts in no quota (Decisions 116). */
  readonly source?: 'system';
  /** Message-IDs for its References, without angle brackets: an answer brings them back. */
  readonly references?: readonly string[];
  /** Its opens and clicks are counted (FEATURES 198). Decided when it was accepted. */
  readonly tracked?: true;
  readonly createdAt: string;
  /** When it is to go; absent: at once. */
  readonly sendAt?: string;
  /** Where its n e-mails are counted; absent: given back, or never counted. */
  readonly counted?: CountedPlaces;
  /** A mail of its own goes to each recipient (FEATURES 132): when its time has come it is split. */
  readonly separate?: true;
  /** The mail this one was split from. */
  readonly batch?: string;
  /** The failed mail that is sent again by this one. */
  readonly resendOf?: string;
  /** The mail whose server put these recipients off, while it took it for others (put-off.ts). */
  readonly movedFrom?: string;
  /** When its writer is reminded, unless somebody answers. */
  readonly followUp?: FollowUp;
  /** Why it has a `sendAt` that nobody asked for. */
  readonly waitsFor?: 'quota';
  /** Why it was put off before anybody claimed it. */
  readonly heldBack?: HeldBack;
  /** How it was taken up, where the tenant is in test mode. */
  readonly testMode?: TestMode;
  /** The worker that is sending it, by a number of its own; a later claim has another. */
  readonly claim?: { readonly id: string; readonly at: string };
  readonly sentAt?: string;
  /** Id of the tenant's own account it leaves by (domain/account/); absent: the platform. Decided when it was accepted, with its quota. */
  readonly via?: string;
  /** The last thing the own server said of it, one line. */
  readonly answer?: string;
  /** When the own server first put it off. */
  readonly putOffSince?: string;
  /** SES's id of the mail, which is also the local part of its Message-ID; through an own server our id, at a provider the whole Message-ID. */
  readonly sesMessageId?: string;
  /** The one due entry that counts. */
  readonly watch: Watch;
  /** Counts changes; a change names the revision it saw. */
  readonly revision: number;
}

/** A reminder (follow-up.ts). */
export interface FollowUp {
  /** ISO 8601. */
  readonly at: string;
  /** `due`: its time has come and nobody has answered; `done`: a person ended it. */
  readonly state: 'waiting' | 'due' | 'answered' | 'done';
  readonly revision: number;
}

export interface CountedPlaces extends CounterRef {
  readonly count: number;
  /** They are among the places that this mail was given: one of a batch gives back its own alone. */
  readonly batch?: string;
}

export interface Watch {
  /** ISO 8601. */
  readonly at: string;
  readonly revision: number;
  /** The reconciler has seen the feedback path empty once. */
  readonly emptyOnce?: boolean;
}

export type MailStatus = Exclude<Phase, 'split'> | 'delivered' | 'bounced' | 'complained';

/** What was split has left the queue; the mails it became say more. */
const phaseShown = (phase: Phase): MailStatus => (phase === 'split' ? 'sent' : phase);

/** Of one recipient, the worst fact counts: a complaint after a delivery is a complaint. */
export const recipientStatus = (mail: Pick<OutgoingMail, 'phase' | 'failed'>, recipient: Recipient): MailStatus => {
  const { facts } = recipient;
  if (facts.includes('complained')) return 'complained';
  if (facts.some((fact) => fact.startsWith('bounced-'))) return 'bounced';
  if (recipient.failed !== undefined) return 'failed';
  if (recipient.movedTo !== undefined) return 'deferred';
  if (facts.includes('delivered')) return 'delivered';
  return facts.includes('delayed') ? 'deferred' : phaseShown(mail.phase);
};

const WORST_FIRST: readonly MailStatus[] = [
  'failed',
  'bounced',
  'complained',
  'unconfirmed',
  'deferred',
  'sending',
  'queued',
  'sent',
  'delivered',
];

export const worstOf = (statuses: readonly MailStatus[]): MailStatus | undefined =>
  WORST_FIRST.find((status) => statuses.includes(status));

/** Of several recipients the worst (CONTRACT). Of those that another mail goes to that one tells. */
export const mailStatus = (mail: OutgoingMail): MailStatus => {
  if (mail.phase === 'failed') return 'failed';
  const own = mail.recipients.filter(({ movedTo }) => movedTo === undefined);
  return worstOf(own.map((recipient) => recipientStatus(mail, recipient))) ?? phaseShown(mail.phase);
};

/** Why a recipient got nothing, or what came back. */
export const recipientFailure = (mail: Pick<OutgoingMail, 'failed'>, recipient: Recipient): FailureCode | undefined => {
  if (recipient.facts.includes('complained')) return 'complained';
  const bounce = (['bounced-permanent', 'bounced-transient', 'bounced-undetermined'] as const).find((fact) =>
    recipient.facts.includes(fact),
  );
  return bounce ?? recipient.failed ?? mail.failed;
};

/** To whom it still goes. */
export const liveRecipients = (mail: Pick<OutgoingMail, 'recipients'>): readonly Recipient[] =>
  mail.recipients.filter(({ failed, movedTo }) => failed === undefined && movedTo === undefined);
