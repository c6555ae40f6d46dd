import * as z from 'zod';
import { route } from '../route.ts';
import { userId } from '../settings.ts';
import { MyAddressesBody, RegenerateBody, UserAddresses, UserAddressesBody } from '../user-addresses.ts';

const mine = { function: 'http-mailroom', access: 'user' } as const;
/** Of anybody, for admins. */
const theirs = { function: 'http-mailroom', access: 'admin' } as const;
const ofUser = z.strictObject({ id: userId });
const addresses = { description: 'The addresses and how they work', schema: UserAddresses };

export const getMyAddresses = route({
  ...mine,
  operationId: 'getMyAddresses',
  method: 'GET',
  path: '/v1/mailroom/addresses',
  summary: 'The two own addresses of the caller: for copies of sent mail and for mail that is passed on',
  answers: { 200: addresses },
});

export const changeMyAddresses = route({
  ...mine,
  operationId: 'changeMyAddresses',
  method: 'PATCH',
  path: '/v1/mailroom/addresses',
  summary: 'Change how the own addresses work; a list is replaced whole',
  body: MyAddressesBody,
  answers: { 200: addresses },
});

export const regenerateMyAddress = route({
  ...mine,
  operationId: 'regenerateMyAddress',
  method: 'POST',
  path: '/v1/mailroom/addresses/regenerate',
  summary: 'Give one of the own addresses up for a new one; mail to the old one is kept aside',
  body: RegenerateBody,
  idempotent: true,
  answers: { 200: addresses },
});

export const getMyAddressCards = route({
  ...mine,
  operationId: 'getMyAddressCards',
  method: 'GET',
  path: '/v1/mailroom/addresses/vcard',
  summary: 'Both own addresses as vCards, for an address book',
  answers: { 200: { description: 'Two vCards', schema: z.string(), contentType: 'text/vcard' } },
});

export const getUserAddresses = route({
  ...theirs,
  operationId: 'getUserAddresses',
  method: 'GET',
  path: '/v1/mailroom/users/{id}/addresses',
  summary: 'The two own addresses of a user',
  params: ofUser,
  answers: { 200: addresses },
});

export const changeUserAddresses = route({
  ...theirs,
  operationId: 'changeUserAddresses',
  method: 'PATCH',
  path: '/v1/mailroom/users/{id}/addresses',
  summary: 'Change how they work, and from which addresses the user may write to them',
  params: ofUser,
  body: UserAddressesBody,
  answers: { 200: addresses },
});

export const regenerateUserAddress = route({
  ...theirs,
  operationId: 'regenerateUserAddress',
  method: 'POST',
  path: '/v1/mailroom/users/{id}/addresses/regenerate',
  summary: 'Give one of them up for a new one',
  params: ofUser,
  body: RegenerateBody,
  idempotent: true,
  answers: { 200: addresses },
});

export const userAddressRoutes = [
  getMyAddresses,
  changeMyAddresses,
  regenerateMyAddress,
  getMyAddressCards,
  getUserAddresses,
  changeUserAddresses,
  regenerateUserAddress,
] as const;
