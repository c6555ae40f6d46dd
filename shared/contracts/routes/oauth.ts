import * as z from 'zod';
import {
  BeginSignInBody,
  BegunSignIn,
  OauthApp,
  OauthConnection,
  PutGoogleAppBody,
  PutMicrosoftAppBody,
} from '../oauth.ts';
import { route } from '../route.ts';
import { id, page, paging } from '../values.ts';

const common = { function: 'http-settings', access: 'admin' } as const;
const app = { 200: { description: 'The app; never its secret', schema: OauthApp } };
const removed = { 204: { description: 'Removed' } };
const google = { ...common, path: '/v1/settings/oauth/google' } as const;
const microsoft = { ...common, path: '/v1/settings/oauth/microsoft' } as const;
const connections = { ...common, path: '/v1/oauth-connections' } as const;
const ofConnection = { ...common, path: '/v1/oauth-connections/{id}', params: z.strictObject({ id }) } as const;

export const getGoogleApp = route({
  ...google,
  operationId: 'getGoogleApp',
  method: 'GET',
  summary: 'The app that people sign in with at Google, and what to register there',
  answers: app,
});

export const putGoogleApp = route({
  ...google,
  operationId: 'putGoogleApp',
  method: 'PUT',
  summary: 'Set it',
  body: PutGoogleAppBody,
  answers: app,
});

export const deleteGoogleApp = route({
  ...google,
  operationId: 'deleteGoogleApp',
  method: 'DELETE',
  summary: 'Remove it; accounts connected with it can no longer renew their sign-in',
  answers: removed,
});

export const getMicrosoftApp = route({
  ...microsoft,
  operationId: 'getMicrosoftApp',
  method: 'GET',
  summary: 'The app that people sign in with at Microsoft, and what to register there',
  answers: app,
});

export const putMicrosoftApp = route({
  ...microsoft,
  operationId: 'putMicrosoftApp',
  method: 'PUT',
  summary: 'Set it',
  body: PutMicrosoftAppBody,
  answers: app,
});

export const deleteMicrosoftApp = route({
  ...microsoft,
  operationId: 'deleteMicrosoftApp',
  method: 'DELETE',
  summary: 'Remove it; accounts connected with it can no longer renew their sign-in',
  answers: removed,
});

export const beginSignIn = route({
  ...connections,
  operationId: 'beginSignIn',
  method: 'POST',
  summary: 'Connect an account, or connect it again: a link for whose account it is',
  body: BeginSignInBody,
  idempotent: true,
  answers: { 201: { description: 'The link, good for ten minutes and once', schema: BegunSignIn } },
});

export const listConnections = route({
  ...connections,
  operationId: 'listConnections',
  method: 'GET',
  summary: 'The connected accounts, 50 at most',
  query: z.strictObject(paging),
  answers: { 200: { description: 'A page of them', schema: page(OauthConnection) } },
});

export const getConnection = route({
  ...ofConnection,
  operationId: 'getConnection',
  method: 'GET',
  summary: 'One of them',
  answers: { 200: { description: 'The connection', schema: OauthConnection } },
});

export const deleteConnection = route({
  ...ofConnection,
  operationId: 'deleteConnection',
  method: 'DELETE',
  summary: 'Forget its tokens; refused while mail leaves by it',
  answers: removed,
});

export const oauthRoutes = [
  getGoogleApp,
  putGoogleApp,
  deleteGoogleApp,
  getMicrosoftApp,
  putMicrosoftApp,
  deleteMicrosoftApp,
  beginSignIn,
  listConnections,
  getConnection,
  deleteConnection,
] as const;
