/** How a tenant wants its Mailroom to work, beside its rules. With the defaults nobody has to set anything up. */

import { DEFAULT_QUARANTINE_DAYS, type Refusals } from './refusals.ts';

export type SenderList = 'allow' | 'block' | 'never-log';

export interface ListedSender {
  /** An address, or a domain with everything below it. */
  readonly sender: string;
  readonly list: SenderList;
  /** `+lead`: only there; absent: in every mailbox. */
  readonly mailbox?: string | undefined;
}

export interface MailroomSettings {
  readonly senders: readonly ListedSender[];
  /** Mailboxes (`+lead`, or `` for the bare address) that take mail of allowed senders and users only. */
  readonly onlyAllowed: readonly string[];
  /** Who the customer is when a mail has a Reply-To, as those of web forms do (FEATURES 26). `address`: its address with the name of From. */
  readonly replyTo: 'ignore' | 'address' | 'both';
  /** When a user passes a customer's mail on: is the customer looked for in the text (FEATURES 25)? A rule may always ask for it. */
  readonly forwards: 'never' | 'on-command' | 'always';
  /** ISO 8601: mail that its sender dated before it is history; it is filed under its own date and nothing else happens (FEATURES 40). */
  readonly importBefore: string | null;
  /** True: a mail to several mailboxes is one conversation, in the first (FEATURES 27). */
  readonly sharedConversation: boolean;
  /** What a reply to a closed case does (FEATURES 74). */
  readonly closedCase: 'reopen' | 'new-case' | 'reject';
  /** What a reply puts on a case (FEATURES 53). */
  readonly caseReply: 'comment-and-mail' | 'comment' | 'mail';
  /** The word before the number of a case in a subject, `[Case 12]`. Two help desks that write to each other need two (FEATURES 73). */
  readonly casePrefix: string;
  /** True: the answers to mails sent from a record go to the record's own address (FEATURES 77). */
  readonly replyToRecord: boolean;
  /** What is done with mail that is not taken, by cause; what is not named is kept (FEATURES 37). */
  readonly refusals: Refusals;
  /** How long quarantined mail is kept. */
  readonly quarantineDays: number;
}

export const DEFAULT_SETTINGS: MailroomSettings = {
  senders: [],
  onlyAllowed: [],
  replyTo: 'ignore',
  forwards: 'on-command',
  importBefore: null,
  sharedConversation: false,
  closedCase: 'reopen',
  caseReply: 'comment-and-mail',
  casePrefix: 'Case',
  replyToRecord: false,
  refusals: {},
  quarantineDays: DEFAULT_QUARANTINE_DAYS,
};

/** Before there was the web: such a date is a clock that was never set. */
const FIRST_MS = Date.parse('1990-01-01T00:00:00Z');

export const isHistory = (
  { date }: { readonly date: string | undefined },
  { importBefore }: Pick<MailroomSettings, 'importBefore'>,
): boolean => {
  if (date === undefined || importBefore === null) return false;
  const atMs = Date.parse(date);
  return atMs >= FIRST_MS && atMs < Date.parse(importBefore);
};
