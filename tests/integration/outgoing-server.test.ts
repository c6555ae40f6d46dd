/** A tenant's own outgoing server, end to end: a real mail server on loopback beside the embedded cloud. */
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { answer, type MailServer, startMailServer } from '#tests/support/mail-server.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

const PATH = '/v1/settings/outgoing-server';

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

const settings = (more: Readonly<Record<string, unknown>> = {}) => ({
  type: 'others',
  server: `tls://127.0.0.1:${server.port}`,
  user: 'mailer',
  password: 'right-horse',
  ...more,
});

/** A tenant that sends through the server; the test mail is taken away. */
const aTenant = async (tenant: string, more: Readonly<Record<string, unknown>> = {}) => {
  const users = await cloud.tenant(tenant);
  const saved = await cloud.call('PUT', PATH, { token: users.admin, body: settings(more) });
  if (saved.status !== 200) throw new Error(JSON.stringify(saved.body));
  server.received.splice(0);
  return users;
};

describe('setting it up', () => {
  test('[F84] [F86] sends a test mail to whoever saves, keeps what worked and never shows the password', async () => {
    const { admin, user } = await cloud.tenant('alpha');
    const saved = await cloud.call('PUT', PATH, { token: admin, body: settings() });
    const shown = await cloud.call('GET', PATH, { token: admin });
    expect(saved.body).toEqual(shown.body);
    expect(shown.body).toMatchObject({ type: 'others', user: 'mailer', from: null, allowsFromOverride: false });
    expect(JSON.stringify([saved.body, shown.body])).not.toContain('right-horse');
    const [test, ...more] = server.received.splice(0);
    expect([test?.to, test?.from, more]).toEqual([['admin@alpha.example'], 'admin@alpha.example', []]);
    expect((await cloud.call('GET', PATH, { token: user })).status).toBe(403);
  });

  test('[F86] keeps what was there when the test mail fails, and says what the server said', async () => {
    const { admin } = await aTenant('beta');
    const before = (await cloud.call('GET', PATH, { token: admin })).body;
    const refused = await cloud.call('PUT', PATH, { token: admin, body: settings({ password: 'wrong-horse' }) });
    expect([refused.status, refused.body]).toMatchObject([
      422,
      {
        code: 'test-mail-failed',
        errors: [{ field: 'password' }],
        failure: { code: 'authentication-failed' },
        serverAnswer: '535 5.7.8 Username and password not accepted',
      },
    ]);
    expect((await cloud.call('GET', PATH, { token: admin })).body).toEqual(before);
    const inside = settings({ server: 'tls://169.254.169.254:587' });
    const forbidden = await cloud.call('PUT', PATH, { token: admin, body: inside });
    expect([forbidden.status, forbidden.body.failure.code]).toEqual([422, 'server-not-public']);
  });
});

