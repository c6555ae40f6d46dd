/** Queues deliver at least once, SES may announce a mail twice, and workers die in the middle of a crowd: what is made is made once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { footprintOf } from '#tests/support/footprint.ts';
import { aShop, deadLettersOf, play, type Scene } from '#tests/support/kill-table.ts';
import { aMail } from '#tests/support/mail.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

const mailQueue = () => {
  const figure = cloud.platform.queues.figures().find(({ name }) => name.endsWith('receive-mail'));
  if (figure === undefined) throw new Error('There is no queue of receive-mail.');
  return figure.arn;
};

const CASE: Scene = {
  title: 'a case of a new sender',
  act: (shop) => shop.deliver('+case', aMail({ messageId: '<first@customer.example>' })),
  outcomes: ['acted'],
};

test('one announcement delivered forty times, several at once, makes what one makes', async () => {
  const { left: undisturbed } = await play(cloud, CASE);
  const shop = await aShop(cloud);
  // The first try dies at once, so that the message can be looked at while it waits.
  cloud.faults.plant({ function: 'receive-mail', nth: 1, kind: 'kill-before', times: 1 });
  await CASE.act(shop);
  await cloud.idle();
  const [announcement] = cloud.platform.queues.peek(mailQueue(), 1);
  for (let copy = 0; copy < 40; copy += 1) cloud.platform.queues.send(mailQueue(), { body: announcement?.body ?? '' });
  await cloud.drain();
  cloud.faults.clear();
  expect(await footprintOf(cloud, shop.tenant)).toEqual(undisturbed);
});

test('[F15] twenty copies of one mail at once: one is acted on, nineteen are its duplicates', async () => {
  const shop = await aShop(cloud);
  const mail = aMail();
  await Promise.all(Array.from({ length: 20 }, () => shop.deliver('+lead', mail)));
  await cloud.drain();
  const outcomes = (await shop.mails()).map(({ outcome }) => outcome).toSorted();
  expect(outcomes).toEqual(['acted', ...Array.from({ length: 19 }, () => 'skipped')]);
});

test('sixty mails of six senders while workers die among them: each is acted on once, each sender is one lead', async () => {
  const shop = await aShop(cloud);
  for (const nth of [7, 40, 90, 160, 250, 350, 450])
    cloud.faults.plant({ function: 'receive-mail', nth, kind: nth % 2 === 0 ? 'kill-before' : 'kill-after', times: 1 });
  const from = (n: number) => `Sender ${n % 6} <s${n % 6}@crowd.example>`;
  await Promise.all(
    Array.from({ length: 60 }, (_, n) => shop.deliver('+lead', aMail({ from: from(n), subject: `Mail ${n}` }))),
  );
  await cloud.drain();
  expect(cloud.faults.list().map(({ fired }) => fired)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  cloud.faults.clear();
  const mails = (await shop.call('GET', '/v1/mailroom/emails?limit=100')).body.items;
  expect(mails.map(({ outcome }: { outcome: string }) => outcome)).toEqual(Array.from({ length: 60 }, () => 'acted'));
  const leads = (await shop.call('GET', '/v1/records/leads?limit=100')).body.items;
  expect(leads).toHaveLength(6);
  for (const { id, fields } of leads) {
    const { items } = (await shop.call('GET', `/v1/records/leads/${id}/timeline?limit=100`)).body;
    const sender = Number(fields.lastname);
    const expected = Array.from({ length: 10 }, (_, n) => `Mail ${n * 6 + sender}`);
    expect(items.map(({ summary }: { summary: string }) => summary).toSorted()).toEqual(expected.toSorted());
  }
  expect(deadLettersOf(cloud)).toEqual([]);
});
