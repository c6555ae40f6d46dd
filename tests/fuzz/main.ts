/**
 * `npm run fuzz`: damages the mails of the corpus and puts each through everything that reads it. Exit code 1: one threw, or took longer than it may; it is
 * written to a file, and the seed and its number make it again. 2: there is no corpus.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeRandom } from '#local/kernel/random.ts';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';
import { corpusCases } from '../conformance/corpus.ts';
import { mutate } from './mutate.ts';
import { putThrough } from './put-through.ts';

const FOLDERS = ['parse', 'bounce', 'complaint', 'autoreply'];
const MAX_MS = 2_000;
const MEGABYTE = 1024 * 1024;
const SECONDS_BETWEEN_LINES = 10;

const readOptions = () => {
  const { values } = parseArgs({
    options: { mails: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
  });
  const [mails, seed] = [Number(values.mails), Number(values.seed)];
  if (!Number.isInteger(mails) || mails < 1 || !Number.isInteger(seed))
    throw new Error('--mails takes a whole number of 1 or more, --seed a whole number.');
  return { mails, seed };
};

const main = async (): Promise<number> => {
  const { mails, seed } = readOptions();
  const sources = FOLDERS.flatMap((folder) => corpusCases(folder) ?? []).map(({ raw }) => raw);
  if (sources.length === 0) return 2;
  const kept = join(PROJECT_FOLDER, '.build', 'fuzz');
  mkdirSync(kept, { recursive: true });
  const counts = { opened: 0, unfit: 0, matches: 0, threw: 0, slow: 0 };
  let slowestMs = 0;
  let bytes = 0;
  const keep = (n: number, raw: Buffer, why: string) => {
    const file = join(kept, `seed-${seed}-mail-${n}.eml`);
    writeFileSync(file, raw);
    console.log(`mail ${n}: ${why}; ${file}`);
  };
  const startedAt = performance.now();
  let saidAt = startedAt;
  const before = process.memoryUsage.rss();
  for (let n = 0; n < mails; n += 1) {
    // Of its own number, so that one mail can be made again without those before it.
    const random = makeRandom(seed * 1_000_003 + n);
    const pick = () => sources[Math.floor(random.next() * sources.length)] ?? Buffer.alloc(0);
    const raw = mutate(random, pick(), pick());
    bytes += raw.length;
    const began = performance.now();
    try {
      const { ended, matches } = await putThrough(raw);
      counts[ended] += 1;
      counts.matches += matches;
    } catch (error) {
      counts.threw += 1;
      keep(n, raw, `threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
    }
    const tookMs = performance.now() - began;
    slowestMs = Math.max(slowestMs, tookMs);
    if (tookMs > MAX_MS) {
      counts.slow += 1;
      keep(n, raw, `took ${tookMs.toFixed(0)} ms`);
    }
    if (performance.now() - saidAt > SECONDS_BETWEEN_LINES * 1000) {
      saidAt = performance.now();
      console.log(`${n + 1} of ${mails}: ${counts.threw} threw, ${counts.slow} were slow`);
    }
  }
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(
    [
      `${mails} damaged mails of seed ${seed}, ${(bytes / MEGABYTE).toFixed(0)} MB, in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
      `read ${counts.opened}, kept aside ${counts.unfit}, rules matched ${counts.matches}`,
      `threw ${counts.threw}, took more than ${MAX_MS} ms ${counts.slow}, slowest ${slowestMs.toFixed(0)} ms`,
      `memory of the process ${(before / MEGABYTE).toFixed(0)} MB before, ${(peak / MEGABYTE).toFixed(0)} MB at most`,
    ].join('\n'),
  );
  return counts.threw + counts.slow === 0 ? 0 : 1;
};

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
