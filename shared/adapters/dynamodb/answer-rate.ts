/**
 * Counts the automatic answers to one address, in the `mail` table: `<tenant>#answered#<digest of address>`, `claim`. Written only when an answer goes;
 * DynamoDB deletes it when the window is over, and until then what is older in it does not count.
 */
import * as z from 'zod';
import { normaliseAddress } from '../../domain/address/address.ts';
import { Failure } from '../../domain/failure.ts';
import { subjectSays } from '../../domain/forward/subject-prefixes.ts';
import { ANSWER_WINDOW_MS, judgeAnswer } from '../../domain/mailroom/answer-rate.ts';
import type { MayAnswer } from '../../ports/answer-rate.ts';
import type { Ids } from '../../ports/clock.ts';
import { ABSENT, type Table } from './table.ts';

const Stored = z.object({
  answered: z.array(z.object({ mailId: z.string(), at: z.string(), subject: z.string() })),
  revision: z.number(),
});

/** `Re: AW: Offer` is one more mail about the offer. Nobody writes more prefixes than that on purpose. */
const MAX_PREFIXES = 10;

const bareSubject = (subject: string): string => {
  let rest = subject;
  for (let prefixes = 0; prefixes < MAX_PREFIXES; prefixes += 1) {
    const next = subjectSays(rest).rest;
    if (next === rest) break;
    rest = next;
  }
  return rest.trim().toLowerCase();
};

/** Mails of one sender that arrive at once contend for one item. */
const MAX_TRIES = 30;

export const makeMayAnswer =
  (table: Table, ids: Pick<Ids, 'digest'>): MayAnswer =>
  async ({ tenant, address, subject, mailId, at }) => {
    const key = { pk: `${tenant}#answered#${ids.digest(normaliseAddress(address))}`, sk: 'claim' };
    const one = { mailId, at, subject: ids.digest(bareSubject(subject)) };
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const { answered, revision } = Stored.parse((await table.get(key)) ?? { answered: [], revision: 0 });
      const verdict = judgeAnswer(answered, one);
      if (verdict.kind === 'counted') return 'yes';
      if (verdict.kind === 'too-many') return verdict.why;
      const expiresAt = Math.ceil((Date.parse(at) + ANSWER_WINDOW_MS) / 1000);
      const next = { ...key, answered: verdict.answered, revision: revision + 1, expiresAt };
      const unchanged = revision === 0 ? ABSENT : { expression: 'revision = :seen', values: { ':seen': revision } };
      if (await table.putIf(next, unchanged)) return 'yes';
    }
    throw new Failure('unavailable', 'rate-contended', 'Too many mails of this sender arrive at once.');
  };
