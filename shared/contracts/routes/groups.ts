import * as z from 'zod';
import { Group, GroupBody, groupId } from '../groups.ts';
import { route } from '../route.ts';
import { page, paging } from '../values.ts';

const common = { function: 'http-settings', access: 'admin' } as const;
const ofGroup = z.strictObject({ id: groupId });
const group = { description: 'The group', schema: Group };

export const listGroups = route({
  ...common,
  operationId: 'listGroups',
  method: 'GET',
  path: '/v1/groups',
  summary: 'The groups of users that a rule may name as owner',
  query: z.strictObject(paging),
  answers: { 200: { description: 'A page of groups', schema: page(Group) } },
});

export const createGroup = route({
  ...common,
  operationId: 'createGroup',
  method: 'POST',
  path: '/v1/groups',
  summary: 'Make a group of users',
  body: GroupBody,
  idempotent: true,
  answers: { 201: group },
});

export const getGroup = route({
  ...common,
  operationId: 'getGroup',
  method: 'GET',
  path: '/v1/groups/{id}',
  summary: 'One group',
  params: ofGroup,
  answers: { 200: group },
});

export const putGroup = route({
  ...common,
  operationId: 'putGroup',
  method: 'PUT',
  path: '/v1/groups/{id}',
  summary: 'Replace the name, members and distribution of a group',
  params: ofGroup,
  body: GroupBody,
  answers: { 200: group },
});

export const deleteGroup = route({
  ...common,
  operationId: 'deleteGroup',
  method: 'DELETE',
  path: '/v1/groups/{id}',
  summary: 'Remove a group; what it owns keeps it as its owner, and rules that name it give to the owner of the tenant',
  params: ofGroup,
  answers: { 204: { description: 'Removed' } },
});

export const groupRoutes = [listGroups, createGroup, getGroup, putGroup, deleteGroup] as const;
