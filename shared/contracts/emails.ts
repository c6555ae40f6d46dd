/** HTTP bodies of outgoing mail, uploads, usage and suppressions. */
import * as z from 'zod';
import { asciiAddress } from '../domain/address/address.ts';
import { moduleName } from './records.ts';
import { address, id, instant, isUnicode, line, NOT_UNICODE } from './values.ts';

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

const addresses = z.array(sendableAddress).max(MAX_RECIPIENTS);
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
  // RFC 2046 section 5.1: the file would have to be made of parts between boundaries; readers would show nothing of it.
  .refine((value) => !/^multipart\//i.test(value), { error: 'must not be multipart, which is no type of a file' });
const attachmentName = line(255)
  .refine((value) => !LINE_BREAK_OR_CONTROL.test(value), { error: 'must be one line without control characters' })
  .refine((value) => !/[/\\]/.test(value), { error: 'must be a file name without folders' })
  .refine((value) => !value.includes('=?'), { error: 'must not contain =?, which mail programs decode' });

const Inline = z.strictObject({ name: attachmentName, contentType, content: z.base64().min(1) });
const Uploaded = z.strictObject({ uploadId: id });

const notYet = (what: string) => z.never({ error: `${what} is not available yet; leave it out` }).optional();

export const SendEmailBody = z
  .strictObject({
    from: sendableAddress.optional(),
    replyTo: sendableAddress.optional(),
    to: addresses.min(1),
    cc: addresses.default([]),
    bcc: addresses.default([]),
    subject,
    html: bodyText.optional(),
    text: bodyText.optional(),
    attachments: z
      .array(z.union([Inline, Uploaded]))
      .max(MAX_ATTACHMENTS)
      .default([]),
    record: z.strictObject({ module: moduleName, id }).optional(),
    sendAt: z.iso.datetime({ offset: true }).optional(),
    templateId: notYet('templateId'),
    track: notYet('track'),
    separate: z
      .literal(false, { error: 'one mail to each recipient is not available yet; send one request for each' })
      .optional(),
  })
  .superRefine(({ to, cc, bcc }, context) => {
    if (to.length + cc.length + bcc.length > MAX_RECIPIENTS)
      context.addIssue({
        code: 'custom',
        path: ['to'],
        message: `at most ${MAX_RECIPIENTS} recipients in to, cc and bcc together`,
      });
  });

export const EditEmailBody = z.strictObject({
  sendAt: z.iso.datetime({ offset: true }).optional(),
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

const FailureReason = z.object({ code: z.string(), message: z.string(), remedy: z.string() });

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
      }),
    ),
    failure: FailureReason.nullable(),
    via: z.enum(['platform', 'own-server']).meta({ description: 'Which outgoing server it goes through' }),
    serverAnswer: z.string().nullable().meta({ description: 'The last thing the own server said of it' }),
    record: z.object({ module: moduleName, id }).nullable(),
    createdAt: instant,
    sendAt: instant.nullable(),
    sentAt: instant.nullable(),
    messageId: z.string().nullable().meta({ description: 'Message-ID it left with' }),
  })
  .meta({ id: 'Email' });

export const Accepted = z.object({ id, status: z.enum(STATUSES) }).meta({ id: 'Accepted' });

export const Usage = z
  .object({
    limit: z.int(),
    used: z.int().meta({ description: 'Sent today' }),
    reserved: z.int().meta({ description: 'Waiting to go today' }),
    resetsAt: instant,
    scope: z.enum(['user', 'instance']),
  })
  .meta({ id: 'Usage' });

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
