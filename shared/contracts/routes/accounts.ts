import * as z from 'zod';
import {
  Account,
  AccountBody,
  ConfirmAccountBody,
  TestAccountBody,
  TestedAccount,
  UsableAccount,
} from '../accounts.ts';
import { route } from '../route.ts';
import { accountId, page, paging } from '../values.ts';

const common = { function: 'http-settings', access: 'admin' } as const;
const ofAccount = z.strictObject({ id: accountId });
const account = { description: 'The account; never its password', schema: Account };

export const listAccounts = route({
  ...common,
  operationId: 'listAccounts',
  method: 'GET',
  path: '/v1/smtp-accounts',
  summary: 'The accounts that mail may leave by, oldest first',
  query: z.strictObject(paging),
  answers: { 200: { description: 'A page of them', schema: page(Account) } },
});

export const listUsableAccounts = route({
  ...common,
  access: 'user',
  operationId: 'listUsableAccounts',
  method: 'GET',
  path: '/v1/smtp-accounts/usable',
  summary: 'The accounts that you may name for a mail',
  query: z.strictObject(paging),
  answers: { 200: { description: 'A page of them', schema: page(UsableAccount) } },
});

export const createAccount = route({
  ...common,
  operationId: 'createAccount',
  method: 'POST',
  path: '/v1/smtp-accounts',
  summary: 'Add an account; it is used once the code of its test mail was typed back',
  body: AccountBody,
  idempotent: true,
  answers: { 201: account },
});

export const getAccount = route({
  ...common,
  operationId: 'getAccount',
  method: 'GET',
  path: '/v1/smtp-accounts/{id}',
  summary: 'One account',
  params: ofAccount,
  answers: { 200: account },
});

export const putAccount = route({
  ...common,
  operationId: 'putAccount',
  method: 'PUT',
  path: '/v1/smtp-accounts/{id}',
  summary: 'Change an account; another way for its mail has to be confirmed anew',
  params: ofAccount,
  body: AccountBody,
  answers: { 200: account },
});

export const deleteAccount = route({
  ...common,
  operationId: 'deleteAccount',
  method: 'DELETE',
  path: '/v1/smtp-accounts/{id}',
  summary: 'Remove an account; mail that was to leave by it fails and says so',
  params: ofAccount,
  answers: { 204: { description: 'Removed' } },
});

export const testAccount = route({
  ...common,
  operationId: 'testAccount',
  method: 'POST',
  path: '/v1/smtp-accounts/{id}/test',
  summary: 'Send a mail with a confirmation code through the account',
  params: ofAccount,
  body: TestAccountBody,
  answers: { 200: { description: 'The server took it', schema: TestedAccount } },
});

export const confirmAccount = route({
  ...common,
  operationId: 'confirmAccount',
  method: 'POST',
  path: '/v1/smtp-accounts/{id}/confirm',
  summary: 'Type the code back; from then on mail leaves by the account',
  params: ofAccount,
  body: ConfirmAccountBody,
  answers: { 200: account },
});

export const accountRoutes = [
  listAccounts,
  listUsableAccounts,
  createAccount,
  getAccount,
  putAccount,
  deleteAccount,
  testAccount,
  confirmAccount,
] as const;
