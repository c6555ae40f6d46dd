/** HTTP bodies of the Mailroom. */
import * as z from 'zod';
import { WHY_NOT } from '../domain/mailroom/auto-answer.ts';
import { moduleName } from './records.ts';
import { id, instant } from './values.ts';

export const OUTCOMES = ['acted', 'skipped', 'quarantined'] as const;
export const KINDS = ['ordinary', 'bounce', 'complaint', 'auto-reply', 'list', 'forwarding-confirmation'] as const;

export const Reason = z
  .object({ code: z.string(), message: z.string(), remedy: z.string() })
  .meta({ id: 'Reason', description: 'Why it ended so, in plain words, and what to do about it' });

export const MailSummary = z
  .object({
    id,
    from: z.object({ address: z.string(), name: z.string() }),
    subject: z.string(),
    receivedAt: instant,
    recipients: z.array(z.string()).meta({ description: 'Envelope recipients of this mail at this tenant' }),
    mailbox: z.string().meta({ description: 'handle, or handle+suffix' }),
    confidential: z
      .boolean()
      .meta({ description: 'True: subject, text and attachments are not shown here, and none becomes a document' }),
    kind: z.enum(KINDS),
    outcome: z.enum(OUTCOMES),
    action: z.string().nullable(),
    ruleId: z.string().nullable(),
    records: z.array(z.object({ module: moduleName, id, did: z.enum(['created', 'attached', 'updated']) })),
    reason: Reason.nullable(),
    discarded: z
      .boolean()
      .meta({ description: 'True: the setting refusals discards such mail; what it says is not shown' }),
    told: z
      .object({ address: z.string(), at: instant, mailId: id })
      .nullable()
      .meta({ description: 'The automatic answer that its sender got; mailId is among the outgoing mail' }),
    whyNot: z
      .enum(WHY_NOT)
      .nullable()
      .meta({ description: 'Why the sender was not told although the setting refusals says so' }),
    expiresAt: instant.nullable().meta({ description: 'Quarantined and discarded mail is deleted then' }),
  })
  .meta({ id: 'MailSummary' });

const mailAddresses = z.array(z.object({ address: z.string(), name: z.string() }));

const forwardedMailbox = z.object({ address: z.string().nullable(), name: z.string() });

const Forwarded = z
  .object({
    original: z.object({
      from: forwardedMailbox,
      to: z.array(forwardedMailbox),
      cc: z.array(forwardedMailbox),
      subject: z.string().nullable(),
      date: z.string().nullable().meta({ description: 'As the mail program wrote it' }),
      body: z.string(),
    }),
    message: z.string().nullable().meta({ description: 'What was written above it; null: nothing' }),
  })
  .meta({ id: 'Forwarded', description: 'The mail that was passed on by hand, as far as the text shows it' });

export const Mail = MailSummary.extend({
  to: mailAddresses.meta({ description: 'As the headers say; the envelope is in recipients' }),
  cc: mailAddresses,
  replyTo: mailAddresses,
  date: instant.nullable().meta({ description: "The sender's own date; null when absent or unreadable" }),
  text: z.string().nullable(),
  reply: z.string().nullable().meta({ description: 'What the mail says itself, without the history it quotes' }),
  forwarded: Forwarded.optional(),
  html: z.string().nullable().meta({ description: 'Sanitised: no script, no form, no remote style' }),
  truncated: z.boolean().meta({ description: 'text or html was too long to show whole; /raw has all of it' }),
  attachments: z.array(
    z.object({
      n: z.number().int(),
      name: z.string(),
      contentType: z.string(),
      sizeBytes: z.number().int(),
      inline: z.literal(true).optional().meta({ description: 'A picture that the html shows; no document' }),
      documentId: id.optional().meta({ description: 'The document that was made of it' }),
      notKept: Reason.optional().meta({ description: 'Why there is no document of it; it is still at the mail' }),
    }),
  ),
}).meta({ id: 'Mail' });

export const RecordMailbox = z
  .object({
    address: z.string().meta({ description: 'Takes mail of your users and of those the record is about' }),
    signedAddress: z
      .string()
      .nullable()
      .meta({ description: 'Takes mail of anybody who has it; null: the handle is too long for one' }),
    number: z.number().int().nullable().meta({ description: 'Of a case: [Case 12] in a subject means it' }),
  })
  .meta({ id: 'RecordMailbox' });

export const Mailroom = z
  .object({
    handle: z.string(),
    address: z.string(),
    defaultActions: z.array(z.object({ suffix: z.string(), address: z.string(), action: z.string() })),
  })
  .meta({ id: 'Mailroom' });
