/**
 * A tenant's accounts in the `settings` table, beside the tenant: whoever accepts a mail reads them with its profile (tenant-store.ts).
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | account | `<tenant>` | `account#<id>` |
 */
import * as z from 'zod';
import { ACCOUNT_TYPES, type Account } from '../../domain/account/account.ts';
import { MAILGUN_REGIONS } from '../../domain/account/provider.ts';
import type { AccountStore, StoredAccount } from '../../ports/accounts.ts';
import { cursorAfter, keyAfter } from './cursor.ts';
import { ABSENT, type Item, type Key, type Table } from './table.ts';

const PREFIX = 'account#';

const Internal = z.object({
  provider: z.literal('smtp'),
  host: z.string(),
  port: z.number(),
  tls: z.boolean(),
  user: z.string().exactOptional(),
  connection: z.string().exactOptional(),
});

const Mailgun = z.object({ provider: z.literal('mailgun'), domain: z.string(), region: z.enum(MAILGUN_REGIONS) });
const Ses = z.object({ provider: z.literal('ses'), domain: z.string(), region: z.string(), roleArn: z.string() });

const Public = z.object({
  sk: z.string(),
  name: z.string(),
  type: z.enum(ACCOUNT_TYPES),
  email: z.string(),
  fromName: z.string().exactOptional(),
  active: z.boolean(),
  groups: z.array(z.string()).exactOptional(),
  way: z.discriminatedUnion('provider', [Internal, Mailgun, Ses]),
  debugUntil: z.string().exactOptional(),
  limits: z.object({ perDay: z.number().exactOptional(), perMinute: z.number().exactOptional() }).exactOptional(),
  confirmedAt: z.string().exactOptional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  revision: z.number(),
});

const Stored = Public.extend({
  secret: z.object({ kind: z.enum(['password', 'access-token', 'api-key']), sealed: z.string() }).exactOptional(),
  confirmation: z.object({ digest: z.string(), expiresAt: z.string(), triesLeft: z.number() }).exactOptional(),
});

const accountKey = (tenant: string, id: string): Key => ({ pk: tenant, sk: `${PREFIX}${id}` });
const withId = <Fields extends { readonly sk: string }>({ sk, ...fields }: Fields) => ({
  ...fields,
  id: sk.slice(PREFIX.length),
});

/** Among all items of a tenant; without secrets. */
export const accountsAmong = (items: readonly Item[]): readonly Account[] =>
  items.filter(({ sk }) => String(sk).startsWith(PREFIX)).map((item) => withId(Public.parse(item)));

const itemOf = (tenant: string, { id, ...fields }: StoredAccount) => ({ ...accountKey(tenant, id), ...fields });

export const makeAccountStore = (table: Table): AccountStore => {
  const get = async (tenant: string, id: string): Promise<StoredAccount | undefined> => {
    const item = await table.get(accountKey(tenant, id));
    return item === undefined ? undefined : withId(Stored.parse(item));
  };
  return {
    get,
    create: async (tenant, account) =>
      (await table.putIf(itemOf(tenant, account), ABSENT)) ? account : ((await get(tenant, account.id)) ?? account),
    replace: (tenant, account) =>
      table.putIf(itemOf(tenant, account), {
        expression: 'revision = :seen',
        values: { ':seen': account.revision - 1 },
      }),
    list: async (tenant, { limit, cursor }) => {
      const page = await table.query({ pk: tenant, prefix: PREFIX, limit, ...keyAfter(tenant, cursor) });
      return { items: accountsAmong(page.items), ...cursorAfter(page.last) };
    },
    remove: async (tenant, id) =>
      (await table.deleteIf(accountKey(tenant, id), { expression: 'attribute_exists(pk)' })) ? 'removed' : 'absent',
  };
};