describe('sending through it', () => {
  test('[F81] [F87] [F88] [F116] as the forced From, answers to who wrote it, not counted; and the platform again after a reset', async () => {
    const { admin, user } = await aTenant('gamma', { from: 'info@gamma.example' });
    const usage = async () => (await cloud.call('GET', '/v1/usage', { token: user })).body;
    const unused = await usage();
    const { id } = (await outgoing.send(user, { text: 'Hello.' })).body;
    await cloud.idle();
    const shown = await outgoing.shown(user, id);
    expect(shown).toMatchObject({
      status: 'sent',
      via: 'own-server',
      from: 'info@gamma.example',
      messageId: `<${id}@gamma.example>`,
    });
    const [mail, ...more] = server.received.splice(0);
    expect([mail?.from, mail?.to, more]).toEqual(['info@gamma.example', ['grace@navy.example'], []]);
    expect(mail?.raw).toContain('Reply-To: user@gamma.example');
    expect(mail?.raw).toContain(`Message-ID: <${id}@gamma.example>`);
    expect([await usage(), outgoing.left('gamma')]).toEqual([unused, []]);

    // [F81] What Postroom writes by itself leaves by the platform all the same.
    await cloud.call('POST', '/v1/sender-addresses/desk@gamma.example/verify', { token: admin });
    await cloud.idle();
    expect([server.received, outgoing.left('gamma').map(({ to }) => to)]).toEqual([[], [['desk@gamma.example']]]);

    // [F80]
    await cloud.call('PUT', PATH, { token: admin, body: { type: 'platform' } });
    await outgoing.send(user, { text: 'Hello.' });
    await cloud.idle();
    expect([server.received, outgoing.left('gamma').length]).toEqual([[], 2]);
  });

  test('[F234] what it puts off goes later, what it refuses says why, what nobody knows is left to a person', async () => {
    const { user } = await aTenant('delta');
    const sendOne = async () => String((await outgoing.send(user, { text: 'Hello.' })).body.id);
    const look = async (id: string) => {
      await cloud.idle();
      return outgoing.shown(user, id);
    };
    server.behave({ sender: () => answer(451, '4.3.0 Try later') });
    const late = await sendOne();
    expect(await look(late)).toMatchObject({ status: 'deferred', serverAnswer: '451 4.3.0 Try later' });
    server.behave({ content: () => answer(550, '5.7.1 Client does not have permissions to send as this sender') });
    const refused = await sendOne();
    expect(await look(refused)).toMatchObject({ status: 'failed', failure: { code: 'sender-not-allowed' } });
    server.behave({ content: () => 'cut' });
    server.received.splice(0);
    const unknown = await sendOne();
    expect((await look(unknown)).status).toBe('unconfirmed');
    server.behave({});
    await cloud.call('POST', '/local/clock', { body: { advance: 'PT7H' } });
    expect([(await look(late)).status, (await look(unknown)).status]).toEqual(['sent', 'unconfirmed']);
    expect(server.received.map(({ raw }) => /Message-ID: <(\w+)@/.exec(raw)?.[1])).toEqual([unknown, late]);
  });

  test('[F234] whom it puts off while it takes the mail for others gets it later, and the others get no second one', async () => {
    const { user } = await aTenant('iota');
    server.behave({
      recipient: (address) => (address.startsWith('bob') ? answer(450, '4.2.0 Greylisted') : undefined),
    });
    const { id } = (await outgoing.send(user, { text: 'Hello.', to: ['ada@navy.example', 'bob@navy.example'] })).body;
    await cloud.idle();
    const shown = async () => {
      const { status, serverAnswer, recipients } = await outgoing.shown(user, id);
      return [status, serverAnswer, ...recipients.map((one: { status: string }) => one.status)];
    };
    expect(await shown()).toEqual(['deferred', '450 4.2.0 Greylisted', 'sent', 'deferred']);
    server.behave({});
    await cloud.call('POST', '/local/clock', { body: { advance: 'PT10M' } });
    await cloud.idle();
    expect(await shown()).toEqual(['sent', '450 4.2.0 Greylisted', 'sent', 'sent']);
    expect(server.received.map(({ to }) => to)).toEqual([['ada@navy.example'], ['bob@navy.example']]);
    const { movedTo } = (await outgoing.shown(user, id)).recipients[1];
    expect(await outgoing.shown(user, movedTo)).toMatchObject({ status: 'sent', movedFrom: id, via: 'own-server' });
  });

  test('[F234] of what nobody knows a person decides: it was sent, or it is sent once more; by itself it never is', async () => {
    const { user } = await aTenant('theta');
    server.behave({ content: () => 'cut' });
    const ids: string[] = [];
    for (const _twice of [1, 2]) ids.push(String((await outgoing.send(user, { text: 'Hello.' })).body.id));
    await cloud.idle();
    server.behave({});
    await cloud.call('POST', '/local/clock', { body: { advance: 'P5D' } });
    const [known = '', missing = ''] = ids;
    const statuses = async () => [
      (await outgoing.shown(user, known)).status,
      (await outgoing.shown(user, missing)).status,
    ];
    expect([await statuses(), server.received.splice(0).length]).toEqual([['unconfirmed', 'unconfirmed'], 2]);
    const decide = (id: string, as: string) =>
      cloud.call('POST', `/v1/emails/${id}/decide`, { token: user, body: { as } });
    await decide(known, 'sent');
    await decide(missing, 'send-again');
    await cloud.idle();
    expect([await statuses(), server.received.length]).toEqual([['sent', 'sent'], 1]);
    expect(server.received[0]?.raw).toContain(`Message-ID: <${missing}@`);
  });

  test('a worker that dies after the server took the mail does not send it twice: it is unconfirmed', async () => {
    const { user } = await aTenant('epsilon');
    // The write after the hand-over: claim is the first PutItem, what came of it the second.
    await cloud.call('POST', '/local/faults', {
      body: { function: 'send-adhoc-mail', service: 'dynamodb', operation: 'PutItem', nth: 2, kind: 'kill-before' },
    });
    const { id } = (await outgoing.send(user, { text: 'Hello.' })).body;
    await cloud.idle();
    await cloud.call('POST', '/local/clock', { body: { advance: 'PT1H' } });
    await cloud.drain();
    expect([(await outgoing.shown(user, id)).status, server.received.length]).toEqual(['unconfirmed', 1]);
  });

  test('a password copied to another tenant opens nothing there', async () => {
    await aTenant('zeta');
    const { user } = await aTenant('eta');
    const table = cloud.stack.ofType('AWS::DynamoDB::Table').find(({ logicalId }) => logicalId.includes('Settings'));
    expect(table).toBeDefined();
    const client = new DynamoDBClient({
      endpoint: cloud.endpointUrl,
      region: 'us-east-1',
      credentials: cloud.rootCredentials,
    });
    const key = { pk: { S: 'zeta' }, sk: { S: 'outgoing-server' } };
    const { Item } = await client.send(new GetItemCommand({ TableName: table?.ref, Key: key }));
    expect(JSON.stringify(Item)).not.toContain('right-horse');
    await client.send(new PutItemCommand({ TableName: table?.ref, Item: { ...Item, pk: { S: 'eta' } } }));
    const { id } = (await outgoing.send(user, { text: 'Hello.' })).body;
    await cloud.idle();
    expect((await outgoing.shown(user, id)).failure.code).toBe('outgoing-server-missing');
    expect(server.received).toEqual([]);
  });
});
