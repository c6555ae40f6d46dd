/** Machines that answer each other (docs/mailroom.md#loops), in small; `npm run drill -- --only L1` has them whole. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bounces, MANNERS, mailingList, outOfOffice, twoDesks } from '#tests/drill/loops-scenes.ts';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { howMuch } from '#tests/support/how-much.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud?.stop());

/** It ended where it is said to end, and left closed what people had closed. */
const ended = (mails: number) => ({ mails, reopened: 0, secondCases: 0 });

test('[F33][F34] two desks answer each other and say that they are machines: the first such mail is the last', async () => {
  expect(await twoDesks(cloud, 'marked', MANNERS.marked)).toMatchObject(ended(3));
});

test.runIf(howMuch({ part: false, whole: true }))(
  '[F33][F35] two desks that do not say so stop at the quotas of their plans, on one case each, which stays closed',
  async () => {
    expect(await twoDesks(cloud, 'unmarked', MANNERS.unmarked, 4)).toMatchObject(ended(9));
  },
);

test('[F36] absence notes of Exchange, Gmail, Lotus Notes and SES are answered with nothing', async () => {
  expect(await outOfOffice(cloud, 'away')).toMatchObject(ended(1));
});

test('[F33] a list that returns every post ends with the first one that is our own', async () => {
  expect(await mailingList(cloud, 'list')).toMatchObject(ended(2));
});

test('[F33] a bounce, a bounce to a bounce and a server that only talks end where they are', async () => {
  expect(await bounces(cloud, 'bounces')).toMatchObject(ended(1));
});
