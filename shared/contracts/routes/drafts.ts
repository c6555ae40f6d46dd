import * as z from 'zod';
import { DraftMail, DraftSummary, Preferences, PreferencesBody } from '../drafts.ts';
import { Accepted, DraftBody } from '../emails.ts';
import { route } from '../route.ts';
import { id, page, paging } from '../values.ts';

const common = { function: 'http-emails', access: 'user' } as const;
const ofDraft = z.strictObject({ id });
const draft = { description: 'The draft as it is', schema: DraftMail };

export const createDraft = route({
  ...common,
  operationId: 'createDraft',
  method: 'POST',
  path: '/v1/drafts',
  summary: 'Keep a mail that is not finished',
  description: 'Takes what POST /v1/emails takes, and anything may be missing. A draft is seen by who writes it alone.',
  body: DraftBody,
  idempotent: true,
  answers: { 201: draft },
});

export const listDrafts = route({
  ...common,
  operationId: 'listDrafts',
  method: 'GET',
  path: '/v1/drafts',
  summary: "The caller's drafts, newest first",
  query: z.strictObject(paging),
  answers: { 200: { description: 'A page of drafts', schema: page(DraftSummary) } },
});

export const getDraft = route({
  ...common,
  operationId: 'getDraft',
  method: 'GET',
  path: '/v1/drafts/{id}',
  summary: 'One draft, with its attachments',
  params: ofDraft,
  answers: { 200: draft },
});

export const editDraft = route({
  ...common,
  operationId: 'editDraft',
  method: 'PATCH',
  path: '/v1/drafts/{id}',
  summary: 'Change the fields that are named; the others stay',
  params: ofDraft,
  body: DraftBody,
  answers: { 200: draft },
});

export const deleteDraft = route({
  ...common,
  operationId: 'deleteDraft',
  method: 'DELETE',
  path: '/v1/drafts/{id}',
  summary: 'Throw a draft away',
  params: ofDraft,
  answers: { 204: { description: 'Gone' } },
});

export const sendDraft = route({
  ...common,
  operationId: 'sendDraft',
  method: 'POST',
  path: '/v1/drafts/{id}/send',
  summary: 'Send a draft; when it was taken, the draft is gone',
  params: ofDraft,
  answers: { 202: { description: 'Accepted', schema: Accepted } },
});

export const getPreferences = route({
  ...common,
  operationId: 'getSendingPreferences',
  method: 'GET',
  path: '/v1/preferences/sending',
  summary: 'What the caller has set for the mails they write',
  answers: { 200: { description: 'The preferences', schema: Preferences } },
});

export const putPreferences = route({
  ...common,
  operationId: 'putSendingPreferences',
  method: 'PUT',
  path: '/v1/preferences/sending',
  summary: 'Set how your mails go unless one says otherwise: separately to each, and from which address',
  body: PreferencesBody,
  answers: { 200: { description: 'The preferences', schema: Preferences } },
});

export const draftRoutes = [
  createDraft,
  listDrafts,
  getDraft,
  editDraft,
  deleteDraft,
  sendDraft,
  getPreferences,
  putPreferences,
] as const;
