/** Every AWS call of receive-mail interrupted in every way: the tenant is left with exactly what an undisturbed run leaves. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { deadLettersOf, type Fault, play, playAll } from '#tests/support/kill-table.ts';
import { SUFFIX_SCENES } from '#tests/support/scenes.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

/** Fewest calls that such a mail can take: tenant, log, raw mail, claim, profile, look-up, timeline, outcome. */
const FEWEST_CALLS = 8;

/** A single error is tried again by the SDK, up to four times in all: six are more than it can hide, and the queue has to try again. */
const OUTAGE: Fault = { kind: 'error', times: 6 };

const EVERY: readonly Fault[] = [{ kind: 'kill-before' }, { kind: 'kill-after' }, { kind: 'error' }];

/**
 * What `kill-before` call n leaves is what `kill-after` call n - 1 left, and a death at a read leaves what the one at the write before it left: every
 * kill costs a cold start, so `npm test` shows all calls of one scene here and the writes of others in kill-table-writes.test.ts.
 */
const waysOf = (title: string): readonly Fault[] => {
  if (title === '+lead of a new sender')
    return howMuch<readonly Fault[]>({
      part: [{ kind: 'error' }],
      whole: [...EVERY, { kind: 'throttle' }],
    });
  if (title !== '+case of a new sender') return howMuch({ part: [], whole: EVERY });
  return howMuch({ part: [], whole: [...EVERY, OUTAGE] });
};
const cases = SUFFIX_SCENES.flatMap((scene) =>
  waysOf(scene.title).map((fault) => ({ ...scene, scene, fault, way: `${fault.kind} x ${fault.times ?? 1}` })),
);

describe('receive-mail interrupted at every one of its AWS calls', () => {
  test.each(cases)('$title, $way: one outcome, the same records and timelines', async ({ scene, fault }) => {
    const undisturbed = await play(cloud, scene);
    expect((await undisturbed.shop.mails()).map(({ outcome }) => outcome)).toEqual(scene.outcomes);
    const runs = await playAll(cloud, scene, fault);
    expect(runs.length).toBeGreaterThanOrEqual(FEWEST_CALLS);
    expect(runs).toEqual(runs.map(() => undisturbed.left));
    expect(deadLettersOf(cloud)).toEqual([]);
  });
});
