/** A day of mail replayed, in small; `npm run drill -- --only R6` has it whole. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRandom } from '#local/kernel/random.ts';
import { replayADay } from '#tests/drill/replay-day.ts';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';
import { replayWindow } from '../../scripts/replay/window.ts';
import { makeDeployment } from '../../scripts/smoke/deployment.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud?.stop());

test('[F15][F41] a day of mail replayed in order, and twice in any order, leaves records, timelines and outcomes as they were', async () => {
  const { outcomes, inOrder, anyOrder } = await replayADay(cloud, { mails: 30, times: 2, random: makeRandom(5) });
  expect([...outcomes].sort()).toEqual(['acted', 'skipped']);
  expect(inOrder).toEqual([]);
  expect(anyOrder).toEqual([]);
});

test('[F41] npm run replay runs the mails of a time again and names those with another outcome', async () => {
  const shop = await cloud.tenant('shop');
  const get = async (path: string) => (await cloud.call('GET', path, { token: shop.owner })).body;
  const arrive = async (from: string) => {
    await cloud.deliver(shop.address('+archive'), aMail({ from }));
    await cloud.idle();
    await cloud.call('POST', '/local/clock', { body: { advance: 'PT1H' } });
  };
  for (const from of ['too@early.example', 'jo@customer.example', 'nobody@customer.example', 'too@late.example'])
    await arrive(from);
  for (const email of ['jo@customer.example', 'too@early.example', 'too@late.example'])
    await cloud.call('POST', '/v1/records/contacts', {
      token: shop.owner,
      body: { fields: { lastname: 'Jo', email } },
    });
  const newestFirst: readonly { id: string; receivedAt: string }[] = (await get('/v1/mailroom/emails')).items;
  const [late, , jo] = newestFirst;
  const lines: string[] = [];
  const different = await replayWindow(makeDeployment(cloud.ready.http, shop.owner), {
    from: jo?.receivedAt ?? '',
    to: late?.receivedAt ?? '',
    outcome: 'skipped',
    say: (line) => lines.push(line),
    settled: () => cloud.idle(),
  });
  expect(different).toEqual([jo?.id]);
  expect(lines.at(-2)).toMatch(/skipped no-record-found -> acted contacts\//);
  expect(lines.at(-1)).toBe('1 of 2 have another outcome');
});
