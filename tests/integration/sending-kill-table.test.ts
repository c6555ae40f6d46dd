/** Every AWS call of the functions on a mail's way out interrupted. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { countCalls } from '#tests/support/count-calls.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { deadLettersOf } from '#tests/support/kill-table.ts';
import { playAllSending, playSending, SENDING_SCENES } from '#tests/support/sending-kill-table.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

const WRITES = ['DeleteItem', 'PutEvents', 'PutItem', 'PutObject', 'SendMessage', 'SendRawEmail', 'UpdateItem'];
const READS = ['GetItem', 'BatchGetItem', 'Query', 'GetObject', 'GetQueueAttributes', 'GetSendQuota'];
/** Lambda itself, in the function's name. */
const LAMBDA = ['ReceiveMessage', 'DeleteMessageBatch', 'Invoke'];

/** Fewest that any of these functions makes for a mail. */
const FEWEST_WRITES = 2;

type Way = Parameters<typeof playAllSending>[2];

describe('[F124] [F184] a mail goes once, is counted once and its status is true:', () => {
  // The others are disturbed below, or shown by compose.test.ts.
  const undisturbed = howMuch({
    part: SENDING_SCENES.filter(({ title }) => title.startsWith('two change the time')),
    whole: SENDING_SCENES,
  });
  test.each(undisturbed)('$functionName undisturbed: $title', async (scene) => {
    const { left } = await playSending(cloud, scene);
    expect(left).toSatisfy(scene.isRight);
  });

  /*
   * What is left by being killed before a call is left by being killed after the one before it, too; and what a death after a read leaves,
   * the death after the write before it left.
   */
  const ways = howMuch<readonly Way[]>({
    part: WRITES.map((operation) => ({ kind: 'kill-after', operation })),
    whole: [{ kind: 'kill-before' }, { kind: 'kill-after' }, { kind: 'error' }],
  });
  // Two who edit at once go the ways of one, in another order; a client that gives up leaves what one that repeats finds.
  const scenes = howMuch({
    part: SENDING_SCENES.filter(
      ({ title }) => !/^two change the time|^the client gives up|^\[F132\]|^\[F121\]/.test(title),
    ),
    whole: SENDING_SCENES,
  });
  test.each(scenes)(
    '$functionName, interrupted at its calls: $title',
    async (scene) => {
      const { result, most } = await countCalls(cloud, scene.functionName, () => playSending(cloud, scene));
      expect(result.left).toSatisfy(scene.isRight);
      let runs = 0;
      for (const way of ways) {
        const left = await playAllSending(cloud, scene, way, most(way.operation));
        expect(left.filter((one) => !scene.isRight(one))).toEqual([]);
        runs += left.length;
      }
      expect(runs).toBeGreaterThanOrEqual(FEWEST_WRITES);
      expect(deadLettersOf(cloud)).toEqual([]);
    },
    howMuch({ part: 120_000, whole: 600_000 }),
  );

  test('these are all the writes the functions make', () => {
    const named = new Set(SENDING_SCENES.map(({ functionName }) => functionName));
    const rows = cloud.usage.report().items.filter((row) => named.has(row.function));
    // Routes are counted beside calls.
    const others = rows
      .map(({ operation }) => operation)
      .filter((name) => ![...READS, ...LAMBDA].includes(name) && !name.includes(' '));
    expect([...new Set(others)].toSorted()).toEqual(WRITES);
  });
});
