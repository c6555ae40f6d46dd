/**
 * The `due` table: what waits for a time, in shards so that no single partition takes every mail of every tenant.
 *
 * | pk | sk |
 * | --- | --- |
 * | `due#<shard>` | `<due at>#<mail id>#<revision>`, of a reminder with `#follow-up` behind it: its revisions are counted apart |
 */
import * as z from 'zod';
import type { DueEntries, DueEntry } from '../../ports/sending.ts';
import type { Item, Key, Table } from './table.ts';

/** A partition takes 1,000 writes a second; four are 2,000 mails a second, four times SES's usual largest rate. */
const SHARDS = 4;

/** By the id's last character, which is random: the same entry always lies in the same shard. */
const shardOf = (mailId: string): number => (mailId.codePointAt(mailId.length - 1) ?? 0) % SHARDS;

const keyOf = ({ at, mailId, revision, followUp }: DueEntry): Key => ({
  pk: `due#${shardOf(mailId)}`,
  sk: `${at}#${mailId}#${revision}${followUp === true ? '#follow-up' : ''}`,
});

const Stored = z.object({
  at: z.string(),
  revision: z.number(),
  emptyOnce: z.boolean().exactOptional(),
  tenant: z.string(),
  mailId: z.string(),
  reserving: z.object({ scope: z.string(), day: z.string(), count: z.number(), user: z.string() }).exactOptional(),
  inbound: z.literal(true).exactOptional(),
  domain: z.string().exactOptional(),
  followUp: z.literal(true).exactOptional(),
});

const read = (item: Item): DueEntry => Stored.parse(item);

export const makeDueEntries = (table: Table): DueEntries => ({
  put: async (entry) => {
    const { at, revision, tenant, mailId, reserving, emptyOnce, inbound, domain, followUp } = entry;
    await table.put({ ...keyOf(entry), at, revision, tenant, mailId, reserving, emptyOnce, inbound, domain, followUp });
  },
  remove: async (entry) => {
    await table.deleteIf(keyOf(entry));
  },
  due: async (now, limit) => {
    const found: DueEntry[] = [];
    for (let shard = 0; shard < SHARDS; shard += 1) {
      const page = await table.query({ pk: `due#${shard}`, upTo: `${now}~`, limit });
      found.push(...page.items.map(read));
    }
    return found;
  },
});
