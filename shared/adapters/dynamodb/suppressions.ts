/** The tenant's suppression list in the `sending` table. Our list is the list: SES's account-wide one is switched off (ARCHITECTURE, Back). */
import * as z from 'zod';
import { normaliseAddress } from '../../domain/address/address.ts';
import type { Suppression, Suppressions } from '../../ports/sending.ts';
import { cursorAfter, keyAfter } from './cursor.ts';
import type { Item, Key, Table } from './table.ts';

const Stored = z.object({
  address: z.string(),
  reason: z.enum(['bounce', 'complaint', 'manual']),
  scope: z.enum(['all', 'marketing']),
  source: z.string(),
  at: z.string(),
  held: z.boolean(),
});

const read = (item: Item): Suppression => Stored.parse(item);
const listKey = (tenant: string) => `${tenant}#suppression`;
const keyOf = (tenant: string, address: string): Key => ({ pk: listKey(tenant), sk: normaliseAddress(address) });

export const makeSuppressions = (table: Table): Suppressions => ({
  find: async (tenant, addresses) => {
    const keys = [...new Set(addresses.map(normaliseAddress))].map((address) => keyOf(tenant, address));
    const items = keys.length === 0 ? [] : await table.batchGet(keys);
    return new Map(items.map((item) => [String(item['sk']), read(item)]));
  },
  add: async (tenant, suppression) => {
    const { address, reason, scope, source, at, held } = suppression;
    const item = { ...keyOf(tenant, address), address: normaliseAddress(address), reason, scope, source, at, held };
    // One for all mail replaces one that only held marketing. Of two as wide the one that began first stays, whichever is told first: events
    // come in any order. What a person added is no event and stays.
    const isLater = '#scope = :scope AND #at > :at AND #reason <> :manual';
    const isNarrower = scope === 'all' ? ' OR #scope = :narrow' : '';
    await table.putIf(item, {
      expression: `attribute_not_exists(pk) OR (${isLater})${isNarrower}`,
      names: { '#scope': 'scope', '#at': 'at', '#reason': 'reason' },
      values: {
        ':scope': scope,
        ':at': at,
        ':manual': 'manual',
        ...(scope === 'all' ? { ':narrow': 'marketing' } : {}),
      },
    });
  },
  remove: async (tenant, address) =>
    (await table.deleteIf(keyOf(tenant, address), { expression: 'attribute_exists(pk)' })) ? 'removed' : 'absent',
  list: async (tenant, { limit, cursor }) => {
    const pk = listKey(tenant);
    const page = await table.query({ pk, limit, ...keyAfter(pk, cursor) });
    return { items: page.items.map(read), ...cursorAfter(page.last) };
  },
});
