/** Writing mail: over quota, to each alone, drafts, undo, send again, recipients by their records. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { heardByCrm, withCrmRule } from '#tests/support/crm-rule.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

let cloud: TestCloud;
let out: ReturnType<typeof makeOutgoing>;

beforeAll(async () => {
  // The queue is read by the CRM, which is not in this stack: the check that finds a queue without a reader is right, and not asked.
  cloud = await startTestCloud({ change: withCrmRule(['quota.warning']), unchecked: true });
  out = makeOutgoing(cloud);
});
afterAll(() => cloud.stop());

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const dayStart = (days: number) => (Math.floor(cloud.clock.now() / DAY_MS) + days) * DAY_MS;
const iso = (atMs: number) => new Date(atMs).toISOString();
const advance = (seconds: number) => cloud.call('POST', '/local/clock', { body: { advance: `PT${seconds}S` } });
const jumpTo = (atMs: number) => advance(Math.ceil((atMs - cloud.clock.now()) / 1000));
/** Two hours of the day are left at least: a test counts within one day. */
const withinOneDay = async () => {
  if (dayStart(1) - cloud.clock.now() < 2 * HOUR_MS) await jumpTo(dayStart(1));
};
const usage = async (token: string) => (await cloud.call('GET', '/v1/usage', { token })).body;
const people = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `reader-${from + n}@shop.example`);
const warnings = (tenant: string) =>
  heardByCrm(cloud)
    .map(({ detail }) => detail)
    .filter((detail) => detail['tenant'] === tenant);

describe('a full day', () => {
  test('[F121] [F123] is warned of at 80 % and 100 %, once each; mail that may wait goes when the next day opens, all of it, in its order', async () => {
    await withinOneDay();
    const { user, admin } = await cloud.tenant('full', { plan: 'free' });
    await out.send(user, { to: people(10), bcc: people(28, 10) });
    expect(await usage(user)).toMatchObject({ colour: 'red', warnings: [], instance: null });
    await out.send(user, { to: people(2) });
    await out.send(user, { to: people(2) });
    await out.send(user, { to: people(8) });
    await cloud.idle();
    expect(warnings('full')).toMatchObject([
      { level: 80, scope: 'user', user: 'user', limit: 50 },
      { level: 100, resetsAt: iso(dayStart(1)) },
    ]);
    const told = await usage(user);
    expect(told).toMatchObject({ used: 50, colour: 'red', warnings: [{ level: 80 }, { level: 100 }] });
    expect(told.tooltip).toContain('50 of 50');
    expect(await usage(admin)).toMatchObject({ used: 0, colour: 'green', instance: { limit: 150, counted: 50 } });

    const refused = await out.send(user);
    expect(refused).toMatchObject({
      status: 429,
      body: { reason: 'daily-limit', offers: ['sendWhenQuotaResets'], resetsAt: iso(dayStart(1)) },
    });
    const wait = { sendWhenQuotaResets: true };
    const first = (await out.send(user, { ...wait, to: people(10), bcc: people(30, 10) })).body;
    const second = (await out.send(user, { ...wait, to: people(9), subject: 'Second' })).body;
    // Two are left of tomorrow: not half of this one, but all of it the day after.
    const third = (await out.send(user, { ...wait, to: people(3) })).body;
    expect([first.sendAt, second.sendAt, third.sendAt]).toEqual([iso(dayStart(1)), iso(dayStart(1)), iso(dayStart(2))]);
    expect(await out.shown(user, second.id)).toMatchObject({
      status: 'queued',
      waiting: { code: 'over-quota', until: iso(dayStart(1)) },
    });
    await jumpTo(dayStart(1) + 60_000);
    await cloud.idle();
    expect(await usage(user)).toMatchObject({ used: 49, reserved: 0 });
    expect(out.left('full').length).toBe(6);
    expect(await out.shown(user, third.id)).toMatchObject({ status: 'queued', sendAt: iso(dayStart(1)) });
    expect(await out.shown(user, first.id)).toMatchObject({ status: 'delivered', waiting: null });
  });
});

