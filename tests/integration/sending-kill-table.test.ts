/** Every AWS call of the functions on a mail's way out interrupted. `npm run drill` does the same in every way there is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { deadLettersOf } from '#tests/support/kill-table.ts';
import { playAllSending, playSending, SENDING_SCENES } from '#tests/support/sending-kill-table.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

/** Fewest calls that any of these functions makes for a mail. */
const FEWEST_CALLS = 6;

describe('[F124] a mail goes once, is counted once and its status is true:', () => {
  test.each(SENDING_SCENES)('$functionName undisturbed: $title', async (scene) => {
    const { left } = await playSending(cloud, scene);
    expect(left).toSatisfy(scene.isRight);
  });

  // To be killed before a call leaves what being killed after the one before it left: that, and errors, are the drill's.
  test.each(SENDING_SCENES)('$functionName killed after each of its calls: $title', async (scene) => {
    const runs = await playAllSending(cloud, scene, 'kill-after');
    expect(runs.length).toBeGreaterThanOrEqual(FEWEST_CALLS);
    expect(runs.filter((left) => !scene.isRight(left))).toEqual([]);
    expect(deadLettersOf(cloud)).toEqual([]);
  });
});
