/**
 * How much mail of a domain left in a day: one item per (tenant, organisation's domain, UTC day) in the `sending` table. A mail's id is added with its
 * count under one condition, so that a repeat counts nothing. Only every 32nd mail is counted (count-domain-mail.ts): 4,000 mails are 125 ids of 26 bytes.
 *
 * | pk | sk |
 * | --- | --- |
 * | `<tenant>#domain-mail#<organisation's domain>` | `<day>` |
 */
import type { DomainMailCounter } from '../../ports/sender-domains.ts';
import type { CountingTable, Key } from './table.ts';

/** Kept a month, as the quota's counters; then DynamoDB deletes them. */
const KEPT_SECONDS = 31 * 24 * 60 * 60;

/** 104 KB: a domain with 128,000 mails a day; what is more is not counted. */
const MAX_IDS = 4_000;

export const makeDomainMailCounter = (table: CountingTable): DomainMailCounter => {
  const keyOf = (tenant: string, organisation: string, day: string): Key => ({
    pk: `${tenant}#domain-mail#${organisation}`,
    sk: day,
  });
  return {
    add: async (tenant, organisation, day, mailId, count) => {
      const counted = await table.updateIf(keyOf(tenant, organisation, day), {
        // `told` is written as it is to be answered: DynamoDB answers what an update touched.
        update: 'ADD mails :n, mailIds :ids SET expiresAt = :expires, told = if_not_exists(told, :no)',
        expression: 'attribute_not_exists(mailIds) OR (NOT contains(mailIds, :id) AND size(mailIds) < :most)',
        values: {
          ':n': count,
          ':ids': new Set([mailId]),
          ':id': mailId,
          ':most': MAX_IDS,
          ':expires': Math.floor(Date.parse(day) / 1000) + KEPT_SECONDS,
          ':no': false,
        },
      });
      return counted === undefined ? undefined : { count: Number(counted['mails']), told: counted['told'] === true };
    },
    noteTold: async (tenant, organisation, day) => {
      await table.updateIf(keyOf(tenant, organisation, day), {
        update: 'SET told = :yes',
        expression: 'attribute_exists(pk)',
        values: { ':yes': true },
      });
    },
    read: async (tenant, organisation, day) =>
      Number((await table.get(keyOf(tenant, organisation, day)))?.['mails'] ?? 0),
  };
};
