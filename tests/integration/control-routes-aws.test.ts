/** The control routes of the embedded cloud that look into the emulated AWS and disturb it: usage, faults, queues, SES. */
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';

let cloud: TestCloud;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;
let ses: SESv2Client;
beforeAll(async () => {
  cloud = await startTestCloud();
  acme = await cloud.tenant('acme');
  ses = new SESv2Client({
    endpoint: cloud.endpointUrl,
    region: 'us-east-1',
    credentials: cloud.rootCredentials,
    maxAttempts: 1,
  });
});
afterAll(async () => {
  ses?.destroy();
  await cloud?.stop();
});

const control = async (method: string, path: string, body?: unknown) =>
  cloud.call(method, path, body === undefined ? {} : { body });
const createLead = (key: string) =>
  cloud.call('POST', '/v1/records/leads', {
    token: acme.user,
    body: { fields: { lastname: 'Lead' } },
    headers: { 'idempotency-key': key },
  });

describe('GET /local/usage', () => {
  test('counts requests and units by service, operation and function, and prices them', async () => {
    await control('GET', '/local/usage?reset=1');
    await createLead('usage');
    const { body } = await control('GET', '/local/usage');
    const row = (service: string, operation: string) =>
      body.items.find((one: Record<string, unknown>) => one['service'] === service && one['operation'] === operation);
    expect(row('apigateway', 'POST /v1/records/{module}')).toMatchObject({
      function: 'http-records',
      requests: 1,
      units: { HttpApiRequest: 1 },
    });
    // The Idempotency-Key and the record; without an address no pointer.
    expect(row('dynamodb', 'PutItem')).toMatchObject({
      function: 'http-records',
      requests: 2,
      units: { WriteRequestUnit: 2 },
    });
    expect(row('dynamodb', 'PutItem').dollars).toBeGreaterThan(0);
    const sum = body.items.reduce((all: number, one: { dollars: number }) => all + one.dollars, 0);
    expect(body.dollars).toBeCloseTo(sum, 12);
  });

  test('starts again after ?reset=1, which still answers what was', async () => {
    await createLead('reset');
    const counted = await control('GET', '/local/usage?reset=1');
    expect(counted.body.items.length).toBeGreaterThan(0);
    const after = (await control('GET', '/local/usage')).body;
    expect([after.items, after.dollars]).toEqual([[], 0]);
    expect(Date.parse(after.since)).toBeGreaterThanOrEqual(Date.parse(counted.body.since));
  });
});

describe('/local/faults', () => {
  afterEach(() => control('DELETE', '/local/faults'));

  test('plants one, says how often it struck, and forgets it on DELETE', async () => {
    const plan = {
      function: 'http-records',
      service: 'dynamodb',
      operation: 'PutItem',
      nth: 2,
      kind: 'error',
      times: 1,
    };
    const planted = await control('POST', '/local/faults', plan);
    expect([planted.status, planted.body.items]).toEqual([201, [{ ...plan, fired: 0 }]]);
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await createLead(`fault-${n}`)).status);
    const { items } = (await control('GET', '/local/faults')).body;
    expect(items).toEqual([{ ...plan, fired: 1 }]);
    // The SDK of the function tries again after an error of the service, so nobody noticed.
    expect(statuses).toEqual([201, 201, 201]);
    expect((await control('DELETE', '/local/faults')).body).toEqual({ items: [] });
    expect((await control('GET', '/local/faults')).body).toEqual({ items: [] });
  });

  test('kills the worker at the call it names: the gateway answers 500 at once, and the next request is served', async () => {
    await control('POST', '/local/faults', { function: 'http-records', nth: 1, kind: 'kill-before' });
    const killed = await createLead('killed');
    expect([killed.status, killed.body]).toEqual([500, { message: 'Internal Server Error' }]);
    expect((await createLead('killed')).status).toBe(201);
  });

  test('leaves other functions and operations alone', async () => {
    await control('POST', '/local/faults', { function: 'receive-mail', nth: 1, kind: 'kill-before' });
    await control('POST', '/local/faults', {
      function: 'http-records',
      operation: 'DeleteItem',
      nth: 1,
      kind: 'kill-before',
    });
    expect((await createLead('alone')).status).toBe(201);
    expect((await control('GET', '/local/faults')).body.items.map(({ fired }: { fired: number }) => fired)).toEqual([
      0, 0,
    ]);
  });

  test.each([
    {},
    { nth: 0, kind: 'error' },
    { nth: 1.5, kind: 'error' },
    { nth: 1, kind: 'flood' },
    { nth: 1 },
    { nth: 1, kind: 'error', times: 0 },
    { nth: 1, kind: 'error', fn: 'x' },
    null,
  ])('refuses %j', async (plan) => {
    expect((await control('POST', '/local/faults', plan)).status).toBe(422);
    expect((await control('GET', '/local/faults')).body.items).toEqual([]);
  });
});

