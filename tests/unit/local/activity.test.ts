import { expect, test } from 'vitest';
import { makeActivity } from '#local/kernel/activity.ts';

test('a timer that fires right after the last look is not taken for quiet', async () => {
  const activity = makeActivity();
  let looks = 0;
  let working = false;
  activity.probe('timer', () => {
    looks += 1;
    if (looks === 2) setTimeout(() => (working = true), 0);
    return working;
  });
  expect(await activity.settled(1000)).toBe(true);
  expect(working).toBe(false);
});

test('what stays busy is named, and waited for no longer than asked', async () => {
  const activity = makeActivity();
  activity.probe('queues', () => true);
  activity.probe('functions', () => false);
  expect(await activity.settled(0)).toBe(false);
  expect(activity.busy()).toEqual(['queues']);
});
