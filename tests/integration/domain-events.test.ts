/** A CRM that subscribes to Postroom's bus hears what happened: at least once, with ids that tell a repeat, and never an address or a text. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { heardByCrm, withCrmRule } from '#tests/support/crm-rule.ts';
import { aMail } from '#tests/support/mail.ts';

const WANTED = ['mail.received', 'record.created', 'mail.sent', 'mail.delivered', 'mail.bounced'];

let cloud: TestCloud;

beforeAll(async () => {
  // The queue is read by the CRM, which is not in this stack: the check that finds a queue without a reader is right, and not asked.
  cloud = await startTestCloud({ change: withCrmRule(WANTED), unchecked: true });
});
afterAll(() => cloud.stop());

const heardBy = (tenant: string) => heardByCrm(cloud).filter(({ detail }) => detail['tenant'] === tenant);
const typesHeardBy = (tenant: string) =>
  heardBy(tenant)
    .map((event) => event['detail-type'])
    .sort();

test('a mail in is a record created and a mail received', async () => {
  const { address, owner } = await cloud.tenant('listening');
  await cloud.deliver(address('+lead'), aMail({ from: 'Ada <ada@customer.example>', subject: 'Hello' }));
  await cloud.idle();
  const [lead] = (await cloud.call('GET', '/v1/records/leads', { token: owner })).body.items;
  const [mail] = (await cloud.call('GET', '/v1/mailroom/emails', { token: owner })).body.items;
  expect(heardBy('listening')).toMatchObject([
    {
      source: 'postroom',
      'detail-type': 'record.created',
      detail: { id: `${lead.id}-created`, module: 'leads', recordId: lead.id, mailId: mail.id },
    },
    {
      'detail-type': 'mail.received',
      detail: {
        id: `${mail.id}-received`,
        mailId: mail.id,
        outcome: 'acted',
        mayAnswer: true,
        records: [{ id: lead.id, did: 'created' }],
      },
    },
  ]);
  expect(JSON.stringify(heardBy('listening'))).not.toMatch(/ada@|Ada|Hello/);
});

test('a second mail of the same sender creates nothing; a mail nobody wants says why', async () => {
  const { address } = await cloud.tenant('again');
  await cloud.deliver(address('+lead'), aMail({ from: 'ada@customer.example', messageId: '<1@customer.example>' }));
  await cloud.idle();
  await cloud.deliver(address('+lead'), aMail({ from: 'ada@customer.example', messageId: '<2@customer.example>' }));
  await cloud.idle();
  await cloud.deliver(address('+lead'), aMail({ from: 'ada@customer.example', messageId: '<2@customer.example>' }));
  await cloud.idle();
  expect(typesHeardBy('again')).toEqual(['mail.received', 'mail.received', 'mail.received', 'record.created']);
  expect(heardBy('again').at(-1)?.detail).toMatchObject({ outcome: 'skipped', mayAnswer: false, reason: 'duplicate' });
});

test('a record made through the API is heard of too', async () => {
  const { owner } = await cloud.tenant('making');
  const { body } = await cloud.call('POST', '/v1/records/contacts', {
    token: owner,
    body: { fields: { lastname: 'Hopper' } },
  });
  expect(heardBy('making')).toMatchObject([{ 'detail-type': 'record.created', detail: { recordId: body.id } }]);
});

test('a mail out is heard of when it went and when it arrived or came back', async () => {
  const { owner } = await cloud.tenant('sending');
  const send = (to: string) =>
    cloud.call('POST', '/v1/emails', { token: owner, body: { to: [to], subject: 'Hi', text: 'Hi' } });
  await send('grace@navy.example');
  await send('bounce@simulator.amazonses.com');
  await cloud.idle();
  // SES's own events may tell of a mail before its worker does, and then both say `mail.sent`, with one id.
  const once = new Map(heardBy('sending').map((event) => [event.detail.id, event['detail-type']]));
  expect([...once.values()].sort()).toEqual(['mail.bounced', 'mail.delivered', 'mail.sent', 'mail.sent']);
  expect(JSON.stringify(heardBy('sending'))).not.toMatch(/grace@|simulator/);
});

test('a worker killed before the bus heard of its mail tells it on its next try; a repeat has the same id', async () => {
  for (const kind of ['kill-before', 'kill-after'] as const) {
    const { address } = await cloud.tenant(kind);
    // The second event of a mail: the record is told, the mail is not yet.
    cloud.faults.plant({ function: 'receive-mail', service: 'events', nth: 2, kind, times: 1 });
    await cloud.deliver(
      address('+lead'),
      aMail({ from: 'ada@customer.example', messageId: `<${kind}@customer.example>` }),
    );
    await cloud.drain();
    cloud.faults.clear();
    const heard = heardBy(kind);
    expect(new Set(heard.map((event) => event['detail-type']))).toEqual(new Set(['record.created', 'mail.received']));
    expect(new Set(heard.map(({ detail }) => detail.id)).size).toBe(2);
    expect(heard.length).toBeGreaterThan(2);
  }
});
