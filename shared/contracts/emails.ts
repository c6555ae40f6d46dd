/** HTTP bodies of outgoing mail, uploads and suppressions. */
import * as z from 'zod';
import { asciiAddress } from '../domain/address/address.ts';
import { IS_PROGRAM, isProgramName, isProgramType } from '../domain/sending/program-files.ts';
import { moduleName } from './records.ts';
import { languageTag } from './templates.ts';
import { accountId, address, id, instant, isUnicode, line, NOT_UNICODE } from './values.ts';

export const STATUSES = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'bounced',
  'complained',
  'deferred',
  'unconfirmed',
  'failed',
] as const;

/** SES quotas: recipients a message, To, Cc and Bcc together. */
export const MAX_RECIPIENTS = 50;
/** RFC 5322 section 2.1.1: a header line; the subject is folded when it is sent, but nobody reads more. */
export const MAX_SUBJECT_LENGTH = 998;
export const MAX_BODY_LENGTH = 1_000_000;
export const MAX_ATTACHMENTS = 25;
/** Base 64 in lines of 76 adds 37 %, which makes 41.05 of the 41.94 million bytes that SES takes (40 MB). */
export const MAX_UPLOAD_BYTES = 30_000_000;

/**
 * SES sends to domains in their ASCII form and to no local part outside ASCII (SES guide, "Email address formatting": SMTPUTF8 is not supported).
 */
export const sendableAddress = address
  .refine((value) => /^[\x21-\x7e]+@/.test(value), {
    error: 'letters outside ASCII before the @ are not supported by the mail service',
    abort: true,
  })
  // RFC 5321 section 4.1.2 (Dot-string); `=?` begins an encoded word, which a reader of the header would show decoded.
  .refine((value) => !/^\.|^[^@]*(?:\.\.|\.@|=\?)/.test(value), {
    error: 'must not have two dots together, a dot at an end, or =? before the @',
  })
  .refine((value) => asciiAddress(value) !== undefined, { error: 'must have a domain such as example.com after the @' })
  .transform((value) => asciiAddress(value) ?? value);

/** A line end, or what some program takes for one: in a header it would start a field of the writer's own. */
const LINE_BREAK_OR_CONTROL = /[\p{Cc}\u2028\u2029]/u;

/** In To; more than that is a circular, which `separate` or Bcc is for (FEATURES 131). */
export const MAX_IN_TO = 10;
/** An undo button that stands longer than a minute is a `sendAt`. */
export const MAX_UNDO_SECONDS = 60;

const recipient = z.union([sendableAddress, z.strictObject({ module: moduleName, id })], {
  // Of an address, what is wrong with it.
  error: ({ input, errors }) =>
    (typeof input === 'string' ? errors[0]?.[0]?.message : undefined) ??
    'must be an e-mail address, or a record as {"module", "id"}',
});
const addresses = z.array(recipient).max(MAX_RECIPIENTS);
const subject = z
  .string()
  .max(MAX_SUBJECT_LENGTH)
  .refine((value) => !LINE_BREAK_OR_CONTROL.test(value), { error: 'must be one line without control characters' })
  .refine(isUnicode, { error: NOT_UNICODE });
const bodyText = z
  .string()
  .max(MAX_BODY_LENGTH)
  .refine((value) => !value.includes('\u0000'), { error: 'must not contain NUL' })
  .refine(isUnicode, { error: NOT_UNICODE });
