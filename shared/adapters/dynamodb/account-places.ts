/**
 * What went through an account of the tenant's own, in the `sending` table: `<tenant>#account#<id>`, `use`. One read and one conditional write for a mail that goes through
 * an account with a limit; of the others nothing is kept.
 */
import * as z from 'zod';
import { Failure } from '../../domain/failure.ts';
import { judgeUse, UNUSED } from '../../domain/quota/account-use.ts';
import type { AccountPlaces } from '../../ports/holding-back.ts';
import type { Key, Table } from './table.ts';

const Stored = z.object({
  hours: z.array(z.object({ hour: z.number(), count: z.number() })),
  minutes: z.array(z.object({ minute: z.number(), mailIds: z.array(z.string()) })),
  revision: z.number(),
});

/** Thirty workers at most send at once; each lost race means that another has its place. */
const MAX_TRIES = 60;
/** Two days after its last mail nothing in it counts. */
const KEPT_MS = 2 * 24 * 60 * 60 * 1000;

export const makeAccountPlaces = (table: Table): AccountPlaces => {
  const keyOf = (tenant: string, account: string): Key => ({ pk: `${tenant}#account#${account}`, sk: 'use' });
  const read = async (key: Key) => Stored.parse((await table.get(key)) ?? { ...UNUSED, revision: 0 });
  return {
    take: async (tenant, account, mail, limits) => {
      const key = keyOf(tenant, account);
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const { revision, ...use } = await read(key);
        const verdict = judgeUse(use, mail, limits);
        const next = 'next' in verdict ? verdict.next : undefined;
        if (next === undefined) return verdict;
        const isWritten = await table.putIf(
          { ...key, ...next, revision: revision + 1, expiresAt: Math.ceil((mail.atMs + KEPT_MS) / 1000) },
          revision === 0
            ? { expression: 'attribute_not_exists(revision)' }
            : { expression: 'revision = :seen', values: { ':seen': revision } },
        );
        if (isWritten) return verdict;
      }
      throw new Failure('unavailable', 'account-contended', 'Too many mails go through this account at once.');
    },
    read: (tenant, account) => read(keyOf(tenant, account)),
  };
};
