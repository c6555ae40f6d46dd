/**
 * Users' own addresses in the `settings` table. Generations lie beside the tenant, so that a mail reads them with its profile (tenant-store.ts); the settings, which may
 * be long, apart: only a mail to such an address pays for them, and only for one user's.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | generation of an address, once it was regenerated | `<tenant>` | `address#<kind>#<user>` |
 * | settings | `<tenant>#addresses` | `<user>` |
 */
import * as z from 'zod';
import { DEFAULT_USER_ADDRESS_SETTINGS, type UserAddressKind } from '../../domain/mailroom/user-address.ts';
import type { UserAddressStore } from '../../ports/user-addresses.ts';
import { ABSENT, type Item, type Key, type Table } from './table.ts';

const Stored = z.object({
  searchOrder: z.enum(['contacts-leads', 'leads-contacts', 'contacts', 'leads']),
  createMissing: z.enum(['none', 'contact', 'lead']),
  senders: z.array(z.string()),
  neverLog: z.array(z.string()),
  revision: z.number(),
});

const PREFIX = 'address#';

const generationKey = (tenant: string, kind: UserAddressKind, user: string): Key => ({
  pk: tenant,
  sk: `${PREFIX}${kind}#${user}`,
});
const settingsKey = (tenant: string, user: string): Key => ({ pk: `${tenant}#addresses`, sk: user });

/** By `<kind>#<user>`, of all items of a tenant. */
export const generationsAmong = (items: readonly Item[]): ReadonlyMap<string, string> =>
  new Map(
    items
      .filter((item) => String(item['sk']).startsWith(PREFIX))
      .map((item) => [String(item['sk']).slice(PREFIX.length), String(item['generation'])]),
  );

export const makeUserAddresses = (table: Table): UserAddressStore => ({
  settings: async (tenant, user) => {
    const item = await table.get(settingsKey(tenant, user));
    if (item === undefined) return { settings: DEFAULT_USER_ADDRESS_SETTINGS, revision: 0 };
    const { revision, ...settings } = Stored.parse(item);
    return { settings, revision };
  },

  putSettings: (tenant, user, settings, revision) =>
    table.putIf(
      { ...settingsKey(tenant, user), ...settings, revision: revision + 1 },
      revision === 0 ? ABSENT : { expression: 'revision = :seen', values: { ':seen': revision } },
    ),

  renew: async (tenant, user, kind, generation) => {
    // A repeated request must not bring back an address that was given up since.
    await table.putIf(
      { ...generationKey(tenant, kind, user), generation },
      { expression: 'attribute_not_exists(pk) OR generation < :mine', values: { ':mine': generation } },
    );
  },
});
