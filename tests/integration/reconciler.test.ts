import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { onlySendEvents } from '#tests/support/only-send-events.ts';

/** What happens to a mail whose worker died after SES had taken it and before anybody wrote that down (ARCHITECTURE, Out). */
let cloud: TestCloud;
let count = 0;

beforeAll(async () => {
  cloud = await startTestCloud({ change: onlySendEvents });
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  cloud.faults.clear();
  await cloud.call('PUT', '/local/ses/account', { body: { maxSendRate: 500, max24h: 1_000_000 } });
});

const advance = (duration: string) => cloud.call('POST', '/local/clock', { body: { advance: duration } });
const events = (sendEvents: object) =>
  cloud.call('PUT', '/local/ses/account', { body: { maxSendRate: 500, max24h: 1_000_000, sendEvents } });
const outbox = async (tenant: string): Promise<number> =>
  (await cloud.call('GET', '/local/outbox')).body.items.filter((item: { tenant: string }) => item.tenant === tenant)
    .length;

/** record-feedback cannot do anything: its messages go round and end in the dead-letter queue. */
const breakFeedback = () =>
  cloud.faults.plant({ function: 'record-feedback', nth: 1, kind: 'error', times: 1_000_000 });

/** A mail that SES has taken and nobody knows of: the worker dies before it hears the answer. */
const orphan = async ({ deafTo = 'nothing' }: { deafTo?: 'nothing' | 'feedback' } = {}) => {
  count += 1;
  const name = `r${count}`;
  const { owner } = await cloud.tenant(name);
  if (deafTo === 'feedback') breakFeedback();
  cloud.faults.plant({ function: 'send-adhoc-mail', service: 'ses', nth: 1, kind: 'kill-after', times: 1 });
  const { id } = (
    await cloud.call('POST', '/v1/emails', {
      token: owner,
      body: { to: ['someone@else.example'], subject: 's', text: 't' },
    })
  ).body;
  await cloud.idle();
  const status = async () => (await cloud.call('GET', `/v1/emails/${id}`, { token: owner })).body.status;
  return { name, owner, id, status, sent: () => outbox(name) };
};

describe('a worker killed after SES took the mail', () => {
  test('the Send event tells: the mail is sent, once', async () => {
    const mail = await orphan();
    expect(await mail.status()).toMatch(/sent|delivered/);
    await advance('PT2H');
    expect(await mail.sent()).toBe(1);
  });

  test('a Send event 20 minutes late is waited for', async () => {
    await events({ delay: 'PT20M' });
    const mail = await orphan();
    await advance('PT10M');
    expect(await mail.sent()).toBe(1);
    await advance('PT15M');
    expect(await mail.status()).toMatch(/sent|delivered/);
    await advance('PT3H');
    expect(await mail.sent()).toBe(1);
  });

  test.each([['an hour', 'PT1H'], ...howMuch<[string, string][]>({ part: [], whole: [['seven hours', 'PT7H']] })])(
    'the feedback function down for %s: never a second mail, and in the end the truth',
    async (_title, duration) => {
      const mail = await orphan({ deafTo: 'feedback' });
      await advance(duration);
      expect(await mail.sent()).toBe(1);
      // Longer than six hours, a person is asked; the list shows it.
      if (duration === 'PT7H') {
        expect(await mail.status()).toBe('unconfirmed');
        const listed = (await cloud.call('GET', '/v1/emails?status=unconfirmed', { token: mail.owner })).body.items;
        expect(listed.map(({ id }: { id: string }) => id)).toEqual([mail.id]);
      }
      cloud.faults.clear();
      await advance('PT1H');
      expect(await mail.sent()).toBe(1);
    },
  );

  test('what lies in the dead-letter queue of feedback keeps a mail from being sent again', async () => {
    const mail = await orphan({ deafTo: 'feedback' });
    // Ten tries, a visibility timeout apart: the event ends in the dead-letter queue.
    await advance('PT3H');
    cloud.faults.clear();
    await advance('PT4H');
    expect(await mail.sent()).toBe(1);
    expect(await mail.status()).toBe('unconfirmed');
  });

  test('an event that SES itself loses, without a kill, changes nothing', async () => {
    await events({ lose: true });
    count += 1;
    const name = `r${count}`;
    const { owner } = await cloud.tenant(name);
    const { id } = (
      await cloud.call('POST', '/v1/emails', { token: owner, body: { to: ['a@b.example'], subject: 's', text: 't' } })
    ).body;
    await advance('PT8H');
    expect(await outbox(name)).toBe(1);
    expect((await cloud.call('GET', `/v1/emails/${id}`, { token: owner })).body.status).toMatch(/sent|delivered/);
  });
});

describe('an unconfirmed mail', () => {
  const unconfirmed = async () => {
    const mail = await orphan({ deafTo: 'feedback' });
    await advance('PT7H');
    expect(await mail.status()).toBe('unconfirmed');
    return mail;
  };

  test('a person says that it went', async () => {
    const mail = await unconfirmed();
    const answer = await cloud.call('POST', `/v1/emails/${mail.id}/decide`, {
      token: mail.owner,
      body: { as: 'sent' },
    });
    expect(answer.body.status).toBe('sent');
    await advance('PT2H');
    expect(await mail.sent()).toBe(1);
  });

  test('a person says that it is to go again', async () => {
    const mail = await unconfirmed();
    await cloud.call('POST', `/v1/emails/${mail.id}/decide`, { token: mail.owner, body: { as: 'send-again' } });
    await cloud.idle();
    expect(await mail.sent()).toBe(2);
    const again = await cloud.call('POST', `/v1/emails/${mail.id}/decide`, {
      token: mail.owner,
      body: { as: 'send-again' },
    });
    expect(again.status).toBe(409);
  });
});

test('lost by SES and the worker killed: one second mail for each such kill and no more', async () => {
  // Without what the other tests left in the dead letters: those would keep any mail from being sent again.
  await cloud.stop();
  cloud = await startTestCloud({ change: onlySendEvents });
  await events({ lose: true });
  const mail = await orphan();
  await advance('PT8H');
  const second = (await mail.sent()) - 1;
  process.stdout.write(`second mails after a kill and a lost Send event: ${second} of 1\n`);
  expect(second).toBeLessThanOrEqual(1);
  expect(await mail.status()).toMatch(/sent|delivered/);
});
