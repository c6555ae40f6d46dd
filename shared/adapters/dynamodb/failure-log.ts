/**
 * Failures in the `sending` table, one item each: a repeat writes the same key. The counter beside them is only for the alert, which must not read a whole hour.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | failure | `<tenant>#failures` | `<hour>#<code>#<mail id>#<recipient>` |
 * | how many in an hour | `<tenant>#failure-counts` | `<hour>#<code>` |
 */
import * as z from 'zod';
import { hourOf, type LoggedFailure } from '../../domain/failures/failure-log.ts';
import type { FailureLog } from '../../ports/failures.ts';
import { ABSENT, type CountingTable, type Item, type Key, queryAll } from './table.ts';

/** Shown for a month and compared with the one before. */
const KEPT_SECONDS = 90 * 24 * 60 * 60;

const Stored = z.object({
  at: z.string(),
  code: z.custom<LoggedFailure['code']>((value) => typeof value === 'string'),
  mailId: z.string(),
  recipient: z.number(),
});

const failuresKey = (tenant: string) => `${tenant}#failures`;
const countKey = (tenant: string, hour: string, code: string): Key => ({
  pk: `${tenant}#failure-counts`,
  sk: `${hour}#${code}`,
});
const expiresAt = (at: string) => Math.ceil(Date.parse(at) / 1000) + KEPT_SECONDS;
const countIn = (item: Item | undefined): number => (typeof item?.['failures'] === 'number' ? item['failures'] : 0);

export const makeFailureLog = (table: CountingTable): FailureLog => ({
  add: async (tenant, failure) => {
    const { at, code, mailId, recipient } = failure;
    const hour = hourOf(at);
    const key = { pk: failuresKey(tenant), sk: `${hour}#${code}#${mailId}#${recipient}` };
    if (!(await table.putIf({ ...key, ...failure, expiresAt: expiresAt(at) }, ABSENT))) return undefined;
    const counted = await table.updateIf(countKey(tenant, hour, code), {
      update: 'ADD failures :one SET expiresAt = :end',
      expression: 'attribute_not_exists(failures) OR failures >= :none',
      values: { ':one': 1, ':none': 0, ':end': expiresAt(at) },
    });
    return countIn(counted);
  },
  countOf: async (tenant, hour, code) => {
    const item = await table.get(countKey(tenant, hour, code));
    return { count: countIn(item), told: item?.['told'] === true };
  },
  setTold: async (tenant, hour, code) => {
    await table.updateIf(countKey(tenant, hour, code), {
      update: 'SET told = :yes',
      expression: 'attribute_exists(pk)',
      values: { ':yes': true },
    });
  },
  ofDay: async (tenant, day) =>
    (await queryAll(table, { pk: failuresKey(tenant), prefix: `${day}T` })).map((item) => Stored.parse(item)),
});
