/** The control routes of the embedded cloud that make things: tenants, tokens, time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';
import { rawHttp } from '#tests/support/raw-http.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
  const users = [{ id: 'u1', email: 'owner@first.example', role: 'owner' }];
  await cloud.call('POST', '/local/tenants', {
    body: { tenant: 'first', plan: 'free', inboundHandle: 'hello', users },
  });
});
afterAll(() => cloud?.stop());

const post = (path: string, body: unknown) => cloud.call('POST', path, { body });
const payloadOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

describe('POST /local/tenants', () => {
  test('makes a tenant through the API\u2019s own use case, with its users and its help desk', async () => {
    const users = [{ id: 'u1', email: 'owner@made.example', role: 'owner' }];
    const made = await post('/local/tenants', {
      tenant: 'made',
      plan: 'one-growth',
      inboundHandle: 'welcome',
      users,
      helpDeskAddresses: ['help@made.example'],
    });
    expect([made.status, made.body]).toEqual([
      201,
      {
        tenant: 'made',
        name: 'made',
        plan: 'one-growth',
        inboundHandle: 'welcome',
        address: 'welcome@in.postroom.test',
        helpDeskAddresses: ['help@made.example'],
        createdAt: expect.any(String),
      },
    ]);
    const token = await cloud.token('made', 'u1');
    expect((await cloud.call('GET', '/v1/users', { token })).body.items).toEqual(users);
  });

  test.each([
    [409, { tenant: 'first', plan: 'free', users: [] }],
    [409, { tenant: 'second', plan: 'free', inboundHandle: 'hello', users: [] }],
    [422, { tenant: 'third', plan: 'gold', users: [] }],
    [422, { tenant: 'third', plan: 'free', users: [{ id: 'u', email: 'nobody', role: 'owner' }] }],
    [422, null],
    [400, 'no json'],
  ])('answers %i to what cannot be made', async (status, body) => {
    expect((await post('/local/tenants', body)).status).toBe(status);
  });
});

describe('POST /local/tokens', () => {
  test('answers a token of the user, asked for by id or by address, good for 365 days of the clock', async () => {
    const now = Math.floor(cloud.clock.now() / 1000);
    for (const user of ['u1', 'owner@first.example', 'OWNER@First.example']) {
      const token = await cloud.token('first', user);
      expect(payloadOf(token)).toMatchObject({ tenant: 'first', sub: 'u1', role: 'owner' });
      expect(Math.abs(payloadOf(token).exp - now - 365 * 24 * 3600)).toBeLessThan(60);
      expect((await cloud.call('GET', '/v1/tenant', { token })).status).toBe(200);
    }
  });

  test('takes an ISO 8601 duration', async () => {
    for (const [text, seconds] of Object.entries({ PT90S: 90, PT1H30M: 5400, P1DT1S: 86_401, P2W: 1_209_600 })) {
      const { iat, exp } = payloadOf(await cloud.token('first', 'u1', text));
      expect(exp - iat, text).toBe(seconds);
    }
  });

  test('is a platform token for the tenant platform, whoever asks', async () => {
    expect(payloadOf(await cloud.token('platform', 'me'))).toMatchObject({ tenant: 'platform', role: 'platform' });
  });

  test.each([
    [404, { tenant: 'first', user: 'nobody' }],
    [404, { tenant: 'nobody', user: 'u1' }],
    [422, { tenant: 'first#user', user: 'u1' }],
    [422, { tenant: 'first', user: 'u1', expiresIn: '1h' }],
    [422, { tenant: 'first', user: 'u1', expiresIn: 'P1Y' }],
    [422, { tenant: 'first', user: 'u1', expiresIn: 'PT' }],
    [422, { tenant: 'first', user: 'u1', role: 'owner' }],
    [422, { tenant: 'first' }],
    [422, []],
  ])('answers %i to %j', async (status, body) => {
    const answer = await post('/local/tokens', body);
    expect([answer.status, answer.body.detail]).toEqual([status, expect.any(String)]);
  });
});

describe('/local/clock', () => {
  const now = async () => Date.parse((await cloud.call('GET', '/local/clock')).body.now);

  test('jumps ahead and fires the timers in time order, each at its own time', async () => {
    const start = await now();
    const fired: (readonly [string, number])[] = [];
    for (const [name, hours] of Object.entries({ third: 3, first: 1, second: 2, later: 30 }))
      cloud.clock.at(start + hours * 3_600_000, name, () => fired.push([name, cloud.clock.now() - start]));
    const answer = await post('/local/clock', { advance: 'PT26H' });
    expect(answer.status).toBe(200);
    expect(fired).toEqual([
      ['first', 3_600_000],
      ['second', 7_200_000],
      ['third', 10_800_000],
    ]);
    expect(Date.parse(answer.body.now) - start).toBeGreaterThanOrEqual(26 * 3_600_000);
    expect((await now()) - start).toBeLessThan(27 * 3_600_000);
  });

  test('is the time of everything: of records, too', async () => {
    const token = await cloud.token('first', 'u1');
    const { createdAt } = (
      await cloud.call('POST', '/v1/records/leads', { token, body: { fields: { lastname: 'Later' } } })
    ).body;
    expect(Math.abs(Date.parse(createdAt) - (await now()))).toBeLessThan(60_000);
  });

  test.each([
    { advance: '26h' },
    { advance: 'P1M' },
    { advance: '-PT1H' },
    { advance: 'P999999999W' },
    { advance: 5 },
    {},
    null,
    { advance: 'PT1H', now: 1 },
  ])('refuses %j and stays where it is', async (body) => {
    const before = await now();
    expect((await post('/local/clock', body)).status).toBe(422);
    expect((await now()) - before).toBeLessThan(60_000);
  });
});

test('POST /local/idle answers when what was sent has been worked on', async () => {
  const token = await cloud.token('first', 'u1');
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      cloud.deliver('hello+lead@in.postroom.test', aMail({ from: `idle${n}@first.test` })),
    ),
  );
  expect((await post('/local/idle', undefined)).body).toEqual({ idle: true });
  expect((await cloud.call('GET', '/v1/mailroom/emails?limit=100', { token })).body.items).toHaveLength(20);
});

test('GET / leads to more mails, and from each mail to its text and its records, as the API shows them to the owner', async () => {
  await cloud.deliver(
    'hello+case@in.postroom.test',
    aMail({ from: 'ada@first.test', subject: 'Broken <b>', text: 'No light.' }),
  );
  await post('/local/idle', undefined);
  const page: string = (await cloud.call('GET', '/?mails=1')).body;
  expect(page).toContain('href="/?mails=2"');
  const [mail = '', record = ''] = [...page.matchAll(/href="(\/local\/view\/[^"]*)"/g)].map(([, link]) => link);
  expect((await cloud.call('GET', mail)).body).toMatch(/Broken &lt;b&gt;[\s\S]*No light\./);
  expect((await cloud.call('GET', record)).body).toMatch(/<h1><bdi>Broken &lt;b&gt;[\s\S]*ada@first\.test/);
  for (const wrong of [
    '/local/view/first/emails/x',
    '/local/view/%zz/emails/x',
    '/local/view/first/emails',
    '/local/view/first/emails/..%2Fx',
  ])
    expect((await cloud.call('GET', wrong)).status, wrong).toBe(404);
});

describe('who is not of this machine', () => {
  const ask = async (headers: Readonly<Record<string, string>>, path = '/local/clock') => {
    const { port } = new URL(cloud.ready.http);
    return rawHttp(Number(port), `GET ${path} HTTP/1.1`, { Host: `127.0.0.1:${port}`, ...headers });
  };

  test.each([
    { Host: 'evil.example' },
    { Host: '127.0.0.1.evil.example' },
    { Host: 'localhost.evil.example:8080' },
    { Host: '192.168.0.1' },
    { Origin: 'https://evil.example' },
    { Origin: 'http://127.0.0.1.evil.example' },
    { Origin: 'null' },
  ])('%j is refused', async (headers) => {
    for (const path of ['/', '/local/view/first/emails/x', '/local/clock', '/local/outbox', '/local/queues'])
      expect(await ask(headers, path)).toMatch(/^HTTP\/1\.1 403 /);
  });

  test.each([
    { Host: 'localhost:1234' },
    { Host: '127.0.0.1' },
    { Host: '[::1]:80' },
    { Origin: 'http://127.0.0.1:5173' },
    { Origin: 'http://localhost' },
  ])('%j is let in', async (headers) => {
    expect(await ask(headers)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

test.each([
  'GET /local',
  'GET /local/',
  'GET /local/nothing',
  'GET /local/tokens',
  'DELETE /local/clock',
  'PUT /local/faults',
  'POST /local/outbox',
  'POST /',
])('there is no %s', async (line) => {
  const [method = '', path = ''] = line.split(' ');
  expect((await cloud.call(method, path)).status).toBe(404);
});