const contentType = line(127)
  .regex(/^[\w.+-]+\/[\w.+-]+$/, { error: 'must be a content type such as application/pdf' })
  .refine((value) => !isProgramType(value), { error: IS_PROGRAM })
  // RFC 2046 section 5.1: the file would have to be made of parts between boundaries; readers would show nothing of it.
  .refine((value) => !/^multipart\//i.test(value), { error: 'must not be multipart, which is no type of a file' });
const attachmentName = line(255)
  .refine((value) => !LINE_BREAK_OR_CONTROL.test(value), { error: 'must be one line without control characters' })
  .refine((value) => !/[/\\]/.test(value), { error: 'must be a file name without folders' })
  .refine((value) => !value.includes('=?'), { error: 'must not contain =?, which mail programs decode' })
  .refine((value) => !isProgramName(value), { error: IS_PROGRAM });

const Inline = z.strictObject({ name: attachmentName, contentType, content: z.base64().min(1) });
const Uploaded = z.strictObject({ uploadId: id });
const Document = z.strictObject({ documentId: id.meta({ description: 'A document of the CRM' }) });

/** What is wrong with it as an address: nobody mistypes `owner`. */
const reasonOf = (issue: { readonly errors?: readonly (readonly { readonly message: string }[])[] }): string =>
  issue.errors?.at(-1)?.[0]?.message ?? 'must be an e-mail address, or owner';

export const SendEmailBody = z
  .strictObject({
    from: z
      .union([z.enum(['owner']), sendableAddress], { error: reasonOf })
      .optional()
      .meta({ description: "owner: the address of the record's owner" }),
    replyTo: sendableAddress.optional(),
    account: z
      .union([z.enum(['platform', 'own-server']), accountId])
      .optional()
      .meta({ description: 'What it leaves by; unless said, the account for such mail, else the outgoing server' }),
    signature: z.boolean().optional().meta({ description: "false: without the company's signature" }),
    to: addresses.min(1),
    cc: addresses.default([]),
    bcc: addresses.default([]),
    subject: subject.optional().meta({ description: 'Needed, unless there is a templateId' }),
    html: bodyText.optional(),
    text: bodyText.optional(),
    attachments: z
      .array(z.union([Inline, Uploaded, Document]))
      .max(MAX_ATTACHMENTS)
      .default([]),
    record: z.strictObject({ module: moduleName, id }).optional(),
    sendAt: z.iso.datetime({ offset: true }).optional(),
    followUpAt: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'You are reminded then, unless somebody has answered; at most a year ahead' }),
    templateId: id.optional().meta({ description: 'Subject and text come from this template, as it is now' }),
    language: languageTag.optional().meta({ description: "Of the template; the person's unless said" }),
    track: z
      .boolean()
      .optional()
      .meta({ description: 'false: opens and clicks of this mail are not counted, whatever the settings say' }),
    separate: z
      .boolean()
      .optional()
      .meta({ description: 'true: a mail of its own to each in to; unless said as your preferences say' }),
    undoSeconds: z
      .int()
      .min(0)
      .max(MAX_UNDO_SECONDS)
      .optional()
      .meta({ description: 'It is kept back so long, and until then DELETE takes it back' }),
    sendWhenQuotaResets: z
      .boolean()
      .optional()
      .meta({ description: "true: over the day's quota it is taken and goes on the next day with room for it" }),
  })
  .superRefine(({ to, cc, bcc, separate, undoSeconds = 0, sendAt }, context) => {
    const say = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (separate === true)
      for (const [field, some] of Object.entries({ cc, bcc }))
        if (some.length > 0) say(field, 'leave it out with separate: each mail would go there');
    if (separate !== true && to.length > MAX_IN_TO)
      say('to', `at most ${MAX_IN_TO} in to; use bcc, or separate for a mail to each`);
    if (undoSeconds > 0 && sendAt !== undefined)
      say('undoSeconds', 'leave it out with sendAt, until which it can be taken back');
  })
  .superRefine(({ templateId, subject: own, html, text, language }, context) => {
    const say = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (templateId === undefined) {
      if (own === undefined) say('subject', 'is needed, unless there is a templateId');
      if (language !== undefined) say('language', 'chooses among the languages of a template; there is no templateId');
      return;
    }
    for (const [field, value] of Object.entries({ subject: own, html, text }))
      if (value !== undefined) say(field, 'comes from the template; leave it out');
  })
  .superRefine(({ to, cc, bcc }, context) => {
    if (to.length + cc.length + bcc.length > MAX_RECIPIENTS)
      context.addIssue({
        code: 'custom',
        path: ['to'],
        message: `at most ${MAX_RECIPIENTS} recipients in to, cc and bcc together`,
      });
  });

/** What is not finished yet: anything may be missing. */
export const DraftBody = z
  .strictObject({
    ...SendEmailBody.shape,
    to: addresses.optional(),
    cc: addresses.optional(),
    bcc: addresses.optional(),
    attachments: z
      .array(z.union([Inline, Uploaded, Document]))
      .max(MAX_ATTACHMENTS)
      .optional(),
  })
  .partial();

