/** HTTP bodies of the Mailroom's settings. Every limit has a test at it and one past it. */
import * as z from 'zod';
import { MAX_QUARANTINE_DAYS } from '../domain/mailroom/refusals.ts';
import { address, instant, line, lineOrNothing } from './values.ts';

/** All of them are compared with every mail; a company's lists are short, and long lists of spammers are SES's business. */
export const MAX_LISTED_SENDERS = 500;
export const MAX_ONLY_ALLOWED = 20;

/** RFC 1035 section 2.3.4, with at least one dot: `com` alone would be half the world. */
const domain = line(253)
  .regex(/^[^\s@.]+(\.[^\s@.]+)+$/u, { error: 'must be an address or a domain such as example.com' })
  .toLowerCase();

const mailbox = lineOrNothing(64)
  .regex(/^(\+[^\s@]+)?$/u, {
    error: 'must be the part behind the handle, such as +lead, or empty for the bare address',
  })
  .toLowerCase();

export const addressOrDomain = z.union([address, domain], {
  error: 'must be an address or a domain such as example.com',
});

export const ListedSender = z
  .strictObject({
    sender: addressOrDomain,
    list: z.enum(['allow', 'block', 'never-log']),
    mailbox: mailbox.optional().meta({ description: 'Only in this mailbox, such as +lead; without it in all' }),
  })
  .meta({
    id: 'ListedSender',
    description: 'never-log goes before block, block before allow; a domain means everything below it',
  });

const choice = z.enum(['keep', 'discard', 'answer']).optional();

const Refusals = z
  .strictObject({
    'not-allowed': choice,
    'blocked-sender': choice,
    'case-closed': choice,
    'too-many-records': choice,
    'unknown-record': choice,
    'not-related': choice,
    'too-complex': z.enum(['keep', 'discard']).optional(),
    'documents-left-out': z.enum(['keep', 'answer']).optional(),
  })
  .meta({
    id: 'Refusals',
    description:
      'What is done with mail that is not taken, by cause: kept in quarantine (also what is not named here), discarded (listed as skipped, without content), or kept and its sender told',
  });

const settings = {
  senders: z.array(ListedSender).max(MAX_LISTED_SENDERS),
  onlyAllowed: z
    .array(mailbox)
    .max(MAX_ONLY_ALLOWED)
    .meta({ description: 'Mailboxes that take mail of your users and of allowed senders only' }),
  replyTo: z.enum(['ignore', 'address', 'both']).meta({
    description:
      'Who the customer is when a mail has a Reply-To: still From, its address with the name of From, or it alone',
  }),
  forwards: z.enum(['never', 'on-command', 'always']).meta({
    description:
      'When a user passes a mail on: never, when its text begins with @fwd, or always its first author is the customer',
  }),
  importBefore: z.iso
    .datetime({ error: 'must be a time in UTC such as 2026-01-01T00:00:00Z' })
    .nullable()
    .meta({ description: 'Mail dated before it is history: filed under its date, its case closed, nothing else done' }),
  sharedConversation: z.boolean().meta({ description: 'true: a mail to several mailboxes is one conversation' }),
  closedCase: z.enum(['reopen', 'new-case', 'reject']).meta({ description: 'What a reply to a closed case does' }),
  caseReply: z.enum(['comment-and-mail', 'comment', 'mail']).meta({ description: 'What a reply puts on a case' }),
  casePrefix: line(20)
    .regex(/^[\p{L}\p{N}][\p{L}\p{N} _.-]*$/u, { error: 'must be a word of letters and digits' })
    .meta({ description: 'The word before the number of a case in a subject: [Case 12]' }),
  refusals: Refusals,
  quarantineDays: z
    .int()
    .min(1)
    .max(MAX_QUARANTINE_DAYS)
    .meta({ description: 'How long quarantined and discarded mail is kept' }),
  replyToRecord: z
    .boolean()
    .meta({ description: "true: answers to mails sent from a record go to the record's signed address" }),
};

export const MailroomSettings = z
  .object({ ...settings, importBefore: instant.nullable() })
  .meta({ id: 'MailroomSettings' });
export const MailroomSettingsBody = z.strictObject(settings).partial();