test('GET /local/queues shows depth, in flight, delayed and what lies in the dead-letter queues', async () => {
  const { items } = (await control('GET', '/local/queues')).body;
  const work = items.filter((queue: { isDeadLetterQueue: boolean }) => !queue.isDeadLetterQueue);
  expect(work.length).toBeGreaterThan(0);
  for (const queue of work)
    expect(queue).toMatchObject({
      depth: 0,
      inFlight: 0,
      delayed: 0,
      deadLetterQueue: { name: expect.any(String), messages: [] },
    });
  const dead = work.map(({ deadLetterQueue }: { deadLetterQueue: { name: string } }) => deadLetterQueue.name);
  expect(items.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(dead));
});

describe('SES', () => {
  const send = (to: string, tags: { Name: string; Value: string }[] = []) =>
    ses.send(
      new SendEmailCommand({
        FromEmailAddress: 'owner@acme.example',
        Destination: { ToAddresses: [to] },
        Content: { Raw: { Data: Buffer.from(aMail({ from: 'owner@acme.example', to, subject: 'Out' })) } },
        EmailTags: tags,
      }),
    );
  const outbox = async (query = '') => (await control('GET', `/local/outbox${query}`)).body.items;

  test('GET /local/outbox lists what was sent, oldest first, whole or since a time', async () => {
    const first = await send('one@outside.example', [{ Name: 'tenant', Value: 'acme' }]);
    const later = (await control('POST', '/local/clock', { advance: 'PT1M' })).body.now;
    const second = await send('two@outside.example');
    const items = (await outbox()).slice(-2);
    expect(items.map(({ messageId }: { messageId: string }) => messageId)).toEqual([first.MessageId, second.MessageId]);
    expect(items[0]).toMatchObject({
      tenant: 'acme',
      function: 'root',
      envelope: { from: 'owner@acme.example', to: ['one@outside.example'] },
      at: expect.any(String),
    });
    expect(items[0].raw).toContain('Subject: Out');
    expect(items[1].tenant).toBeNull();
    expect((await outbox(`?since=${later}`)).map(({ messageId }: { messageId: string }) => messageId)).toEqual([
      second.MessageId,
    ]);
    expect((await control('GET', '/local/outbox?since=yesterday')).status).toBe(422);
  });

  test('takes the addresses of a tenant\u2019s users as senders, and no others', async () => {
    expect((await send('x@outside.example')).MessageId).toBeDefined();
    await expect(
      ses.send(
        new SendEmailCommand({
          FromEmailAddress: 'a@unverified.example',
          Destination: { ToAddresses: ['x@outside.example'] },
          Content: { Raw: { Data: Buffer.from(aMail({ from: 'a@unverified.example' })) } },
        }),
      ),
    ).rejects.toMatchObject({ name: 'MessageRejected' });
  });

  test('PUT /local/ses/account sets the limits, and what is not named goes back to its default', async () => {
    const defaults = (await control('GET', '/local/ses/account')).body;
    expect(defaults).toMatchObject({ maxSendRate: 500 });
    const set = await control('PUT', '/local/ses/account', {
      maxSendRate: 14,
      max24h: 200,
      sendEvents: { delay: 'PT10M', lose: true },
    });
    expect([set.status, set.body]).toEqual([
      200,
      { maxSendRate: 14, max24h: 200, sendEventDelayMs: 600_000, sendEventLoss: 1 },
    ]);
    expect((await control('PUT', '/local/ses/account', {})).body).toEqual(defaults);
  });

  test('PUT /local/ses/account makes sending stop at the limit of the day', async () => {
    await control('POST', '/local/clock', { advance: 'PT25H' });
    await control('PUT', '/local/ses/account', { maxSendRate: 500, max24h: 1 });
    await send('limit@outside.example');
    await expect(send('limit@outside.example')).rejects.toMatchObject({ $metadata: { httpStatusCode: 429 } });
    await control('PUT', '/local/ses/account', {});
  });

  test.each([
    { maxSendRate: 0 },
    { max24h: 1.5 },
    { rate: 1 },
    { sendEvents: { delay: 'soon' } },
    { sendEvents: { lose: 2 } },
    null,
  ])('PUT /local/ses/account refuses %j', async (body) => {
    expect((await control('PUT', '/local/ses/account', body)).status).toBe(422);
  });

  test('POST /local/ses/events takes an event for a mail in the outbox', async () => {
    await send('event@outside.example');
    const [{ messageId }] = await outbox();
    for (const event of [
      { eventType: 'Bounce', bounceType: 'Permanent' },
      { eventType: 'complaint' },
      { eventType: 'Click', link: 'https://shop.example' },
      { eventType: 'delivery-delay' },
    ])
      expect((await control('POST', '/local/ses/events', { messageId, ...event })).status, event.eventType).toBe(202);
    await cloud.idle();
  });

  test.each([
    [404, { messageId: 'nobody', eventType: 'Bounce' }],
    [422, { messageId: 'nobody', eventType: 'Explosion' }],
    [422, { eventType: 'Bounce' }],
    [422, { messageId: 'nobody', eventType: 'Click' }],
    [422, { messageId: 'nobody', eventType: 'Bounce', bounceType: 'Soft' }],
    [422, { messageId: 'nobody', eventType: 'Bounce', colour: 'red' }],
    [422, null],
  ])('POST /local/ses/events answers %i to %j', async (status, body) => {
    expect((await control('POST', '/local/ses/events', body)).status).toBe(status);
  });
});
