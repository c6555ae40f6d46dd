/**
 * What workflows and campaigns sent to one person, in the `sending` table: `<tenant>#frequency#<digest of the address>`, `sends`. Written with every mail that is counted;
 * DynamoDB deletes it when the last of it says nothing any more.
 */
import * as z from 'zod';
import { normaliseAddress } from '../../domain/address/address.ts';
import { Failure } from '../../domain/failure.ts';
import { forgottenAfterMs, judgeCap } from '../../domain/frequency/cap.ts';
import type { Ids } from '../../ports/clock.ts';
import type { FrequencyCounters } from '../../ports/holding-back.ts';
import type { Key, Table } from './table.ts';

const Stored = z.object({
  sends: z.array(z.object({ mailId: z.string(), at: z.string() })),
  revision: z.number(),
});

/** Mails to one person that go at once contend for one item. */
const MAX_TRIES = 30;

export const makeFrequencyCounters = (table: Table, ids: Pick<Ids, 'digest'>): FrequencyCounters => ({
  count: async (tenant, addresses, mail, cap) => {
    const keys: readonly Key[] = [...new Set(addresses.map(normaliseAddress))].map((address) => ({
      pk: `${tenant}#frequency#${ids.digest(address)}`,
      sk: 'sends',
    }));
    const judge = async (key: Key) => {
      const { sends, revision } = Stored.parse((await table.get(key)) ?? { sends: [], revision: 0 });
      return { key, revision, verdict: judgeCap(sends, mail, cap) };
    };
    type Judged = Awaited<ReturnType<typeof judge>>;
    const write = async ({ key, revision, verdict }: Judged): Promise<boolean> => {
      if (verdict.kind !== 'count') return true;
      const expiresAt = Math.ceil((mail.atMs + forgottenAfterMs(cap)) / 1000);
      return table.putIf(
        { ...key, sends: verdict.sends, revision: revision + 1, expiresAt },
        revision === 0
          ? { expression: 'attribute_not_exists(revision)' }
          : { expression: 'revision = :seen', values: { ':seen': revision } },
      );
    };

    let open = keys;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      // All are asked before any is written: a mail that waits for one of its recipients takes nobody else's place.
      const judged = await Promise.all(open.map(judge));
      const waits = judged.flatMap(({ verdict }) => (verdict.kind === 'wait' ? [verdict.untilMs] : []));
      if (waits.length > 0) return { kind: 'wait', untilMs: Math.max(...waits) };
      const written = await Promise.all(judged.map(write));
      open = judged.filter((_, n) => written[n] === false).map(({ key }) => key);
      if (open.length === 0) return { kind: 'counted' };
    }
    throw new Failure('unavailable', 'frequency-contended', 'Too many mails to this person go at once.');
  },
});
