import * as z from 'zod';
import { route } from '../route.ts';

export const getOpenApi = route({
  operationId: 'getOpenApi',
  method: 'GET',
  path: '/v1/openapi.json',
  function: 'public-links',
  access: 'public',
  summary: 'This document',
  answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
});

/** What is no token of ours is a page that is not there, so nothing here says that a token has a wrong form. */
const ofToken = z.strictObject({ token: z.string() });
const common = { function: 'public-links', access: 'public', params: ofToken } as const;
const picture = { 200: { description: 'An invisible picture' } };
const redirect = { 302: { description: 'To where the sender meant' } };

export const openTracked = route({
  ...common,
  operationId: 'openTracked',
  method: 'GET',
  path: '/t/o/{token}',
  summary: 'The picture in a tracked mail: it was opened',
  answers: picture,
});

export const lookAtPicture = route({
  ...common,
  operationId: 'lookAtPicture',
  method: 'HEAD',
  path: '/t/o/{token}',
  summary: 'The same, without counting',
  answers: picture,
});

export const followTracked = route({
  ...common,
  operationId: 'followTracked',
  method: 'GET',
  path: '/t/c/{token}',
  summary: 'A link in a tracked mail: it was followed',
  answers: redirect,
});

export const lookAtLink = route({
  ...common,
  operationId: 'lookAtLink',
  method: 'HEAD',
  path: '/t/c/{token}',
  summary: 'The same, without counting',
  answers: redirect,
});

const ownersPage = { 200: { description: 'A page', contentType: 'text/html', schema: z.string() } };

export const openSenderLink = route({
  ...common,
  operationId: 'openSenderLink',
  method: 'GET',
  path: '/links/sender-address/{token}',
  summary: 'The page behind a verification mail; opening it changes nothing',
  answers: ownersPage,
});

export const answerSenderLink = route({
  ...common,
  operationId: 'answerSenderLink',
  method: 'POST',
  path: '/links/sender-address/{token}',
  summary: 'Its button: the address belongs to whoever got the mail',
  answers: ownersPage,
});

export const viewMail = route({
  ...common,
  operationId: 'viewMail',
  method: 'GET',
  path: '/view/{token}',
  summary: 'A mail as a page, for who follows $custom-viewinbrowser$',
  answers: ownersPage,
});

export const lookAtMail = route({
  ...common,
  operationId: 'lookAtMail',
  method: 'HEAD',
  path: '/view/{token}',
  summary: 'The same, without the mail',
  answers: { 200: { description: 'It is there' } },
});

/** The provider adds parameters of its own; what is not ours is answered by a page for people, so nothing here is refused by its form. */
const returned = {
  ...common,
  path: '/oauth/callback',
  params: z.strictObject({}),
  query: z.object({ state: z.string().optional(), code: z.string().optional(), error: z.string().optional() }),
} as const;

export const returnFromSignIn = route({
  ...returned,
  operationId: 'returnFromSignIn',
  method: 'GET',
  summary: 'Where Google and Microsoft send people back to; opening it changes nothing',
  answers: ownersPage,
});

export const connectAccount = route({
  ...returned,
  operationId: 'connectAccount',
  method: 'POST',
  summary: 'Its button: the account is connected',
  answers: ownersPage,
});

export const publicRoutes = [
  getOpenApi,
  openTracked,
  lookAtPicture,
  followTracked,
  lookAtLink,
  openSenderLink,
  answerSenderLink,
  viewMail,
  lookAtMail,
  returnFromSignIn,
  connectAccount,
] as const;