describe('[F132] a mail to each alone', () => {
  test('is a mail of its own with its own recipient, Message-ID and outcome; one request lists them, one reservation counts them', async () => {
    await withinOneDay();
    const { user } = await cloud.tenant('each', { plan: 'free' });
    await cloud.call('POST', '/v1/suppressions', { token: user, body: { address: 'gone@shop.example' } });
    const to = ['ada@shop.example', 'bounce@simulator.amazonses.com', 'gone@shop.example'];
    const ask = () => out.send(user, { to, separate: true, subject: 'Each' }, { 'idempotency-key': 'each' });
    const { id, parts } = (await ask()).body;
    expect((await ask()).body).toMatchObject({ id, parts });
    expect(parts.map(({ address }: { address: string }) => address)).toEqual(to);
    await cloud.idle();
    expect((await ask()).body).toMatchObject({ id, parts });
    await cloud.idle();
    const left = out.left('each');
    expect(left.map((one) => one.to)).toEqual(expect.arrayContaining([[to[0]], [to[1]]]));
    expect(left).toHaveLength(2);
    expect(left.map(({ raw }) => /^To: (.*)\r$/m.exec(raw.toString())?.[1]).sort()).toEqual([to[0], to[1]]);
    expect(await out.shown(user, id)).toMatchObject({
      status: 'failed',
      parts: [
        { id: parts[0].id, status: 'delivered' },
        { id: parts[1].id, status: 'bounced' },
        { id: parts[2].id, status: 'failed' },
      ],
    });
    expect(await out.shown(user, parts[0].id)).toMatchObject({ batch: id, status: 'delivered' });
    expect(new Set(left.map(({ messageId }) => messageId)).size).toBe(2);
    const listed = (await cloud.call('GET', '/v1/emails', { token: user })).body.items;
    expect(listed.map((one: { id: string }) => one.id).sort()).toEqual(
      parts.map((one: { id: string }) => one.id).sort(),
    );
    expect(await usage(user)).toMatchObject({ used: 2, reserved: 0 });
  });

  test('is all or none of the quota, waits and is cancelled as one, and gives back what one of them does not use', async () => {
    await withinOneDay();
    const { user } = await cloud.tenant('batch', { plan: 'free' });
    const sendAt = iso(cloud.clock.now() + 180_000);
    const planned = { separate: true, sendAt };
    const first = (await out.send(user, { ...planned, to: people(48) })).body;
    expect((await out.send(user, { ...planned, to: people(3) })).status).toBe(429);
    expect(await usage(user)).toMatchObject({ reserved: 48 });
    expect((await cloud.call('DELETE', `/v1/emails/${first.id}`, { token: user })).status).toBe(204);
    expect(await usage(user)).toMatchObject({ reserved: 0 });
    const { id, parts } = (await out.send(user, { ...planned, to: people(3) })).body;
    // Its address is suppressed while it waits.
    await cloud.call('POST', '/v1/suppressions', { token: user, body: { address: 'reader-1@shop.example' } });
    await jumpTo(Date.parse(sendAt) + 120_000);
    await cloud.idle();
    expect(await usage(user)).toMatchObject({ used: 2, reserved: 0 });
    expect(await out.shown(user, parts[1].id)).toMatchObject({ failure: { code: 'suppressed' } });
    expect((await cloud.call('DELETE', `/v1/emails/${id}`, { token: user })).status).toBe(409);
  });
});

describe('what a person can take back or do again', () => {
  test('[F134] a mail can be undone for its seconds, and goes by itself after them', async () => {
    const { user } = await cloud.tenant('undo');
    const held = { undoSeconds: 20 };
    const [taken, gone] = [(await out.send(user, held)).body, (await out.send(user, held)).body];
    expect((await cloud.call('DELETE', `/v1/emails/${taken.id}`, { token: user })).status).toBe(204);
    expect(out.left('undo')).toHaveLength(0);
    await advance(25);
    await cloud.idle();
    expect(await out.shown(user, taken.id)).toMatchObject({ status: 'failed', failure: { code: 'cancelled' } });
    expect(await out.shown(user, gone.id)).toMatchObject({ status: 'delivered' });
    expect(out.left('undo')).toHaveLength(1);
  });

  test('[F135] a failed mail is sent again as a new one, to those who did not get it; one that was not is refused', async () => {
    const { user } = await cloud.tenant('again');
    const to = ['ada@shop.example', 'bounce@simulator.amazonses.com'];
    const attachments = [{ name: 'a.txt', contentType: 'text/plain', content: 'b25l' }];
    const { id } = (await out.send(user, { to, html: '<p>Both</p>', attachments })).body;
    await cloud.idle();
    await cloud.call('DELETE', '/v1/suppressions/bounce@simulator.amazonses.com', {
      token: await cloud.token('again', 'admin'),
    });
    const again = () =>
      cloud.call('POST', `/v1/emails/${id}/resend`, { token: user, headers: { 'idempotency-key': 'again' } });
    const answer = await again();
    expect([answer.status, (await again()).body.id]).toEqual([202, answer.body.id]);
    await cloud.idle();
    const [first, second] = out.left('again');
    expect([first?.to, second?.to]).toEqual([to, [to[1]]]);
    expect(second?.raw.toString()).toContain('b25l');
    expect(await out.shown(user, answer.body.id)).toMatchObject({ resendOf: id, subject: 'Hello' });
    const fine = (await out.send(user)).body.id;
    await cloud.idle();
    expect(await cloud.call('POST', `/v1/emails/${fine}/resend`, { token: user })).toMatchObject({
      status: 409,
      body: { code: 'not-failed' },
    });
  });

  test('[F135] a draft may lack anything, is its writer’s alone, keeps its attachments, and goes once it is whole', async () => {
    const { user, admin } = await cloud.tenant('drafts');
    const call = (method: string, path: string, body?: unknown, token = user) =>
      cloud.call(method, `/v1/drafts${path}`, { token, ...(body === undefined ? {} : { body }) });
    const attachments = [{ name: 'a.txt', contentType: 'text/plain', content: 'b25l' }];
    const { id } = (await call('POST', '', { subject: 'Soon', attachments })).body;
    expect(await call('POST', `/${id}/send`)).toMatchObject({
      status: 409,
      body: { code: 'not-finished', errors: [{ field: 'to' }] },
    });
    expect((await call('GET', `/${id}`, undefined, admin)).status).toBe(404);
    const edited = await call('PATCH', `/${id}`, { to: ['ada@shop.example'], text: 'Now.' });
    expect(edited.body).toMatchObject({ subject: 'Soon', mail: { to: ['ada@shop.example'], attachments } });
    expect((await call('GET', '')).body.items).toMatchObject([{ id, subject: 'Soon' }]);
    const sent = await call('POST', `/${id}/send`);
    expect(sent.status).toBe(202);
    await cloud.idle();
    expect(out.left('drafts').map(({ raw }) => raw.toString())).toEqual([expect.stringContaining('b25l')]);
    expect([(await call('GET', `/${id}`)).status, (await call('GET', '')).body.items]).toEqual([404, []]);
    expect(await usage(user)).toMatchObject({ used: 1 });
  });
});

