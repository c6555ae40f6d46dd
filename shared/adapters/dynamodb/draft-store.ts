/**
 * Drafts in the `sending` table, by the user who writes them.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | draft | `<tenant>#drafts#<user>` | `<id>` |
 */
import * as z from 'zod';
import type { Draft, Drafts } from '../../ports/drafts.ts';
import { cursorAfter, keyAfter } from './cursor.ts';
import { ABSENT, type Item, type Key, type Table } from './table.ts';

const Stored = z.object({
  id: z.string(),
  tenant: z.string(),
  user: z.string(),
  subject: z.string(),
  place: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  sending: z.literal(true).exactOptional(),
  revision: z.number(),
});

const read = (item: Item): Draft => Stored.parse(item);
const draftsKey = (tenant: string, user: string) => `${tenant}#drafts#${user}`;
const keyOf = ({ tenant, user, id }: Pick<Draft, 'tenant' | 'user' | 'id'>): Key => ({
  pk: draftsKey(tenant, user),
  sk: id,
});

export const makeDrafts = (table: Table): Drafts => {
  const get: Drafts['get'] = async (tenant, user, id) => {
    const item = await table.get(keyOf({ tenant, user, id }));
    return item === undefined ? undefined : read(item);
  };
  return {
    get,
    create: async (draft) => {
      if (await table.putIf({ ...keyOf(draft), ...draft }, ABSENT)) return draft;
      return (await get(draft.tenant, draft.user, draft.id)) ?? draft;
    },
    replace: (draft) =>
      table.putIf(
        { ...keyOf(draft), ...draft },
        { expression: 'revision = :seen', values: { ':seen': draft.revision - 1 } },
      ),
    remove: async (draft) => {
      await table.deleteIf(keyOf(draft));
    },
    list: async (tenant, user, { limit, cursor }) => {
      const pk = draftsKey(tenant, user);
      const { after } = keyAfter(pk, cursor);
      const page = await table.query({ pk, newestFirst: true, limit, ...(after === undefined ? {} : { after }) });
      return { items: page.items.map(read), ...cursorAfter(page.last) };
    },
  };
};
