/** What keeps a mail from its recipients for a while, end to end: test mode, the frequency cap, the limits of an own account. */
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { type MailServer, startMailServer } from '#tests/support/mail-server.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

const SETTINGS = '/v1/settings/outgoing-email';
const GRACE = 'grace@navy.example';

let cloud: TestCloud;
let server: MailServer;
let outgoing: ReturnType<typeof makeOutgoing>;
beforeAll(async () => {
  cloud = await startTestCloud();
  server = await startMailServer({ password: 'right-horse' });
  outgoing = makeOutgoing(cloud);
});
afterAll(async () => {
  await server?.stop();
  await cloud?.stop();
});

const set = (token: string, body: Readonly<Record<string, unknown>>) => cloud.call('PATCH', SETTINGS, { token, body });
const advance = (duration: string) => cloud.call('POST', '/local/clock', { body: { advance: duration } });
const inAnHour = () => new Date(cloud.clock.now() + 60 * 60_000).toISOString();

test('[F99] test mode sends what waits already to one address, or holds it, and no recipient gets anything', async () => {
  const { admin, user } = await cloud.tenant('alpha');
  const stranger = await set(admin, { testMode: { kind: 'redirect', address: 'qa@elsewhere.example' } });
  expect([stranger.status, stranger.body.errors[0].field]).toEqual([422, 'testMode.address']);
  const copies = { cc: ['bob@navy.example'], bcc: ['eve@navy.example'], subject: 'Offer', sendAt: inAnHour() };
  const { id } = (await outgoing.send(user, { ...copies, text: 'Hello.' })).body;
  const testMode = { kind: 'redirect', address: 'admin@alpha.example' };
  expect((await set(admin, { testMode })).body.testMode).toEqual(testMode);
  await advance('PT61M');
  await cloud.idle();
  const [left, ...more] = outgoing.left('alpha');
  expect([left?.to, more]).toEqual([['admin@alpha.example'], []]);
  const raw = String(left?.raw);
  expect(raw).toContain('To: admin@alpha.example\r\n');
  expect(raw).toContain(`X-Postroom-Original-To: ${GRACE}, bob@navy.example\r\n`);
  expect(raw).toContain('X-Postroom-Original-Bcc: 1\r\n');
  expect(raw).toContain('Subject: Offer\r\n');
  expect(raw).not.toMatch(/^Cc:|eve@navy/im);
  expect(await outgoing.shown(user, id)).toMatchObject({ status: 'sent', testMode });

  await set(admin, { testMode: { kind: 'hold' } });
  const held = (await outgoing.send(user, { text: 'Hello.' })).body.id;
  await cloud.idle();
  const shown = await outgoing.shown(user, held);
  expect(shown).toMatchObject({ status: 'failed', testMode: { kind: 'hold', address: null } });
  expect(shown.recipients).toMatchObject([{ address: GRACE, failure: { code: 'held' } }]);

  await set(admin, { testMode: null });
  await cloud.call('POST', `/v1/emails/${held}/resend`, { token: user });
  await cloud.idle();
  expect(outgoing.left('alpha').map(({ to }) => to)).toEqual([['admin@alpha.example'], [GRACE]]);
});

test('[F128] a workflow mail over the cap waits, says until when, and goes when the first is old enough', async () => {
  const { admin, user } = await cloud.tenant('beta');
  await set(admin, { frequencyCap: { maxMails: 1, days: 2 } });
  const table = cloud.stack.ofType('AWS::DynamoDB::Table').find(({ logicalId }) => logicalId.includes('Sending'));
  const client = new DynamoDBClient({
    endpoint: cloud.endpointUrl,
    region: 'us-east-1',
    credentials: cloud.rootCredentials,
  });
  /** Nothing writes such mail yet: one that a person wrote is made one before its time comes. */
  const ofWorkflow = async () => {
    const { id } = (await outgoing.send(user, { text: 'Hello.', sendAt: inAnHour() })).body;
    const made = new UpdateItemCommand({
      TableName: table?.ref,
      Key: { pk: { S: 'beta#outgoing' }, sk: { S: String(id) } },
      UpdateExpression: 'SET lane = :workflow',
      ExpressionAttributeValues: { ':workflow': { S: 'workflow' } },
    });
    await client.send(made);
    return String(id);
  };
  const ids = [await ofWorkflow(), await ofWorkflow()];
  await advance('PT61M');
  await cloud.idle();
  const shown = await Promise.all(ids.map((id) => outgoing.shown(user, id)));
  const [waiting, ...more] = shown.filter(({ status }) => status === 'deferred');
  expect([waiting.waiting, more]).toMatchObject([
    { code: 'frequency-cap', message: 'At most 1 mail in 2 days may go to one person.' },
    [],
  ]);
  expect(Date.parse(waiting.waiting.until) - cloud.clock.now()).toBeGreaterThan(47 * 60 * 60_000);
  expect(outgoing.left('beta')).toHaveLength(1);
  await advance('PT49H');
  await cloud.idle();
  expect(outgoing.left('beta')).toHaveLength(2);
  expect(await outgoing.shown(user, waiting.id)).toMatchObject({ waiting: null });
});

test('[F122] an own server takes as many recipients in 24 hours as its limit says; usage shows it, and the rest goes later', async () => {
  const { admin, user } = await cloud.tenant('gamma');
  const saved = await cloud.call('PUT', '/v1/settings/outgoing-server', {
    token: admin,
    body: {
      ...{ type: 'others', server: `tls://127.0.0.1:${server.port}`, user: 'mailer', password: 'right-horse' },
      limits: { perDay: 2 },
    },
  });
  expect([saved.status, saved.body.limits]).toEqual([200, { perDay: 2, perMinute: null }]);
  server.received.splice(0);
  const ids: string[] = [];
  for (const to of [[GRACE, 'bob@navy.example'], [GRACE]]) {
    ids.push((await outgoing.send(user, { to, text: 'Hello.' })).body.id);
    await cloud.idle();
  }
  const shown = await outgoing.shown(user, ids[1] ?? '');
  expect(shown).toMatchObject({
    status: 'deferred',
    waiting: { code: 'sending-limit', message: 'The limit of 2 recipients a day of this account is reached.' },
  });
  const usage = async () => (await cloud.call('GET', '/v1/usage', { token: user })).body.ownAccounts;
  expect([server.received.length, await usage()]).toEqual([
    1,
    [{ id: 'own-server', perDay: 2, perMinute: null, used: 2 }],
  ]);
  await advance('PT25H');
  await cloud.idle();
  expect([server.received.length, (await usage())[0].used]).toEqual([2, 1]);
});