describe('whom it goes to', () => {
  test('[F129] [F133] a record is its address; one that opted out gets nothing, with the reason, and is not counted', async () => {
    const { user } = await cloud.tenant('picked');
    const record = async (fields: object) =>
      (await cloud.call('POST', '/v1/records/contacts', { token: user, body: { fields } })).body.id;
    const ada = await record({ lastName: 'Ada', email: 'ada@shop.example', emailOptIn: 'Single opt-in (user)' });
    const bob = await record({ lastName: 'Bob', email: 'bob@shop.example', emailOptIn: 'Opted out (contact)' });
    const none = await record({ lastName: 'None' });
    const of = (id: string) => ({ module: 'contacts', id });
    const { id } = (await out.send(user, { to: [of(ada), of(bob)] })).body;
    await cloud.idle();
    expect((await out.shown(user, id)).recipients).toMatchObject([
      { address: 'ada@shop.example', status: 'delivered' },
      { address: 'bob@shop.example', status: 'failed', failure: { code: 'opted-out' } },
    ]);
    expect(await usage(user)).toMatchObject({ used: 1 });
    for (const wrong of [none, '01jd3x8q4v7m0000000000000a'])
      expect(await out.send(user, { to: [of(wrong)] })).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'to.0' }] },
      });
  });

  test('[F130] [F132] [F136] preferences decide what a mail leaves open; HTML gets its text and loses its script', async () => {
    const { user } = await cloud.tenant('habits');
    const put = await cloud.call('PUT', '/v1/preferences/sending', {
      token: user,
      body: { separate: true, from: 'admin@habits.example', signature: '<p onclick="x()">Yours, Ada</p>' },
    });
    const signature = { html: '<p>Yours, Ada</p>', text: 'Yours, Ada' };
    expect(put.body).toEqual({ separate: true, from: 'admin@habits.example', signature });
    expect((await cloud.call('GET', '/v1/preferences/sending', { token: user })).body).toEqual(put.body);
    const html = '<p>Hi <a href="www.shop.example">you</a><script>x()</script></p>';
    await out.send(user, { to: people(2), html });
    await out.send(user, { to: people(2), separate: false, from: 'user@habits.example', signature: false });
    await cloud.idle();
    const left = out.left('habits');
    expect(left.map(({ to }) => to.length).sort()).toEqual([1, 1, 2]);
    const readable = (raw: Buffer) => raw.toString().replaceAll('=\r\n', '').replaceAll('=3D', '=');
    const alone = left.filter(({ to }) => to.length === 1).map(({ raw }) => readable(raw));
    expect(left.map(({ raw }) => readable(raw).includes('Yours, Ada')).sort()).toEqual([false, true, true]);
    for (const raw of alone) {
      expect(raw).toMatch(/^From: admin@habits\.example/m);
      expect(raw).toContain('href="http://www.shop.example"');
      expect(raw).toMatch(/Content-Type: text\/plain[\s\S]*Hi you/);
      expect(raw).not.toContain('script');
    }
  });
});
