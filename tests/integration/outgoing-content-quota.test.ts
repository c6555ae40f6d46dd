import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

let cloud: TestCloud;
let out: ReturnType<typeof makeOutgoing>;

beforeAll(async () => {
  cloud = await startTestCloud();
  out = makeOutgoing(cloud);
});
afterAll(() => cloud.stop());

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const usage = async (token: string) => (await cloud.call('GET', '/v1/usage', { token })).body;
const people = (count: number) => Array.from({ length: count }, (_, n) => `reader-${n}@shop.example`);
/** To takes ten of them. */
const toPeople = (count: number) => ({ to: people(count).slice(0, 10), bcc: people(count).slice(10) });
/** Places used, 50 recipients a mail. */
const use = async (token: string, count: number) => {
  for (let left = count; left > 0; left -= 50)
    expect((await out.send(token, { ...toPeople(Math.min(50, left)) })).status).toBe(202);
};
const jumpTo = async (atMs: number) => {
  const seconds = Math.ceil((atMs - cloud.clock.now()) / 1000);
  await cloud.call('POST', '/local/clock', { body: { advance: `PT${seconds}S` } });
};
const dayStart = (days: number) => (Math.floor(cloud.clock.now() / DAY_MS) + days) * DAY_MS;
/** At 10:00 UTC of the next day: a test counts within one day. */
const nextMorning = () => jumpTo(dayStart(1) + 10 * HOUR_MS);
const iso = (atMs: number) => new Date(atMs).toISOString();

describe('[F115] [F121] the plan', () => {
  test.each([
    ['trial', 50, 'instance'],
    ['free', 50, 'user'],
    // The numbers of the others are in tests/unit/domain/plans.test.ts; here is that they are kept.
    ...howMuch<[string, number, string][]>({
      part: [],
      whole: [
        ['starter', 300, 'user'],
        ['professional', 500, 'user'],
        ['one', 500, 'user'],
      ],
    }),
  ])('%s allows %i recipients a day per %s', async (plan, limit, scope) => {
    await nextMorning();
    const tenant = await cloud.tenant(`plan-${plan}`, { plan });
    await use(tenant.user, limit - 3);
    await cloud.idle();
    expect(await usage(tenant.user)).toMatchObject({
      limit,
      used: limit - 3,
      reserved: 0,
      resetsAt: iso(dayStart(1)),
      scope,
    });
    const refused = await out.send(tenant.user, { ...toPeople(10) });
    expect(refused).toMatchObject({
      status: 429,
      body: { code: 'over-quota', resetsAt: iso(dayStart(1)), limit, left: 3 },
    });
    expect(await usage(tenant.user)).toMatchObject({ used: limit - 3, reserved: 0 });
    // A colleague has places of their own, or takes of the same.
    const colleague = await out.send(tenant.admin, { ...toPeople(4) });
    expect(colleague.status).toBe(scope === 'user' ? 202 : 429);
    expect((await out.send(tenant.user, { ...toPeople(3) })).status).toBe(202);
    expect((await out.send(tenant.user)).status).toBe(429);
  });
});

