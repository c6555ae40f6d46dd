import * as z from 'zod';
import { Mail, Mailroom, MailSummary, OUTCOMES } from '../mailroom.ts';
import { route } from '../route.ts';
import { id, page, paging } from '../values.ts';

/** The Mailroom is the administrator's panel (seed "How does Mailroom work?", FEATURES 44): mail in it is not yet anybody's own. */
const common = { function: 'http-mailroom', access: 'admin' } as const;
const ofMail = z.strictObject({ id });

export const getMailroom = route({
  ...common,
  operationId: 'getMailroom',
  method: 'GET',
  path: '/v1/mailroom',
  summary: 'The Mailroom address of this tenant and what its six built-in suffixes do',
  answers: { 200: { description: 'The Mailroom', schema: Mailroom } },
});

export const listMails = route({
  ...common,
  operationId: 'listMails',
  method: 'GET',
  path: '/v1/mailroom/emails',
  summary: 'Every mail received, per mailbox, newest first, with what became of it',
  query: z.strictObject({ outcome: z.enum(OUTCOMES).optional(), ...paging }),
  answers: { 200: { description: 'A page of mails', schema: page(MailSummary) } },
});

export const getMail = route({
  ...common,
  operationId: 'getMail',
  method: 'GET',
  path: '/v1/mailroom/emails/{id}',
  summary: 'One mail with its text',
  params: ofMail,
  answers: { 200: { description: 'The mail', schema: Mail } },
});

export const getRawMail = route({
  ...common,
  operationId: 'getRawMail',
  method: 'GET',
  path: '/v1/mailroom/emails/{id}/raw',
  summary: 'The mail as it came, byte for byte',
  params: ofMail,
  answers: { 303: { description: 'Location: a presigned URL, good for five minutes' } },
});

export const getMailAttachment = route({
  ...common,
  operationId: 'getMailAttachment',
  method: 'GET',
  path: '/v1/mailroom/emails/{id}/attachments/{n}',
  summary: 'One attachment of a mail, numbered from 0',
  params: z.strictObject({ id, n: z.coerce.number().int().min(0).max(9999) }),
  answers: { 303: { description: 'Location: a presigned URL, good for five minutes' } },
});

export const replayMail = route({
  ...common,
  operationId: 'replayMail',
  method: 'POST',
  path: '/v1/mailroom/emails/{id}/replay',
  summary: 'Run the Mailroom on this mail again',
  description: 'What the mail already made is found again and not made twice.',
  params: ofMail,
  idempotent: true,
  answers: { 202: { description: 'Queued', schema: z.object({ id }) } },
});

export const mailroomRoutes = [getMailroom, listMails, getMail, getRawMail, getMailAttachment, replayMail] as const;