export const EditEmailBody = z.strictObject({
  sendAt: z.iso.datetime({ offset: true }).optional(),
  followUpAt: z.iso
    .datetime({ offset: true })
    .nullable()
    .optional()
    .meta({ description: 'Also when it has gone; null: you need no reminder any more' }),
  subject: subject.optional(),
  html: bodyText.optional(),
  text: bodyText.optional(),
});

export const DecideBody = z.strictObject({ as: z.enum(['sent', 'send-again']) });

export const UploadBody = z.strictObject({
  name: attachmentName,
  contentType,
  sizeBytes: z.int().min(1).max(MAX_UPLOAD_BYTES),
});

export const Upload = z.object({ id, url: z.string(), fields: z.record(z.string(), z.string()) }).meta({
  id: 'Upload',
  description: 'POST the fields and then the file as multipart/form-data to the url, within an hour',
});

export const FailureReason = z.object({ code: z.string(), message: z.string(), remedy: z.string() });

export const ShownTestMode = z.object({ kind: z.enum(['redirect', 'hold']), address: z.string().nullable() });

export const Email = z
  .object({
    id,
    status: z.enum(STATUSES),
    from: z.string(),
    replyTo: z.string().nullable(),
    subject: z.string(),
    recipients: z.array(
      z.object({
        role: z.enum(['to', 'cc', 'bcc']),
        address: z.string(),
        status: z.enum(STATUSES),
        failure: FailureReason.optional(),
        movedTo: id.optional().meta({ description: 'The mail this one gets it by later: the server put this one off' }),
      }),
    ),
    failure: FailureReason.nullable(),
    via: z.string().meta({ description: 'platform, own-server, or the id of the account it goes through' }),
    serverAnswer: z.string().nullable().meta({ description: 'The last thing the own server said of it' }),
    record: z.object({ module: moduleName, id }).nullable(),
    createdAt: instant,
    sendAt: instant.nullable(),
    waiting: z
      .object({
        code: z.enum(['over-quota', 'frequency-cap', 'sending-limit']),
        message: z.string(),
        until: instant,
      })
      .nullable()
      .meta({ description: 'Why it goes later than it was asked to' }),
    testMode: ShownTestMode.nullable().meta({
      description: 'How it was taken up while test mode was on: sent to one address, or held',
    }),
    batch: id.nullable().meta({ description: 'The request for separate mails that this one comes from' }),
    parts: z
      .array(z.object({ id, address: z.string(), status: z.enum(STATUSES) }))
      .nullable()
      .meta({
        description: 'Of a request for separate mails: the mails it has become; null: not yet, or it is one mail',
      }),
    resendOf: id.nullable().meta({ description: 'The failed mail that was sent again by this one' }),
    movedFrom: id.nullable().meta({ description: 'The mail whose server put these recipients off' }),
    followUp: z
      .object({ at: instant, state: z.enum(['waiting', 'due', 'answered', 'done']) })
      .nullable()
      .meta({ description: 'When its writer is reminded; due: the time has come and nobody has answered' }),
    sentAt: instant.nullable(),
    messageId: z.string().nullable().meta({ description: 'Message-ID it left with' }),
  })
  .meta({ id: 'Email' });

export const Accepted = z
  .object({
    id,
    status: z.enum(STATUSES),
    sendAt: instant.optional().meta({ description: 'When it goes, if that is not now' }),
    parts: z
      .array(z.object({ id, address: z.string() }))
      .optional()
      .meta({ description: 'Of separate mails: the mail that each recipient gets' }),
  })
  .meta({ id: 'Accepted' });

export const Suppression = z
  .object({
    address: z.string(),
    reason: z.enum(['bounce', 'complaint', 'manual']),
    scope: z.enum(['all', 'marketing']),
    source: z.string(),
    at: instant,
    held: z.boolean().meta({ description: 'A complaint named several recipients: nobody knows who it was' }),
  })
  .meta({ id: 'Suppression' });

export const AddSuppressionBody = z.strictObject({
  address: sendableAddress,
  scope: z.enum(['all', 'marketing']).default('all'),
});
