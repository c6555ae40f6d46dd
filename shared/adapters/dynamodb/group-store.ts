/**
 * Groups of users in the `settings` table, beside the users: a mail reads them with its tenant's profile (tenant-store.ts), in the query it makes anyway.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | group | `<tenant>` | `group#<id>` |
 */
import * as z from 'zod';
import { DISTRIBUTIONS, type Group } from '../../domain/tenant/group.ts';
import type { GroupStore } from '../../ports/groups.ts';
import { cursorAfter, keyAfter } from './cursor.ts';
import { ABSENT, type Item, type Key, type Table } from './table.ts';

const PREFIX = 'group#';

const StoredGroup = z.object({
  sk: z.string(),
  name: z.string(),
  members: z.array(z.string()),
  distribution: z.enum(DISTRIBUTIONS),
  address: z.string().exactOptional(),
});

const readGroup = (item: Item): Group => {
  const { sk, ...rest } = StoredGroup.parse(item);
  return { ...rest, id: sk.slice(PREFIX.length) };
};

/** Of all items of a tenant. */
export const groupsAmong = (items: readonly Item[]): readonly Group[] =>
  items.filter((item) => String(item['sk']).startsWith(PREFIX)).map(readGroup);

const groupKey = (tenant: string, id: string): Key => ({ pk: tenant, sk: `${PREFIX}${id}` });

const itemOf = (tenant: string, { id, name, members, distribution, address }: Group) => ({
  ...groupKey(tenant, id),
  name,
  members,
  distribution,
  ...(address === undefined ? {} : { address }),
});

const PRESENT = { expression: 'attribute_exists(pk)' };

export const makeGroupStore = (table: Table): GroupStore => {
  const get = async (tenant: string, id: string) => {
    const item = await table.get(groupKey(tenant, id));
    return item === undefined ? undefined : readGroup(item);
  };
  return {
    get,
    create: async (tenant, group) =>
      (await table.putIf(itemOf(tenant, group), ABSENT)) ? group : ((await get(tenant, group.id)) ?? group),
    replace: (tenant, group) => table.putIf(itemOf(tenant, group), PRESENT),
    remove: async (tenant, id) => ((await table.deleteIf(groupKey(tenant, id), PRESENT)) ? 'removed' : 'absent'),
    list: async (tenant, { limit, cursor }) => {
      const page = await table.query({ pk: tenant, prefix: PREFIX, limit, ...keyAfter(tenant, cursor) });
      return { items: page.items.map(readGroup), ...cursorAfter(page.last) };
    },
  };
};
