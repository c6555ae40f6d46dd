import * as z from 'zod';
import { CrmRecord, moduleName, RecordBody, TimelineEntry } from '../records.ts';
import { route } from '../route.ts';
import { address, id, page, paging } from '../values.ts';

const common = { function: 'http-records', access: 'user' } as const;
const ofModule = z.strictObject({ module: moduleName });
const ofRecord = z.strictObject({ module: moduleName, id });
const record = { description: 'The record', schema: CrmRecord };

export const createRecord = route({
  ...common,
  operationId: 'createRecord',
  method: 'POST',
  path: '/v1/records/{module}',
  summary: 'Make a record',
  params: ofModule,
  body: RecordBody,
  idempotent: true,
  answers: { 201: record },
});

export const listRecords = route({
  ...common,
  operationId: 'listRecords',
  method: 'GET',
  path: '/v1/records/{module}',
  summary: 'Records of a module, newest first, or those with an e-mail address, oldest first',
  params: ofModule,
  query: z.strictObject({ email: address.optional(), ...paging }),
  answers: { 200: { description: 'A page of records', schema: page(CrmRecord) } },
});

export const getRecord = route({
  ...common,
  operationId: 'getRecord',
  method: 'GET',
  path: '/v1/records/{module}/{id}',
  summary: 'One record',
  params: ofRecord,
  answers: { 200: record },
});

export const updateRecord = route({
  ...common,
  operationId: 'updateRecord',
  method: 'PATCH',
  path: '/v1/records/{module}/{id}',
  summary: 'Change the named fields; null removes one',
  params: ofRecord,
  body: RecordBody,
  answers: { 200: record },
});

export const deleteRecord = route({
  ...common,
  operationId: 'deleteRecord',
  method: 'DELETE',
  path: '/v1/records/{module}/{id}',
  summary: 'Delete a record; it matches no mail any more',
  params: ofRecord,
  answers: { 204: { description: 'Deleted' } },
});

export const getTimeline = route({
  ...common,
  operationId: 'getTimeline',
  method: 'GET',
  path: '/v1/records/{module}/{id}/timeline',
  summary: 'Mails, comments, documents and events of a record, newest first',
  params: ofRecord,
  query: z.strictObject(paging),
  answers: { 200: { description: 'A page of the timeline', schema: page(TimelineEntry) } },
});

export const listDocuments = route({
  ...common,
  operationId: 'listDocuments',
  method: 'GET',
  path: '/v1/records/{module}/{id}/documents',
  summary: 'Documents of a record, newest first: the attachments of its mails',
  params: ofRecord,
  query: z.strictObject(paging),
  answers: { 200: { description: 'A page of documents', schema: page(CrmRecord) } },
});

export const getDocumentContent = route({
  ...common,
  operationId: 'getDocumentContent',
  method: 'GET',
  path: '/v1/records/documents/{id}/content',
  summary: 'What a document holds, as a download',
  params: z.strictObject({ id }),
  answers: { 303: { description: 'Location: a presigned URL, good for five minutes' } },
});

export const recordRoutes = [
  createRecord,
  listRecords,
  getRecord,
  updateRecord,
  deleteRecord,
  getTimeline,
  listDocuments,
  getDocumentContent,
] as const;
