/** A short slice of `npm run fuzz`, always the same: damaged mails are read or refused, and nothing that reads them throws. */
import { expect, test } from 'vitest';
import { makeRandom } from '#local/kernel/random.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { aMail } from '#tests/support/mail.ts';
import { corpusCases } from '../conformance/corpus.ts';
import { mutate } from '../fuzz/mutate.ts';
import { putThrough } from '../fuzz/put-through.ts';

test('[F32] damaged mails of the corpus are read or kept aside', { timeout: 300_000 }, async () => {
  const corpus = ['parse', 'bounce', 'complaint', 'autoreply'].flatMap((name) => corpusCases(name) ?? []);
  const sources = corpus.length > 0 ? corpus.map(({ raw }) => raw) : [Buffer.from(aMail())];
  const ended = { opened: 0, unfit: 0 };
  for (let n = 0; n < howMuch({ part: 400, whole: 4_000 }); n += 1) {
    const random = makeRandom(1_000_003 + n);
    const pick = () => sources[Math.floor(random.next() * sources.length)] ?? Buffer.alloc(0);
    ended[(await putThrough(mutate(random, pick(), pick()))).ended] += 1;
  }
  expect(ended.opened).toBeGreaterThan(100);
});