describe('[F116] the day', () => {
  test('ends at 00:00 UTC, not before', async () => {
    await nextMorning();
    const { user } = await cloud.tenant('midnight', { plan: 'free' });
    await use(user, 50);
    await jumpTo(dayStart(1) - 2000);
    expect((await out.send(user)).status).toBe(429);
    await jumpTo(dayStart(1));
    expect((await out.send(user)).status).toBe(202);
    await cloud.idle();
    expect(await usage(user)).toMatchObject({ used: 1, reserved: 0, resetsAt: iso(dayStart(1)) });
  });

  test('of a mail for tomorrow is tomorrow: it is reserved there, and used when it has gone', async () => {
    await nextMorning();
    const { user } = await cloud.tenant('ahead', { plan: 'free' });
    await use(user, 50);
    const sendAt = iso(dayStart(1) + 9 * HOUR_MS);
    expect((await out.send(user, { ...toPeople(48), sendAt })).status).toBe(202);
    const over = await out.send(user, { ...toPeople(3), sendAt });
    expect(over).toMatchObject({ status: 429, body: { left: 2, resetsAt: iso(dayStart(2)) } });
    await cloud.idle();
    expect(await usage(user)).toMatchObject({ used: 50, reserved: 0 });
    await jumpTo(dayStart(1) + HOUR_MS);
    expect(await usage(user)).toMatchObject({ used: 0, reserved: 48 });
    expect((await out.send(user, { ...toPeople(3) })).status).toBe(429);
    await jumpTo(dayStart(0) + 9 * HOUR_MS + 120_000);
    await cloud.idle();
    expect(await usage(user)).toMatchObject({ used: 48, reserved: 0 });
  });

  test('that is over is none: a mail for yesterday goes now and counts today', async () => {
    await nextMorning();
    const { user } = await cloud.tenant('backdated', { plan: 'free' });
    const sendAt = iso(cloud.clock.now() - DAY_MS);
    expect((await out.send(user, { ...toPeople(50), sendAt })).status).toBe(202);
    await cloud.idle();
    expect(out.left('backdated')).toHaveLength(1);
    expect(await usage(user)).toMatchObject({ used: 50, reserved: 0 });
    expect((await out.send(user, { sendAt })).status).toBe(429);
  });
});

describe('places that are not used', () => {
  test('move with an edit to another day, all or nothing, and come back with a cancel', async () => {
    await nextMorning();
    const { user } = await cloud.tenant('moving', { plan: 'free' });
    const [today, tomorrow] = [iso(dayStart(0) + 20 * HOUR_MS), iso(dayStart(1) + 20 * HOUR_MS)];
    const { id } = (await out.send(user, { ...toPeople(10), sendAt: today })).body;
    const edit = (sendAt: string) => cloud.call('PATCH', `/v1/emails/${id}`, { token: user, body: { sendAt } });
    const cancel = (mail: string) => cloud.call('DELETE', `/v1/emails/${mail}`, { token: user });
    expect(await usage(user)).toMatchObject({ used: 0, reserved: 10 });
    expect((await edit(tomorrow)).status).toBe(200);
    expect(await usage(user)).toMatchObject({ used: 0, reserved: 0 });
    // Back and forth: each move counts once.
    expect([(await edit(today)).status, (await edit(today)).status]).toEqual([200, 200]);
    expect(await usage(user)).toMatchObject({ used: 0, reserved: 10 });
    const full = (await out.send(user, { ...toPeople(45), sendAt: tomorrow })).body.id;
    expect(await edit(tomorrow)).toMatchObject({ status: 429, body: { left: 5 } });
    expect(await out.shown(user, id)).toMatchObject({ status: 'queued', sendAt: today });
    expect(await usage(user)).toMatchObject({ reserved: 10 });
    expect((await cancel(full)).status).toBe(204);
    expect((await edit(tomorrow)).status).toBe(200);
    expect((await cancel(id)).status).toBe(204);
    expect(await usage(user)).toMatchObject({ used: 0, reserved: 0 });
    await jumpTo(dayStart(1) + HOUR_MS);
    expect(await usage(user)).toMatchObject({ used: 0, reserved: 0 });
    expect((await out.send(user, { ...toPeople(50) })).status).toBe(202);
  });

  test('are not taken by what is refused: a sender, a recipient, an attachment', async () => {
    await nextMorning();
    const { user } = await cloud.tenant('refused', { plan: 'free' });
    const uploadId = '01jd3x8q4v7m0000000000000a';
    for (const more of [{ from: 'x@shop.example' }, { ...toPeople(51) }, { attachments: [{ uploadId }] }])
      expect((await out.send(user, more)).status).toBe(422);
    expect(await usage(user)).toMatchObject({ used: 0, reserved: 0 });
  });
});
