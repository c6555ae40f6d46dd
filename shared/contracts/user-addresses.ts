/** HTTP bodies of users' own addresses. Every limit has a test at it and one past it. */
import * as z from 'zod';
import { type CREATE_MISSING, type SEARCH_ORDERS, USER_ADDRESS_KINDS } from '../domain/mailroom/user-address.ts';
import { addressOrDomain } from './mailroom-settings.ts';
import { userId } from './settings.ts';
import { address } from './values.ts';

/** A person has a handful of addresses to write from. */
export const MAX_USER_SENDERS = 10;

/** Every person of a copied mail is compared with all of them. */
export const MAX_USER_NEVER_LOG = 100;

const own = {
  searchOrder: z
    .enum(['contacts-leads', 'leads-contacts', 'contacts', 'leads'] satisfies (keyof typeof SEARCH_ORDERS)[])
    .meta({ description: 'Where a person is looked for; the first module that has the address is the one' }),
  createMissing: z
    .enum(['none', 'contact', 'lead'] satisfies (keyof typeof CREATE_MISSING)[])
    .meta({ description: 'What becomes of a person whom no record knows' }),
  neverLog: z
    .array(addressOrDomain)
    .max(MAX_USER_NEVER_LOG)
    .meta({ description: 'A mail that names one of these addresses or domains is not logged by these two addresses' }),
};

const senders = z
  .array(address)
  .max(MAX_USER_SENDERS)
  .meta({ description: "Addresses the user writes from, beside the user's own; an admin sets them" });

export const UserAddresses = z
  .object({
    user: userId,
    dropbox: z.string().meta({ description: 'Bcc: goes on the timelines of the recipients' }),
    forwarding: z.string().meta({ description: "Forward to it: goes on the original sender's timeline" }),
    ...own,
    senders,
  })
  .meta({ id: 'UserAddresses' });

export const MyAddressesBody = z.strictObject(own).partial();
export const UserAddressesBody = z.strictObject({ ...own, senders }).partial();

export const RegenerateBody = z.strictObject({
  address: z.enum(USER_ADDRESS_KINDS).meta({ description: 'The one that is given up for a new one, at once' }),
});
