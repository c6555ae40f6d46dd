/**
 * Talks with mail servers in the `sending` table: cheaper than an object of S3 up to some kilobytes, and a talk seldom has more than two.
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | talk of a mail | `<tenant>#talk` | `<mail id>` |
 */
import * as z from 'zod';
import type { Talks } from '../../ports/talks.ts';
import type { Key, Table } from './table.ts';

const KEPT_SECONDS = 7 * 24 * 60 * 60;

const Stored = z.object({ at: z.string(), lines: z.array(z.string()), expiresAt: z.number() });

const talkKey = (tenant: string, mailId: string): Key => ({ pk: `${tenant}#talk`, sk: mailId });
const endOf = (at: string): number => Math.ceil(Date.parse(at) / 1000) + KEPT_SECONDS;

/** @param nowMs DynamoDB removes what has expired within days, not at once; until then it is not shown */
export const makeTalks = (table: Pick<Table, 'get' | 'put'>, nowMs: () => number): Talks => ({
  put: async (tenant, mailId, talk) => {
    await table.put({ ...talkKey(tenant, mailId), at: talk.at, lines: [...talk.lines], expiresAt: endOf(talk.at) });
  },
  get: async (tenant, mailId) => {
    const item = await table.get(talkKey(tenant, mailId));
    if (item === undefined) return undefined;
    const { at, lines, expiresAt } = Stored.parse(item);
    return expiresAt * 1000 <= nowMs() ? undefined : { at, lines };
  },
});
