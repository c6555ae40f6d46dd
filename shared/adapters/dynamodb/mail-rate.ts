/**
 * Counts the records that mail of one sender made, in the `mail` table: `<tenant>#made#<digest of mailbox and sender>`, `claim`. Written only when a record is
 * made, and by the sender's next one over what is older than the window.
 */
import * as z from 'zod';
import { normaliseAddress } from '../../domain/address/address.ts';
import { Failure } from '../../domain/failure.ts';
import { judgeRate } from '../../domain/mailroom/making-rate.ts';
import type { Ids } from '../../ports/clock.ts';
import type { MayMake } from '../../ports/mail-rate.ts';
import { ABSENT, type Table } from './table.ts';

const Stored = z.object({
  made: z.array(z.object({ mailId: z.string(), at: z.string() })),
  revision: z.number(),
});

/** Mails of one sender that arrive at once contend for one item. */
const MAX_TRIES = 30;

export const makeMayMake =
  (table: Table, ids: Ids): MayMake =>
  async ({ tenant, mailbox, sender, mailId, at }) => {
    const key = { pk: `${tenant}#made#${ids.digest(mailbox, normaliseAddress(sender))}`, sk: 'claim' };
    if (await table.putIf({ ...key, made: [{ mailId, at }], revision: 1 }, ABSENT)) return true;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const { made, revision } = Stored.parse((await table.get(key)) ?? { made: [], revision: 0 });
      const verdict = judgeRate(made, { mailId, at });
      if (verdict.kind !== 'count') return verdict.kind === 'counted';
      const next = { ...key, made: verdict.made, revision: revision + 1 };
      if (await table.putIf(next, { expression: 'revision = :seen', values: { ':seen': revision } })) return true;
    }
    throw new Failure('unavailable', 'rate-contended', 'Too many mails of this sender arrive at once.');
  };
