import * as z from 'zod';
import { route } from '../route.ts';
import { CreateTenantBody, PutUserBody, Tenant, UpdateTenantBody, User, userId } from '../settings.ts';
import { page, paging } from '../values.ts';
import { accountRoutes } from './accounts.ts';
import { domainRoutes } from './domains.ts';
import { groupRoutes } from './groups.ts';
import { oauthRoutes } from './oauth.ts';
import { outgoingEmailRoutes } from './outgoing-email.ts';
import { outgoingServerRoutes } from './outgoing-server.ts';
import { trackingRoutes } from './tracking.ts';

const common = { function: 'http-settings' } as const;
const ofUser = z.strictObject({ id: userId });
const tenant = { description: 'The tenant', schema: Tenant };
const user = { description: 'The user', schema: User };

export const createTenant = route({
  ...common,
  operationId: 'createTenant',
  method: 'POST',
  path: '/v1/tenants',
  access: 'platform',
  summary: 'Make a tenant with its Mailroom address and its first users',
  body: CreateTenantBody,
  idempotent: true,
  answers: { 201: tenant },
});

export const getTenant = route({
  ...common,
  operationId: 'getTenant',
  method: 'GET',
  path: '/v1/tenant',
  access: 'user',
  summary: 'The tenant of the token',
  answers: { 200: tenant },
});

export const updateTenant = route({
  ...common,
  operationId: 'updateTenant',
  method: 'PATCH',
  path: '/v1/tenant',
  access: 'admin',
  summary: 'Change the name or the help desk addresses of the tenant',
  body: UpdateTenantBody,
  answers: { 200: tenant },
});

export const listUsers = route({
  ...common,
  operationId: 'listUsers',
  method: 'GET',
  path: '/v1/users',
  access: 'admin',
  summary: 'The users of the tenant; their addresses are never taken for a customer',
  query: z.strictObject(paging),
  answers: { 200: { description: 'A page of users', schema: page(User) } },
});

export const getUser = route({
  ...common,
  operationId: 'getUser',
  method: 'GET',
  path: '/v1/users/{id}',
  access: 'admin',
  summary: 'One user',
  params: ofUser,
  answers: { 200: user },
});

export const putUser = route({
  ...common,
  operationId: 'putUser',
  method: 'PUT',
  path: '/v1/users/{id}',
  access: 'admin',
  summary: 'Add a user or change one; only an owner makes or changes an owner',
  params: ofUser,
  body: PutUserBody,
  answers: { 200: user },
});

export const deleteUser = route({
  ...common,
  operationId: 'deleteUser',
  method: 'DELETE',
  path: '/v1/users/{id}',
  access: 'admin',
  summary: 'Remove a user; only an owner removes an owner',
  params: ofUser,
  answers: { 204: { description: 'Removed' } },
});

export const settingsRoutes = [
  createTenant,
  getTenant,
  updateTenant,
  listUsers,
  getUser,
  putUser,
  deleteUser,
  ...groupRoutes,
  ...domainRoutes,
  ...outgoingServerRoutes,
  ...accountRoutes,
  ...oauthRoutes,
  ...outgoingEmailRoutes,
  ...trackingRoutes,
] as const;
