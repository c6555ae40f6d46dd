/**
 * Users' preferences for the mails they write, beside the tenant in the `settings` table: a request reads them with its profile (tenant-store.ts). The last write holds.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | preferences of a user | `<tenant>` | `sending#<user>` |
 * | signature of a user, apart: mail that comes in reads the tenant and needs none | `<tenant>#signatures` | `<user>` |
 */
import * as z from 'zod';
import { DEFAULT_PREFERENCES, type SendingPreferences } from '../../domain/sending/preferences.ts';
import type { PreferencesStore } from '../../ports/preferences.ts';
import type { Item, Key, Table } from './table.ts';

const Stored = z.object({
  separate: z.boolean(),
  from: z.string().exactOptional(),
  signed: z.literal(true).exactOptional(),
});

const StoredSignature = z.object({ html: z.string(), text: z.string() });

const PREFIX = 'sending#';
const keyOf = (tenant: string, user: string): Key => ({ pk: tenant, sk: `${PREFIX}${user}` });
const signatureKey = (tenant: string, user: string): Key => ({ pk: `${tenant}#signatures`, sk: user });

/** By user, of all items of a tenant. */
export const preferencesAmong = (items: readonly Item[]): ReadonlyMap<string, SendingPreferences> =>
  new Map(
    items
      .filter((item) => String(item['sk']).startsWith(PREFIX))
      .map((item) => [String(item['sk']).slice(PREFIX.length), Stored.parse(item)]),
  );

export const makePreferences = (table: Table): PreferencesStore => ({
  get: async (tenant, user) => {
    const item = await table.get(keyOf(tenant, user));
    return item === undefined ? DEFAULT_PREFERENCES : Stored.parse(item);
  },
  put: async (tenant, user, preferences, signature) => {
    // First: who is told that there is one finds it.
    if (signature !== null) await table.put({ ...signatureKey(tenant, user), ...signature });
    await table.put({ ...keyOf(tenant, user), ...preferences, ...(signature === null ? {} : { signed: true }) });
    if (signature === null) await table.deleteIf(signatureKey(tenant, user));
  },
  signature: async (tenant, user) => {
    const item = await table.get(signatureKey(tenant, user));
    return item === undefined ? undefined : StoredSignature.parse(item);
  },
});
