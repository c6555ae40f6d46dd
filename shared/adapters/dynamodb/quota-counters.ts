/**
 * One counter item per (tenant or user, UTC day). A reservation is one conditional write that adds n and the mail's id to a set: a repeat finds its id
 * and counts nothing, and two at once can never pass the limit together. At 26 bytes an id, the item of the largest plan stays below 20 KB. The mails of a batch
 * are reserved in one such write under the batch's id; what one of them gives back is a set of its own.
 */
import type { QuotaCounters, QuotaWarning } from '../../ports/sending.ts';
import type { CountingTable, Item, Key } from './table.ts';

/** Kept a month for usage reports; then DynamoDB deletes them. */
const KEPT_SECONDS = 31 * 24 * 60 * 60;

const warningsOf = (item: Item | undefined): readonly QuotaWarning[] =>
  ([80, 100] as const).flatMap((level) => {
    const at: unknown = item?.[`warnedAt${level}`];
    return typeof at === 'string' ? [{ level, at }] : [];
  });

export const makeQuotaCounters = (table: CountingTable): QuotaCounters => {
  const keyOf = (tenant: string, { scope, day }: { scope: string; day: string }): Key => ({
    pk: `${tenant}#quota#${scope}`,
    sk: day,
  });
  const read: QuotaCounters['read'] = async (tenant, counter) => {
    const item = await table.get(keyOf(tenant, counter));
    const ids: unknown = item?.['mailIds'];
    return {
      used: Number(item?.['used'] ?? 0),
      mailIds: ids instanceof Set ? [...ids].map(String) : [],
      warned: Number(item?.['warned'] ?? 0),
      warnings: warningsOf(item),
    };
  };
  return {
    read,
    usedOf: async (tenant, counters) =>
      (await table.batchGet(counters.map((counter) => keyOf(tenant, counter)))).map((item) =>
        Number(item['used'] ?? 0),
      ),
    reserve: async (tenant, counter, mailId, count, limit) => {
      if (count > limit) return { kind: 'over' };
      const held = await table.updateIf(keyOf(tenant, counter), {
        // `warned` is written as it is to be answered: DynamoDB answers what an update touched.
        update: 'ADD used :n, mailIds :ids SET expiresAt = :expires, warned = if_not_exists(warned, :none)',
        expression:
          '(attribute_not_exists(used) OR used <= :room) AND (attribute_not_exists(mailIds) OR NOT contains(mailIds, :id))',
        values: {
          ':n': count,
          ':room': limit - count,
          ':id': mailId,
          ':ids': new Set([mailId]),
          ':expires': Math.floor(Date.parse(counter.day) / 1000) + KEPT_SECONDS,
          ':none': 0,
        },
      });
      if (held !== undefined) return { kind: 'reserved', used: Number(held['used']), warned: Number(held['warned']) };
      const { used, warned, mailIds } = await read(tenant, counter);
      return mailIds.includes(mailId) ? { kind: 'reserved', used, warned } : { kind: 'over' };
    },
    giveBack: async (tenant, counter, mailId, count) => {
      const { batch } = counter;
      await table.updateIf(
        keyOf(tenant, counter),
        batch === undefined
          ? {
              update: 'ADD used :n DELETE mailIds :ids',
              expression: 'contains(mailIds, :id)',
              values: { ':n': -count, ':id': mailId, ':ids': new Set([mailId]) },
            }
          : {
              update: 'ADD used :n, givenBack :ids',
              expression:
                'contains(mailIds, :batch) AND (attribute_not_exists(givenBack) OR NOT contains(givenBack, :id))',
              values: { ':n': -count, ':id': mailId, ':ids': new Set([mailId]), ':batch': batch },
            },
      );
    },
    noteWarning: async (tenant, counter, { level, at }) => {
      await table.updateIf(keyOf(tenant, counter), {
        update: `SET warned = :level, warnedAt${level} = :at`,
        expression: 'warned < :level',
        values: { ':level': level, ':at': at },
      });
    },
  };
};
