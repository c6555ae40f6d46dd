/** Every AWS call of the functions on a mail's way out interrupted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaultKind } from '#local/endpoint/faults.ts';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { deadLettersOf } from '#tests/support/kill-table.ts';
import { playAllSending, playSending, SENDING_SCENES } from '#tests/support/sending-kill-table.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

/** Fewest calls that any of these functions makes for a mail. */
const FEWEST_CALLS = 5;

describe('[F124] a mail goes once, is counted once and its status is true:', () => {
  test.each(SENDING_SCENES)('$functionName undisturbed: $title', async (scene) => {
    const { left } = await playSending(cloud, scene);
    expect(left).toSatisfy(scene.isRight);
  });

  // What is left by being killed before a call is left by being killed after the one before it, too.
  const kinds = howMuch<readonly FaultKind[]>({ part: ['kill-after'], whole: ['kill-before', 'kill-after', 'error'] });
  // Two who edit at once go the ways of one, in another order.
  const scenes = howMuch({
    part: SENDING_SCENES.filter(({ title }) => !title.startsWith('two change the time')),
    whole: SENDING_SCENES,
  });
  const cases = scenes.flatMap((scene) => kinds.map((kind) => ({ ...scene, scene, kind })));
  test.each(cases)('$functionName, $kind at each of its calls: $title', async ({ scene, kind }) => {
    const runs = await playAllSending(cloud, scene, kind);
    expect(runs.length).toBeGreaterThanOrEqual(FEWEST_CALLS);
    expect(runs.filter((left) => !scene.isRight(left))).toEqual([]);
    expect(deadLettersOf(cloud)).toEqual([]);
  });
});
