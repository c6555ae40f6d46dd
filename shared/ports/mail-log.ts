/** The log of every (mail, mailbox) with its one outcome, the duplicate claims and the threads. */
import type { WhyNot } from '../domain/mailroom/auto-answer.ts';
import type { Outcome } from '../domain/mailroom/outcome.ts';
import type { MailKind } from '../domain/mailroom/recognise.ts';
import type { NotKeptCode } from '../domain/record/document.ts';
import type { Page, RecordRef } from './record-store.ts';

export interface LoggedAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** A picture that the HTML shows: no document is made of it. */
  readonly inline?: true;
  /** The document that was made of it, or why there is none. */
  readonly documentId?: string;
  readonly notKept?: NotKeptCode;
}

export interface LoggedMail {
  /** Derived from the SES message id and the mailbox; sorts by time of arrival. */
  readonly id: string;
  /** S3 key of the raw mail. */
  readonly rawKey: string;
  readonly mailbox: string;
  /** Envelope recipients at this mailbox. */
  readonly recipients: readonly string[];
  readonly from: { readonly address: string; readonly name: string };
  readonly subject: string;
  /** ISO 8601, by SES's clock. */
  readonly receivedAt: string;
  readonly kind: MailKind;
  readonly outcome: Outcome;
  readonly attachments: readonly LoggedAttachment[];
  /** What SES found: a replay has no notification any more. */
  readonly verdicts: Verdicts;
  /** Who looks after the Mailroom sees that it came, not what it says (FEATURES 7). */
  readonly confidential?: boolean;
  /** Of a sender on the never-log list: neither who nor what is kept, and the raw mail is not shown. */
  readonly neverLogged?: boolean;
  /** A machine may answer it: a person wrote it and it was acted on (FEATURES 33). Whoever answers automatically asks this. */
  readonly mayAnswer?: boolean;
  /** History of before the tenant moved here. */
  readonly imported?: boolean;
  /** Of mail that was not taken: the answer that its sender got, or why there was none. Both absent: none was wanted. */
  readonly told?: ToldSender;
  readonly whyNot?: WhyNot;
  /** The tenant wants to see nothing of what it says (settings, refusals). */
  readonly discarded?: true;
  /** ISO 8601: then it is deleted. Absent: it is kept. */
  readonly keptUntil?: string;
  /** The raw mail came to this mailbox alone; absent: the log of another mailbox, maybe another tenant's, may refer to it. */
  readonly soleMailbox?: true;
  /** ISO 8601. Only `look` shows such a mail: of it nothing is left but that it came. */
  readonly deletedAt?: string;
}

export interface ToldSender {
  readonly address: string;
  /** ISO 8601. */
  readonly at: string;
  /** Of the answer, among outgoing mail. */
  readonly mailId: string;
}

export interface Verdicts {
  readonly spam: string;
  readonly virus: string;
  /** Absent: SES did not check. */
  readonly spf?: string;
  readonly dkim?: string;
  readonly dmarc?: string;
}

export interface MailLog {
  /** Undefined also for a deleted one. */
  get(tenant: string, id: string): Promise<LoggedMail | undefined>;
  /** Also what is deleted: for who must not take it for new. */
  look(tenant: string, id: string): Promise<LoggedMail | undefined>;
  /** Leaves nothing of the mail but that it came. False: it is not any more as it was seen. */
  bury(tenant: string, seen: LoggedMail, at: string): Promise<boolean>;
  /** Writes the outcome; a replay writes over it. A deleted mail stays deleted. */
  record(tenant: string, mail: LoggedMail): Promise<void>;
  /** Newest first; with a filter a page may be short and still have a nextCursor. */
  list(
    tenant: string,
    page: { limit: number; cursor?: string; outcome?: Outcome['kind']; reason?: string },
  ): Promise<Page<LoggedMail>>;
  /** Claims a fingerprint for a raw mail; answers the id and raw key of the mail that holds it, which is this one or an earlier one. */
  claimFirst(
    tenant: string,
    fingerprint: string,
    mail: { readonly id: string; readonly rawKey: string },
  ): Promise<{ readonly id: string; readonly rawKey: string }>;
  /** The record an earlier mail of the thread went to: the first of `messageIds` that is known. */
  findThread(tenant: string, messageIds: readonly string[]): Promise<RecordRef | undefined>;
  /** The record that the mail with this Message-ID was sent from, if it is one that Postroom sent. */
  findSent(tenant: string, messageId: string): Promise<RecordRef | undefined>;
  /** @param sent Postroom sent the mail; else it came in. */
  rememberThread(tenant: string, messageId: string, record: RecordRef, sent?: 'sent'): Promise<void>;
  /** The same of a mere copy: where the mail itself has made or joined a record, or does so later, that one stands. */
  offerThread(tenant: string, messageId: string, record: RecordRef): Promise<void>;
}
