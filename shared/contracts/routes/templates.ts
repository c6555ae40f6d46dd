import * as z from 'zod';
import { Accepted } from '../emails.ts';
import { moduleName } from '../records.ts';
import { route } from '../route.ts';
import {
  Company,
  CompanyBody,
  CreateTemplateBody,
  Preview,
  PreviewBody,
  PutTemplateBody,
  Ready,
  ReadySummary,
  readyId,
  Template,
  TemplateSummary,
  TestBody,
} from '../templates.ts';
import { id, line, page, paging } from '../values.ts';

const common = { function: 'http-emails', access: 'user' } as const;
const admin = { ...common, access: 'admin' } as const;
const ofTemplate = z.strictObject({ id });
const template = { description: 'The template', schema: Template };
const filters = { module: moduleName.optional(), purpose: line(40).optional() };

export const listReadyTemplates = route({
  ...common,
  operationId: 'listReadyTemplates',
  method: 'GET',
  path: '/v1/templates/ready',
  summary: 'Templates that come with Postroom, by purpose',
  query: z.strictObject({ ...filters, ...paging }),
  answers: { 200: { description: 'A page of ready templates', schema: page(ReadySummary) } },
});

export const getReadyTemplate = route({
  ...common,
  operationId: 'getReadyTemplate',
  method: 'GET',
  path: '/v1/templates/ready/{name}',
  summary: 'One ready template with its text',
  params: z.strictObject({ name: readyId }),
  answers: { 200: { description: 'The ready template', schema: Ready } },
});

export const listTemplates = route({
  ...common,
  operationId: 'listTemplates',
  method: 'GET',
  path: '/v1/templates',
  summary: 'Your templates, oldest first',
  description: 'With a filter a page may be short, even empty, and still have a nextCursor.',
  query: z.strictObject({ ...filters, ...paging }),
  answers: { 200: { description: 'A page of templates', schema: page(TemplateSummary) } },
});

export const createTemplate = route({
  ...admin,
  operationId: 'createTemplate',
  method: 'POST',
  path: '/v1/templates',
  summary: 'Make a template, from scratch, from HTML you have, or as a copy of a ready one',
  body: CreateTemplateBody,
  idempotent: true,
  answers: { 201: template },
});

export const getTemplate = route({
  ...common,
  operationId: 'getTemplate',
  method: 'GET',
  path: '/v1/templates/{id}',
  summary: 'One template with all its languages, and what is doubtful in it',
  params: ofTemplate,
  answers: { 200: template },
});

export const putTemplate = route({
  ...admin,
  operationId: 'putTemplate',
  method: 'PUT',
  path: '/v1/templates/{id}',
  summary: 'Replace a template; mails already submitted stay as they are',
  params: ofTemplate,
  body: PutTemplateBody,
  answers: { 200: template },
});

export const deleteTemplate = route({
  ...admin,
  operationId: 'deleteTemplate',
  method: 'DELETE',
  path: '/v1/templates/{id}',
  summary: 'Remove a template; mails already submitted still go',
  params: ofTemplate,
  answers: { 204: { description: 'Removed' } },
});

export const previewTemplate = route({
  ...common,
  operationId: 'previewTemplate',
  method: 'POST',
  path: '/v1/templates/{id}/preview',
  summary: 'The mail that the template would be for a record or a contact; nothing is sent',
  params: ofTemplate,
  body: PreviewBody,
  answers: { 200: { description: 'The mail', schema: Preview } },
});

export const testTemplate = route({
  ...common,
  operationId: 'testTemplate',
  method: 'POST',
  path: '/v1/templates/{id}/test',
  summary: 'Send the mail that the template would be to yourself; it counts in your quota',
  params: ofTemplate,
  body: TestBody,
  idempotent: true,
  answers: { 202: { description: 'Accepted', schema: Accepted } },
});

export const getCompanyDetails = route({
  ...common,
  operationId: 'getCompanyDetails',
  method: 'GET',
  path: '/v1/company-details',
  summary: 'What your company says of itself in mails, for $companydetails-...$ and $logo$',
  answers: { 200: { description: 'The details', schema: Company } },
});

export const putCompanyDetails = route({
  ...admin,
  operationId: 'putCompanyDetails',
  method: 'PUT',
  path: '/v1/company-details',
  summary: 'Replace the details of your company',
  body: CompanyBody,
  answers: { 200: { description: 'The details', schema: Company } },
});

export const templateRoutes = [
  listReadyTemplates,
  getReadyTemplate,
  listTemplates,
  createTemplate,
  getTemplate,
  putTemplate,
  deleteTemplate,
  previewTemplate,
  testTemplate,
  getCompanyDetails,
  putCompanyDetails,
] as const;
