import * as z from 'zod';
import { Talk } from '../debug.ts';
import {
  Accepted,
  AddSuppressionBody,
  DecideBody,
  EditEmailBody,
  Email,
  SendEmailBody,
  STATUSES,
  Suppression,
  Upload,
  UploadBody,
} from '../emails.ts';
import { FailureOfDay, FailuresQuery } from '../failures.ts';
import { route } from '../route.ts';
import { EmailInFull } from '../tracking.ts';
import { Usage } from '../usage.ts';
import { address, id, page, paging } from '../values.ts';

const common = { function: 'http-emails', access: 'user' } as const;
const ofEmail = z.strictObject({ id });
const email = { description: 'The mail', schema: Email };

export const createUpload = route({
  ...common,
  operationId: 'createUpload',
  method: 'POST',
  path: '/v1/uploads',
  summary: 'Get a place to upload an attachment to, for files above 4 MB',
  body: UploadBody,
  answers: { 201: { description: 'Where to upload', schema: Upload } },
});

export const sendEmail = route({
  ...common,
  operationId: 'sendEmail',
  method: 'POST',
  path: '/v1/emails',
  summary: 'Send a mail, now or at a time',
  description:
    'All recipients or none are counted in the daily quota. A suppressed recipient gets nothing and is not counted.',
  body: SendEmailBody,
  idempotent: true,
  answers: { 202: { description: 'Accepted', schema: Accepted } },
});

export const listEmails = route({
  ...common,
  operationId: 'listEmails',
  method: 'GET',
  path: '/v1/emails',
  summary: 'Mails sent or waiting, newest first; a plain user sees their own',
  query: z.strictObject({
    status: z.enum(STATUSES).optional(),
    followUp: z
      .enum(['due'])
      .optional()
      .meta({ description: 'due: those to follow up, the one whose time came last first' }),
    ...paging,
  }),
  answers: { 200: { description: 'A page of mails', schema: page(Email) } },
});

export const listFailures = route({
  ...common,
  operationId: 'listFailures',
  method: 'GET',
  path: '/v1/emails/failures',
  access: 'admin',
  summary: 'Why mail of all users failed or came back, by reason and day, newest day first',
  query: FailuresQuery,
  answers: { 200: { description: 'All of those days', schema: z.object({ failures: z.array(FailureOfDay) }) } },
});

export const getEmail = route({
  ...common,
  operationId: 'getEmail',
  method: 'GET',
  path: '/v1/emails/{id}',
  summary: 'One mail with what became of it, per recipient, and who opened it and followed its links',
  params: ofEmail,
  answers: { 200: { description: 'The mail', schema: EmailInFull } },
});

export const getEmailTalk = route({
  ...common,
  access: 'admin',
  operationId: 'getEmailTalk',
  method: 'GET',
  path: '/v1/emails/{id}/talk',
  summary: 'What was said between us and your mail server when this mail was handed over, if debugUntil was set',
  params: ofEmail,
  answers: { 200: { description: 'The last talk, kept for a week', schema: Talk } },
});

export const editEmail = route({
  ...common,
  operationId: 'editEmail',
  method: 'PATCH',
  path: '/v1/emails/{id}',
  summary: 'Change a mail while it waits for its time; its reminder also when it has gone',
  params: ofEmail,
  body: EditEmailBody,
  answers: { 200: email },
});

export const cancelEmail = route({
  ...common,
  operationId: 'cancelEmail',
  method: 'DELETE',
  path: '/v1/emails/{id}',
  summary: 'Cancel a mail while it waits (undoSeconds, sendAt, quota); its places in the quota are given back',
  params: ofEmail,
  answers: { 204: { description: 'Cancelled' } },
});

export const decideEmail = route({
  ...common,
  operationId: 'decideEmail',
  method: 'POST',
  path: '/v1/emails/{id}/decide',
  summary: 'Say what is to be done with an unconfirmed mail',
  params: ofEmail,
  body: DecideBody,
  answers: { 200: email },
});

export const resendEmail = route({
  ...common,
  operationId: 'resendEmail',
  method: 'POST',
  path: '/v1/emails/{id}/resend',
  summary: 'Send a failed mail again, as a new mail, to those who did not get it',
  params: ofEmail,
  idempotent: true,
  answers: { 202: { description: 'Accepted', schema: Accepted } },
});

export const getUsage = route({
  ...common,
  operationId: 'getUsage',
  method: 'GET',
  path: '/v1/usage',
  summary: "Today's quota of the caller (UTC day)",
  answers: { 200: { description: 'The quota', schema: Usage } },
});

export const listSuppressions = route({
  ...common,
  operationId: 'listSuppressions',
  method: 'GET',
  path: '/v1/suppressions',
  summary: 'Addresses nothing is sent to, by address',
  query: z.strictObject(paging),
  answers: { 200: { description: 'A page of suppressions', schema: page(Suppression) } },
});

export const addSuppression = route({
  ...common,
  operationId: 'addSuppression',
  method: 'POST',
  path: '/v1/suppressions',
  summary: 'Put an address on the suppression list',
  body: AddSuppressionBody,
  idempotent: true,
  answers: { 201: { description: 'The suppression', schema: Suppression } },
});

export const removeSuppression = route({
  ...common,
  operationId: 'removeSuppression',
  method: 'DELETE',
  path: '/v1/suppressions/{address}',
  access: 'admin',
  summary: 'Take an address off the suppression list; mail to one that bounced harms your reputation',
  params: z.strictObject({ address }),
  answers: { 204: { description: 'Removed' } },
});

export const emailRoutes = [
  createUpload,
  sendEmail,
  listEmails,
  listFailures,
  getEmail,
  getEmailTalk,
  editEmail,
  cancelEmail,
  decideEmail,
  resendEmail,
  getUsage,
  listSuppressions,
  addSuppression,
  removeSuppression,
] as const;
