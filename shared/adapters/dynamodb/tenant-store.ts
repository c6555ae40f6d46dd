/**
 * Tenants, users and handles in the `settings` table. Every key starts with the tenant; handles belong to the platform.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | tenant | `<tenant>` | `tenant` |
 * | user | `<tenant>` | `user#<id>` |
 * | group (group-store.ts) | `<tenant>` | `group#<id>` |
 * | account (account-store.ts) | `<tenant>` | `account#<id>` |
 * | version of the rules (rule-store.ts) | `<tenant>` | `rules` |
 * | sender address (sender-addresses.ts) | `<tenant>` | `sender#<digest>` |
 * | domain (sender-domains.ts) | `<tenant>` | `domain#<domain>` |
 * | settings of outgoing mail (outgoing-email-store.ts) | `<tenant>` | `outgoing-email` |
 * | handle | `platform#handle#<handle>` | `tenant` |
 */
import * as z from 'zod';
import type { Tenant, TenantStore, User } from '../../ports/tenants.ts';
import { accountsAmong } from './account-store.ts';
import { cursorAfter, keyAfter } from './cursor.ts';
import { groupsAmong } from './group-store.ts';
import { isSecretItem, isSettingsItem, readSettings } from './mailroom-settings.ts';
import { outgoingEmailAmong } from './outgoing-email-store.ts';
import { outgoingServerAmong } from './outgoing-server-store.ts';
import { senderAddressesAmong } from './sender-addresses.ts';
import { senderDomainsAmong } from './sender-domains.ts';
import { preferencesAmong } from './sending-preferences.ts';
import { ABSENT, type Item, type Key, queryAll, type Table } from './table.ts';
import { trackingAmong } from './tracking-store.ts';
import { generationsAmong } from './user-addresses.ts';

const StoredTenant = z.object({
  pk: z.string(),
  name: z.string(),
  plan: z.string(),
  inboundHandle: z.string(),
  helpDeskAddresses: z.array(z.string()),
  owners: z.array(z.string()),
  createdAt: z.string(),
  madeBy: z.string(),
  revision: z.number(),
});

const StoredUser = z.object({
  sk: z.string(),
  email: z.string(),
  role: z.enum(['owner', 'admin', 'user']),
  unverified: z.literal(true).exactOptional(),
});

const readTenant = (item: Item): Tenant => {
  const { pk, ...rest } = StoredTenant.parse(item);
  return { ...rest, tenant: pk };
};

const readUser = (item: Item): User => {
  const { sk, ...rest } = StoredUser.parse(item);
  return { ...rest, id: sk.slice('user#'.length) };
};

const tenantKey = (tenant: string): Key => ({ pk: tenant, sk: 'tenant' });
const userKey = (tenant: string, id: string): Key => ({ pk: tenant, sk: `user#${id}` });
const handleKey = (handle: string): Key => ({ pk: `platform#handle#${handle}`, sk: 'tenant' });

/** Longer handles than any we give out: the key would burst its 2,048 bytes. */
const MAX_HANDLE_LENGTH = 64;

export const makeTenantStore = (table: Table): TenantStore => ({
  byHandle: async (handle) => {
    if (handle === '' || handle.length > MAX_HANDLE_LENGTH) return undefined;
    const item = await table.get(handleKey(handle));
    return typeof item?.['tenant'] === 'string' ? item['tenant'] : undefined;
  },

  profile: async (tenant) => {
    const items = await queryAll(table, { pk: tenant });
    const own = items.find((item) => item['sk'] === 'tenant');
    if (own === undefined) return undefined;
    const secret: unknown = items.find(isSecretItem)?.['secret'];
    const version: unknown = items.find((item) => item['sk'] === 'rules')?.['version'];
    const outgoingServer = outgoingServerAmong(items);
    const outgoingEmail = outgoingEmailAmong(items);
    return {
      ...readTenant(own),
      users: items.filter((item) => String(item['sk']).startsWith('user#')).map(readUser),
      groups: groupsAmong(items),
      mailroom: readSettings(items.find(isSettingsItem)),
      tracking: trackingAmong(items),
      addressGenerations: generationsAmong(items),
      sendingPreferences: preferencesAmong(items),
      senderAddresses: senderAddressesAmong(items),
      domains: senderDomainsAmong(items),
      accounts: accountsAmong(items),
      ...(typeof secret === 'string' ? { mailroomSecret: secret } : {}),
      ...(typeof version === 'string' ? { rulesVersion: version } : {}),
      ...(outgoingServer === undefined ? {} : { outgoingServer }),
      ...(outgoingEmail === undefined ? {} : { outgoingEmail }),
    };
  },

  claimHandle: async (handle, tenant) => {
    if (await table.putIf({ ...handleKey(handle), tenant }, ABSENT)) return tenant;
    const holder = await table.get(handleKey(handle));
    return typeof holder?.['tenant'] === 'string' ? holder['tenant'] : tenant;
  },

  createTenant: async (tenant) => {
    const { tenant: pk, ...attributes } = tenant;
    if (await table.putIf({ ...tenantKey(pk), ...attributes }, ABSENT)) return tenant;
    const there = await table.get(tenantKey(pk));
    return there === undefined ? tenant : readTenant(there);
  },

  updateTenant: async (old, changes) => {
    const next = { ...old, ...changes, revision: old.revision + 1 };
    const { tenant: pk, ...attributes } = next;
    const seen = { expression: 'revision = :seen', values: { ':seen': old.revision } };
    return (await table.putIf({ ...tenantKey(pk), ...attributes }, seen)) ? next : undefined;
  },

  getTenant: async (tenant) => {
    const item = await table.get(tenantKey(tenant));
    return item === undefined ? undefined : readTenant(item);
  },

  getUser: async (tenant, id) => {
    const item = await table.get(userKey(tenant, id));
    return item === undefined ? undefined : readUser(item);
  },

  putUser: async (tenant, { id, email, role, unverified }) => {
    await table.put({ ...userKey(tenant, id), email, role, ...(unverified === undefined ? {} : { unverified }) });
  },

  removeUser: async (tenant, id) => {
    await table.deleteIf(userKey(tenant, id));
  },

  listUsers: async (tenant, { limit, cursor }) => {
    const page = await table.query({ pk: tenant, prefix: 'user#', limit, ...keyAfter(tenant, cursor) });
    return { items: page.items.map(readUser), ...cursorAfter(page.last) };
  },
});
