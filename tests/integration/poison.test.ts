/** Mails that hurt their parser, among good ones: each ends with an outcome, none takes a worker or a neighbour with it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aShop, deadLettersOf, type Shop } from '#tests/support/kill-table.ts';
import { aMail } from '#tests/support/mail.ts';
import { POISON_MAILS } from '#tests/support/poison-mails.ts';
import { connectSmtp } from '#tests/support/smtp-client.ts';

let cloud: TestCloud;

beforeAll(async () => {
  cloud = await startTestCloud();
});
afterAll(() => cloud.stop());

const GOOD = 'good@customer.example';
const failures = () => cloud.platform.functions.figures().reduce((sum, figure) => sum + figure.failures, 0);

describe('poison among good mails', () => {
  /** A tenant for each poison, so that its mails are the poison and the good one. */
  const shops = new Map<string, Shop>();
  const poisonOf = async (shop: Shop | undefined) => {
    const mails = (await shop?.mails()) ?? [];
    return { listed: mails.length, ...mails.find(({ from }) => from.address !== GOOD) };
  };

  beforeAll(async () => {
    for (const { name } of POISON_MAILS) shops.set(name, await aShop(cloud));
    for (const { name, raw } of POISON_MAILS) {
      await shops.get(name)?.deliver('+lead', raw());
      await shops.get(name)?.deliver('+lead', aMail({ from: `Good <${GOOD}>` }));
    }
    await cloud.drain();
  });

  test.each(POISON_MAILS)(
    '[F32] $name: listed with one outcome, shown, its raw bytes kept, the good mail arrived',
    async ({ name, raw }) => {
      const shop = shops.get(name);
      const poison = await poisonOf(shop);
      expect(poison).toMatchObject({ listed: 2, outcome: expect.stringMatching(/^(acted|skipped|quarantined)$/) });
      if (poison.outcome !== 'acted')
        expect(poison.reason).toEqual({
          code: expect.any(String),
          message: expect.any(String),
          remedy: expect.any(String),
        });

      const shown = await shop?.call('GET', `/v1/mailroom/emails/${poison.id}`);
      expect(shown).toMatchObject({ status: 200, body: { id: poison.id } });
      expect([null, expect.any(String)]).toContainEqual(shown?.body.text);
      const link = await shop?.call('GET', `/v1/mailroom/emails/${poison.id}/raw`);
      expect(link?.status).toBe(303);
      const kept = Buffer.from(await (await fetch(link?.headers.get('location') ?? '')).arrayBuffer());
      // SES writes its own header fields before those of the mail.
      const sent = raw();
      expect(kept.subarray(kept.length - sent.length).equals(sent)).toBe(true);

      const leads = await shop?.call('GET', `/v1/records/leads?email=${GOOD}`);
      expect(leads?.body.items).toHaveLength(1);
    },
  );

  test('none of them ends a worker, is given up by the queue or is denied anything', () => {
    expect(failures()).toBe(0);
    expect(deadLettersOf(cloud)).toEqual([]);
    expect(cloud.warnings).toEqual([]);
  });

  test('a replay of each ends as the mail did', async () => {
    for (const shop of shops.values()) {
      const { id, outcome, reason } = await poisonOf(shop);
      await shop.replay(id ?? '');
      await cloud.drain();
      expect(await poisonOf(shop)).toMatchObject({ listed: 2, outcome, reason });
    }
  });
});

test('a mail of 41 MB is refused with 552 and leaves nothing', async () => {
  const shop = await aShop(cloud);
  const line = `${'x'.repeat(76)}\r\n`;
  const client = await connectSmtp(cloud.ready.smtp.port);
  const to = `${shop.tenant}+lead@${cloud.ready.inboundDomain}`;
  const raw = `${aMail()}${line.repeat((41 * 1024 * 1024) / line.length)}`;
  expect(await client.send({ from: 'a@b.example', to }, raw)).toMatchObject({ code: 552 });
  client.close();
  expect(await shop.mails()).toEqual([]);
});

test('a mail that ends its worker every time is set aside at the sixth hand-over, its neighbours are not; replayed later it is acted on', async () => {
  const shop = await aShop(cloud);
  const attachment = ['Content-Type: application/pdf; name=a.pdf', 'Content-Disposition: attachment'];
  // Only the mail with an attachment writes to S3.
  cloud.faults.plant({
    function: 'receive-mail',
    service: 's3',
    operation: 'PutObject',
    nth: 1,
    kind: 'kill-before',
    times: 1000,
  });
  await Promise.all([
    shop.deliver('+lead', aMail({ from: 'killer@customer.example', headers: attachment })),
    ...Array.from({ length: 9 }, (_, n) => shop.deliver('+lead', aMail({ from: `neighbour${n}@customer.example` }))),
  ]);
  await cloud.drain();
  const mails = await shop.mails();
  const killer = mails.find(({ from }) => from.address.startsWith('killer'));
  expect(killer).toMatchObject({
    outcome: 'quarantined',
    reason: { code: 'processing-failed' },
    subject: 'A question',
  });
  expect(mails.filter((mail) => mail !== killer).map(({ outcome }) => outcome)).toEqual(
    Array.from({ length: 9 }, () => 'acted'),
  );
  expect(cloud.faults.list().map(({ fired }) => fired)).toEqual([5]);
  expect(deadLettersOf(cloud)).toEqual([]);

  cloud.faults.clear();
  await shop.replay(killer?.id ?? '');
  await cloud.drain();
  expect((await shop.mails()).find(({ id }) => id === killer?.id)).toMatchObject({ outcome: 'acted' });
  expect((await shop.mails()).length).toBe(10);
});
