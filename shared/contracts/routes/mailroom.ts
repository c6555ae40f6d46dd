import * as z from 'zod';
import { REASON_CODES } from '../../domain/mailroom/reason.ts';
import { Mail, Mailroom, MailSummary, OUTCOMES, RecordMailbox } from '../mailroom.ts';
import { MailroomSettings, MailroomSettingsBody } from '../mailroom-settings.ts';
import { moduleName } from '../records.ts';
import { route } from '../route.ts';
import { Labels, Rule, RuleBody, RuleOrder, SampleBody, Tried, TryBody } from '../rules.ts';
import { id, page, paging } from '../values.ts';
import { userAddressRoutes } from './user-addresses.ts';

/** The Mailroom is the administrator's panel (seed "How does Mailroom work?", FEATURES 44): mail in it is not yet anybody's own. */
const common = { function: 'http-mailroom', access: 'admin' } as const;
/** What a record was made of or joined by may be read by whoever may read the record. */
const ofRecords = {
  access: 'user',
  description: 'A user gets mail that is on a record; other mail is for owners and admins.',
} as const;
const ofMail = z.strictObject({ id });

export const getMailroom = route({
  ...common,
  operationId: 'getMailroom',
  method: 'GET',
  path: '/v1/mailroom',
  summary: 'The Mailroom address of this tenant and what its six built-in suffixes do',
  answers: { 200: { description: 'The Mailroom', schema: Mailroom } },
});

export const getRecordMailbox = route({
  ...common,
  access: 'user',
  operationId: 'getRecordMailbox',
  method: 'GET',
  path: '/v1/mailroom/records/{module}/{id}',
  summary: 'The addresses that put a mail on this record',
  params: z.strictObject({ module: moduleName, id }),
  answers: { 200: { description: 'Its addresses', schema: RecordMailbox } },
});

const settings = { description: 'The settings', schema: MailroomSettings };

export const getMailroomSettings = route({
  ...common,
  operationId: 'getMailroomSettings',
  method: 'GET',
  path: '/v1/mailroom/settings',
  summary: 'How the Mailroom works beside its rules: sender lists, replies, forwards, history',
  answers: { 200: settings },
});

export const changeMailroomSettings = route({
  ...common,
  operationId: 'changeMailroomSettings',
  method: 'PATCH',
  path: '/v1/mailroom/settings',
  summary: 'Change some of the settings; a list is replaced whole',
  body: MailroomSettingsBody,
  answers: { 200: settings },
});

export const listMails = route({
  ...common,
  operationId: 'listMails',
  method: 'GET',
  path: '/v1/mailroom/emails',
  summary: 'Every mail received, per mailbox, newest first, with what became of it',
  query: z.strictObject({
    outcome: z.enum(OUTCOMES).optional(),
    reason: z.enum(REASON_CODES).optional().meta({ description: 'Code of a reason, such as not-allowed' }),
    ...paging,
  }),
  answers: { 200: { description: 'A page of mails', schema: page(MailSummary) } },
});

export const getMail = route({
  ...common,
  ...ofRecords,
  operationId: 'getMail',
  method: 'GET',
  path: '/v1/mailroom/emails/{id}',
  summary: 'One mail with its text',
  params: ofMail,
  answers: { 200: { description: 'The mail', schema: Mail } },
});

export const deleteMail = route({
  ...common,
  operationId: 'deleteMail',
  method: 'DELETE',
  path: '/v1/mailroom/emails/{id}',
  summary: 'Delete a mail that is on no record',
  description:
    'What it says is gone at once, its files within minutes. It cannot be replayed; asked for again it is 404. 409 while there is a record that it is on.',
  params: ofMail,
  answers: { 204: { description: 'Deleted' } },
});

export const getRawMail = route({
  ...common,
  ...ofRecords,
  operationId: 'getRawMail',
  method: 'GET',
  path: '/v1/mailroom/emails/{id}/raw',
  summary: 'The mail as it came, byte for byte',
  params: ofMail,
  answers: { 303: { description: 'Location: a presigned URL, good for five minutes' } },
});

export const getMailAttachment = route({
  ...common,
  ...ofRecords,
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

const ofRule = z.strictObject({ id });
const rule = { description: 'The rule', schema: Rule };

export const listRules = route({
  ...common,
  operationId: 'listRules',
  method: 'GET',
  path: '/v1/mailroom/rules',
  summary: 'The rules in the order in which they are tried',
  query: z.strictObject(paging),
  answers: { 200: { description: 'A page of rules', schema: page(Rule) } },
});

export const createRule = route({
  ...common,
  operationId: 'createRule',
  method: 'POST',
  path: '/v1/mailroom/rules',
  summary: 'Add a rule; it comes last',
  body: RuleBody,
  idempotent: true,
  answers: { 201: rule },
});

export const getRule = route({
  ...common,
  operationId: 'getRule',
  method: 'GET',
  path: '/v1/mailroom/rules/{id}',
  summary: 'One rule',
  params: ofRule,
  answers: { 200: rule },
});

export const cloneRule = route({
  ...common,
  operationId: 'cloneRule',
  method: 'POST',
  path: '/v1/mailroom/rules/{id}/clone',
  summary: 'Copy a rule',
  description: 'The copy stands right after the original and is switched off.',
  params: ofRule,
  idempotent: true,
  answers: { 201: rule },
});

export const putRule = route({
  ...common,
  operationId: 'putRule',
  method: 'PUT',
  path: '/v1/mailroom/rules/{id}',
  summary: 'Replace a rule; its place stays',
  params: ofRule,
  body: RuleBody,
  answers: { 200: rule },
});

export const deleteRule = route({
  ...common,
  operationId: 'deleteRule',
  method: 'DELETE',
  path: '/v1/mailroom/rules/{id}',
  summary: 'Remove a rule',
  params: ofRule,
  answers: { 204: { description: 'Removed' } },
});

export const putRuleOrder = route({
  ...common,
  operationId: 'putRuleOrder',
  method: 'PUT',
  path: '/v1/mailroom/rules/order',
  summary: 'Set the order: the ids of all rules',
  body: RuleOrder,
  answers: { 200: { description: 'The order', schema: RuleOrder } },
});

export const tryRule = route({
  ...common,
  operationId: 'tryRule',
  method: 'POST',
  path: '/v1/mailroom/rules/try',
  summary: 'What a rule would do with mails that are there; nothing is changed',
  body: TryBody,
  answers: { 200: { description: 'Per mail whether it matches, why, and what would be done', schema: Tried } },
});

export const findLabels = route({
  ...common,
  operationId: 'findLabels',
  method: 'POST',
  path: '/v1/mailroom/rules/labels',
  summary: 'The label and value pairs of a sample text, for a body rule',
  body: SampleBody,
  answers: { 200: { description: 'In the order of the text, the first of each label', schema: Labels } },
});

export const mailroomRoutes = [
  ...userAddressRoutes,
  getRecordMailbox,
  getMailroomSettings,
  changeMailroomSettings,
  getMailroom,
  listMails,
  getMail,
  deleteMail,
  getRawMail,
  getMailAttachment,
  replayMail,
  listRules,
  createRule,
  getRule,
  cloneRule,
  putRule,
  deleteRule,
  putRuleOrder,
  tryRule,
  findLabels,
] as const;
