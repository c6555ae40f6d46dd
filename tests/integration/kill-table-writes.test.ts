/**
 * The worker dies after each of its writes while a mail finds something that is there already or goes more than one way. A death at a read leaves
 * what the death at the write before it left; kill-table.test.ts has those too.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { countCalls } from '#tests/support/count-calls.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { deadLettersOf, play, playAll } from '#tests/support/kill-table.ts';
import { OTHER_SCENES, SUFFIX_SCENES } from '#tests/support/scenes.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

const WRITES = ['PutEvents', 'PutItem', 'PutObject'];
const READS = ['GetItem', 'BatchGetItem', 'Query', 'GetObject'];
/** Lambda itself, in the function's name. */
const LAMBDA = ['ReceiveMessage', 'DeleteMessageBatch', 'Invoke'];

/** Fewest that receive-mail makes for a mail: its entry in the log and the news of it. */
const FEWEST_WRITES = 2;

/** These make the most writes of different kinds; every other one goes part of their way. */
const PART = ['+case of a new sender', 'two attachments'];
const EVERY = [...SUFFIX_SCENES, ...OTHER_SCENES];
// The whole kill-table.test.ts has those of the suffixes.
const scenes = howMuch({ part: EVERY.filter(({ title }) => PART.includes(title)), whole: OTHER_SCENES });

test.each(scenes)('$title, killed after any write: the same outcomes, records and timelines', async (scene) => {
  const { result: undisturbed, most } = await countCalls(cloud, 'receive-mail', () => play(cloud, scene));
  expect((await undisturbed.shop.mails()).map(({ outcome }) => outcome)).toEqual(scene.outcomes);
  let killed = 0;
  for (const operation of WRITES) {
    const runs = await playAll(cloud, scene, { kind: 'kill-after', operation }, most(operation));
    expect(runs).toEqual(runs.map(() => undisturbed.left));
    killed += runs.length;
  }
  expect(killed).toBeGreaterThanOrEqual(FEWEST_WRITES);
  expect(deadLettersOf(cloud)).toEqual([]);
});

test('these are all the writes receive-mail makes', () => {
  const used = cloud.usage.report().items.filter((row) => row.function === 'receive-mail');
  const others = used.map(({ operation }) => operation).filter((name) => ![...READS, ...LAMBDA].includes(name));
  expect(others.toSorted()).toEqual(WRITES);
});
