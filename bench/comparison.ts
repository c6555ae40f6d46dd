/** Runs both sides of a comparison by turns and makes sure that they asked AWS for the same. */
import type { BenchCloud, UsageItem } from './cloud.ts';
import type { Side, SqsEvent, Took } from './side.ts';
import { median } from './statistics.ts';

/** The clients of a side have the root key, so that what they did is told apart from what the cloud did meanwhile. */
const callsOf = (items: readonly UsageItem[]): ReadonlyMap<string, number> =>
  new Map(
    items
      .filter((item) => item.function === 'root')
      .map(({ service, operation, requests }) => [`${service} ${operation}`, requests]),
  );

const wordsOf = (calls: ReadonlyMap<string, number>): string =>
  [...calls].map(([call, requests]) => `${requests} ${call}`).join(', ') || 'nothing';

/**
 * Work done at once may lose a race and ask again, which the bare loop never has to: ours may make some calls more in all, and pays for them. A call that
 * only one side knows, or that the bare side makes more often, would make the bare side another program.
 */
const MORE_CALLS = 1.3;

const totalOf = (calls: ReadonlyMap<string, number>): number => [...calls.values()].reduce((sum, n) => sum + n, 0);

const isComparable = (ours: ReadonlyMap<string, number>, bare: ReadonlyMap<string, number>): boolean =>
  ours.size === bare.size &&
  [...ours].every(([call, requests]) => requests >= (bare.get(call) ?? Number.POSITIVE_INFINITY)) &&
  totalOf(ours) <= totalOf(bare) * MORE_CALLS;

interface Runner {
  readonly ours: Side;
  readonly bare: Side;
  /** As many new events as both sides need in a round, each with one message. */
  readonly events: () => Promise<readonly SqsEvent[]>;
  readonly concurrency?: number;
}

export interface Rounds {
  /** Processor ms for each message, one entry a round. */
  readonly ours: readonly number[];
  readonly bare: readonly number[];
  readonly last: { readonly ours: Took; readonly bare: Took };
}

export const compare = async (
  cloud: BenchCloud,
  { ours, bare, events, concurrency = 1 }: Runner,
  { rounds, warmUp }: { readonly rounds: number; readonly warmUp: number },
): Promise<Rounds> => {
  const took: { readonly ours: Took[]; readonly bare: Took[] } = { ours: [], bare: [] };
  let perSide = 0;
  for (let round = -warmUp; round < rounds; round += 1) {
    const both = await events();
    perSide = both.length / 2;
    const share = { ours: both.slice(0, perSide), bare: both.slice(perSide) };
    await cloud.usage();
    const once = async (name: 'ours' | 'bare', side: Side) => {
      const result = await side.run(share[name], concurrency);
      if (round >= 0) took[name].push(result);
      return callsOf(await cloud.usage());
    };
    // By turns first: whoever comes second finds the machine a little warmer.
    const isEven = round % 2 === 0;
    const early = await (isEven ? once('ours', ours) : once('bare', bare));
    const late = await (isEven ? once('bare', bare) : once('ours', ours));
    const [a, b] = isEven ? [early, late] : [late, early];
    if (!isComparable(a, b))
      throw new Error(
        `The two sides did not make the same calls, so their ratio says nothing. Ours: ${wordsOf(a)}. Bare: ${wordsOf(b)}. Bring bench/bare/ in line with the function.`,
      );
  }
  const [lastOurs, lastBare] = [took.ours.at(-1), took.bare.at(-1)];
  if (lastOurs === undefined || lastBare === undefined) throw new Error('A comparison needs at least one round.');
  return {
    ours: took.ours.map(({ cpuMs }) => cpuMs / perSide),
    bare: took.bare.map(({ cpuMs }) => cpuMs / perSide),
    last: { ours: lastOurs, bare: lastBare },
  };
};

export const figuresOf = ({ ours, bare }: Pick<Rounds, 'ours' | 'bare'>): Readonly<Record<string, number>> => ({
  oursMs: median(ours),
  bareMs: median(bare),
});
