/**
 * One counter item per (tenant or user, UTC day). A reservation is one conditional write that adds n and the mail's id to a set: a repeat finds its id
 * and counts nothing, and two at once can never pass the limit together. At 26 bytes an id, the item of the largest plan stays below 20 KB.
 */
import type { QuotaCounters } from '../../ports/sending.ts';
import type { CountingTable, Key } from './table.ts';

/** Kept a month for usage reports; then DynamoDB deletes them. */
const KEPT_SECONDS = 31 * 24 * 60 * 60;

export const makeQuotaCounters = (table: CountingTable): QuotaCounters => {
  const keyOf = (tenant: string, { scope, day }: { scope: string; day: string }): Key => ({
    pk: `${tenant}#quota#${scope}`,
    sk: day,
  });
  const read: QuotaCounters['read'] = async (tenant, counter) => {
    const item = await table.get(keyOf(tenant, counter));
    const ids: unknown = item?.['mailIds'];
    return { used: Number(item?.['used'] ?? 0), mailIds: ids instanceof Set ? [...ids].map(String) : [] };
  };
  return {
    read,
    reserve: async (tenant, counter, mailId, count, limit) => {
      if (count > limit) return 'over';
      const held = await table.updateIf(keyOf(tenant, counter), {
        update: 'ADD used :n, mailIds :ids SET expiresAt = :expires',
        expression:
          '(attribute_not_exists(used) OR used <= :room) AND (attribute_not_exists(mailIds) OR NOT contains(mailIds, :id))',
        values: {
          ':n': count,
          ':room': limit - count,
          ':id': mailId,
          ':ids': new Set([mailId]),
          ':expires': Math.floor(Date.parse(counter.day) / 1000) + KEPT_SECONDS,
        },
      });
      if (held !== undefined) return 'reserved';
      return (await read(tenant, counter)).mailIds.includes(mailId) ? 'reserved' : 'over';
    },
    giveBack: async (tenant, counter, mailId, count) => {
      await table.updateIf(keyOf(tenant, counter), {
        update: 'ADD used :n DELETE mailIds :ids',
        expression: 'contains(mailIds, :id)',
        values: { ':n': -count, ':id': mailId, ':ids': new Set([mailId]) },
      });
    },
  };
};
