import * as z from 'zod';
import { sendableAddress } from '../emails.ts';
import { SENDER_STATUSES, SenderAddress } from '../outgoing-email.ts';
import { route } from '../route.ts';
import { page, paging } from '../values.ts';

const common = { function: 'http-emails', access: 'user' } as const;
const ofAddress = z.strictObject({ address: sendableAddress });

export const listSenderAddresses = route({
  ...common,
  operationId: 'listSenderAddresses',
  method: 'GET',
  path: '/v1/sender-addresses',
  summary: 'Addresses that mail may come from or be answered to, and those whose owner has not said so yet, by address',
  query: z.strictObject({ status: z.enum(SENDER_STATUSES).optional(), ...paging }),
  answers: { 200: { description: 'A page of addresses', schema: page(SenderAddress) } },
});

export const verifySenderAddress = route({
  ...common,
  operationId: 'verifySenderAddress',
  method: 'POST',
  path: '/v1/sender-addresses/{address}/verify',
  summary: 'Ask the owner of an address by mail, or ask again; one verification counts everywhere',
  params: ofAddress,
  idempotent: true,
  answers: {
    200: { description: 'It is verified already', schema: SenderAddress },
    202: { description: 'A mail with a button is on its way there', schema: SenderAddress },
  },
});

export const deleteSenderAddress = route({
  ...common,
  operationId: 'deleteSenderAddress',
  method: 'DELETE',
  path: '/v1/sender-addresses/{address}',
  access: 'admin',
  summary: 'Take an address off the list; links to verify it open nothing any more',
  params: ofAddress,
  answers: { 204: { description: 'Removed' } },
});

export const senderAddressRoutes = [listSenderAddresses, verifySenderAddress, deleteSenderAddress] as const;
