import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

let cloud: TestCloud;
let out: ReturnType<typeof makeOutgoing>;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;

beforeAll(async () => {
  cloud = await startTestCloud();
  out = makeOutgoing(cloud);
  acme = await cloud.tenant('acme');
});
afterAll(() => cloud.stop());

const tomorrow = () => new Date(cloud.clock.now() + 24 * 3_600_000).toISOString();
const call = (method: string, path: string, token: string, body?: unknown) =>
  cloud.call(method, path, { token, ...(body === undefined ? {} : { body }) });

describe('the sender', () => {
  test.each([
    ['is the user unless said', {}, 'user@acme.example'],
    ['may be a colleague', { from: 'Admin@ACME.example' }, 'Admin@acme.example'],
  ])('%s', async (_title, asked, from) => {
    const { id, two } = await out.sendAndRead('acme', acme.user, asked);
    for (const mail of Object.values(two)) expect(mail.from).toEqual([from]);
    expect((await out.shown(acme.user, id)).from).toBe(from);
  });

  test.each(['stranger@acme.example', 'owner@other.example', 'grace@navy.example'])(
    'cannot be %s, who is no user here',
    async (from) => {
      await cloud.call('POST', '/local/tenants', {
        body: { tenant: 'other', plan: 'free', users: [{ id: 'owner', email: 'owner@other.example', role: 'owner' }] },
      });
      const answer = await out.send(acme.user, { from });
      expect(answer).toMatchObject({
        status: 422,
        body: { errors: [{ field: 'from', message: expect.stringContaining('verif') }] },
      });
    },
  );

  test('whose domain is outside ASCII sends in its ASCII form; one whose name is cannot', async () => {
    const users = [
      { id: 'ada', email: 'ada@grün.example', role: 'owner' },
      { id: 'jo', email: 'jörg@grün.example', role: 'user' },
    ];
    await cloud.call('POST', '/local/tenants', { body: { tenant: 'green', plan: 'free', users } });
    const { id, two } = await out.sendAndRead('green', await cloud.token('green', 'ada'), {});
    for (const mail of Object.values(two)) expect(mail.from[0]).toMatch(/^ada@(grün|xn--grn-ioa)\.example$/);
    expect((await out.shown(await cloud.token('green', 'ada'), id)).from).toBe('ada@xn--grn-ioa.example');
    const answer = await out.send(await cloud.token('green', 'jo'));
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'from' }] } });
  });
});

describe('whose mail it is', () => {
  test('a plain user sees and changes only their own, an admin all; another tenant none', async () => {
    const rival = await cloud.tenant('rival');
    const owners = (await out.send(acme.owner, { sendAt: tomorrow() })).body.id;
    const users = (await out.send(acme.user, { sendAt: tomorrow() })).body.id;
    const listed = async (token: string) =>
      (await call('GET', '/v1/emails?limit=100', token)).body.items.map(({ id }: { id: string }) => id);
    expect(await listed(acme.user)).toContain(users);
    expect(await listed(acme.user)).not.toContain(owners);
    expect(await listed(acme.admin)).toEqual(expect.arrayContaining([users, owners]));
    expect(await listed(rival.owner)).toEqual([]);
    const never = '01jd3x8q4v7m0000000000000a';
    for (const [token, id] of [
      [acme.user, owners],
      [rival.owner, owners],
      [rival.owner, users],
    ] as const) {
      for (const [method, rest, body] of [
        ['GET', '', undefined],
        ['PATCH', '', { subject: 'Mine' }],
        ['DELETE', '', undefined],
        ['POST', '/decide', { as: 'sent' }],
      ] as const) {
        const theirs = await call(method, `/v1/emails/${id}${rest}`, token, body);
        const absent = await call(method, `/v1/emails/${never}${rest}`, token, body);
        expect({ ...theirs.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
        expect(theirs.status).toBe(404);
      }
    }
    expect((await call('PATCH', `/v1/emails/${users}`, acme.admin, { subject: 'By the admin' })).body.subject).toBe(
      'By the admin',
    );
    expect((await call('DELETE', `/v1/emails/${owners}`, acme.admin)).status).toBe(204);
    expect((await call('DELETE', `/v1/emails/${users}`, acme.user)).status).toBe(204);
  });
});

describe('[F134] until it goes', () => {
  test('it is changed, and leaves as it was last written', async () => {
    const { body } = await out.send(acme.user, { text: 'Old', sendAt: tomorrow() });
    const sendAt = new Date(cloud.clock.now() + 3_600_000).toISOString();
    const changed = await call('PATCH', `/v1/emails/${body.id}`, acme.user, {
      subject: 'New',
      text: 'New',
      html: '<p>New</p>',
      sendAt,
    });
    expect(changed).toMatchObject({ status: 200, body: { status: 'queued', subject: 'New', sendAt } });
    const before = out.left('acme').length;
    await call('POST', '/local/clock', acme.user, { advance: 'PT62M' });
    await cloud.idle();
    expect(out.left('acme')).toHaveLength(before + 1);
    const raw = out.left('acme').at(-1)?.raw.toString() ?? '';
    expect(raw).toMatch(/Subject: New/);
    expect(raw).not.toContain('Old');
  });

  test.each([
    ['a line break in the subject', { subject: 'a\r\nBcc: evil@evil.example' }, 'subject'],
    ['half a character in the text', { text: '\ud800' }, 'text'],
    ['a recipient, who cannot be changed', { to: ['evil@evil.example'] }, 'to'],
  ])('but not by %s', async (_title, edit, field) => {
    const { body } = await out.send(acme.user, { sendAt: tomorrow() });
    const answer = await call('PATCH', `/v1/emails/${body.id}`, acme.user, edit);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field }] } });
    expect((await call('DELETE', `/v1/emails/${body.id}`, acme.user)).status).toBe(204);
  });

  test('after that, or once cancelled, it is too late; cancelling again is no error; nobody decides of what is known', async () => {
    const gone = (await out.send(acme.user)).body.id;
    await cloud.idle();
    const cancelled = (await out.send(acme.user, { sendAt: tomorrow() })).body.id;
    expect((await call('DELETE', `/v1/emails/${cancelled}`, acme.user)).status).toBe(204);
    expect((await call('DELETE', `/v1/emails/${cancelled}`, acme.user)).status).toBe(204);
    expect((await call('DELETE', `/v1/emails/${gone}`, acme.user)).body).toMatchObject({
      status: 409,
      code: 'too-late',
    });
    expect(await out.shown(acme.user, cancelled)).toMatchObject({ status: 'failed', failure: { code: 'cancelled' } });
    for (const id of [gone, cancelled]) {
      const edited = await call('PATCH', `/v1/emails/${id}`, acme.user, { subject: 'Late' });
      expect(edited.body).toMatchObject({ status: 409, code: 'too-late' });
      const decided = await call('POST', `/v1/emails/${id}/decide`, acme.user, { as: 'send-again' });
      expect(decided.body).toMatchObject({ status: 409, code: 'not-unconfirmed' });
    }
    const before = out.left('acme').length;
    await call('POST', '/local/clock', acme.user, { advance: 'PT25H' });
    await cloud.idle();
    expect(out.left('acme')).toHaveLength(before);
    expect((await out.shown(acme.user, cancelled)).sentAt).toBeNull();
  });
});

describe('the suppression list', () => {
  const add = (token: string, address: string, scope?: string) =>
    call('POST', '/v1/suppressions', token, { address, ...(scope === undefined ? {} : { scope }) });
  const used = async (token: string) => (await call('GET', '/v1/usage', token)).body.used;

  test('[F211] is listed, added to by anybody, shortened by an admin, and each tenant has its own', async () => {
    const listing = await cloud.tenant('listing');
    const other = await cloud.tenant('neighbour');
    const added = await add(listing.user, 'Gone@Grün.example');
    expect(added).toMatchObject({
      status: 201,
      body: { address: 'gone@xn--grn-ioa.example', reason: 'manual', scope: 'all', source: 'user', held: false },
    });
    await add(listing.user, 'Gone@Grün.example');
    const list = async (token: string) => (await call('GET', '/v1/suppressions', token)).body.items;
    expect(await list(listing.user)).toHaveLength(1);
    expect(await list(other.owner)).toEqual([]);
    const path = `/v1/suppressions/${encodeURIComponent('GONE@grün.example')}`;
    expect((await call('DELETE', path, listing.user)).status).toBe(403);
    expect((await call('DELETE', path, other.admin)).status).toBe(404);
    expect(await list(listing.user)).toHaveLength(1);
    expect((await call('DELETE', path, listing.admin)).status).toBe(204);
    expect((await call('DELETE', path, listing.admin)).status).toBe(404);
    expect(await list(listing.user)).toEqual([]);
  });

  test('[F235] a suppressed recipient gets nothing and is told why; the others get it, and only they count', async () => {
    const some = await cloud.tenant('some');
    await add(some.user, 'gone@shop.example');
    await add(some.user, 'fine@shop.example', 'marketing');
    const asked = { to: ['gone@shop.example', 'fine@shop.example'], bcc: ['bob@shop.example'] };
    const { id, left, two } = await out.sendAndRead('some', some.user, asked);
    expect(left.to).toEqual(['fine@shop.example', 'bob@shop.example']);
    for (const mail of Object.values(two)) expect(mail.to).toEqual(['fine@shop.example']);
    const { status, recipients } = await out.shown(some.user, id);
    expect(status).toBe('failed');
    expect(recipients).toMatchObject([
      { status: 'failed', failure: { code: 'suppressed', message: expect.any(String), remedy: expect.any(String) } },
      { status: 'delivered' },
      { status: 'delivered' },
    ]);
    expect(recipients[1].failure).toBeUndefined();
    expect(await used(some.user)).toBe(2);
  });

  test('a mail of which all are suppressed is taken, has failed, leaves nothing and counts nothing', async () => {
    const none = await cloud.tenant('none');
    await add(none.user, 'gone@shop.example');
    const answer = await out.send(none.user, { to: ['GONE@shop.example'] });
    expect(answer).toMatchObject({ status: 202, body: { status: 'failed' } });
    await call('POST', '/local/clock', none.user, { advance: 'PT20M' });
    await cloud.idle();
    expect(out.left('none')).toEqual([]);
    expect(await out.shown(none.user, answer.body.id)).toMatchObject({
      status: 'failed',
      failure: { code: 'suppressed' },
    });
    expect((await call('GET', '/v1/usage', none.user)).body).toMatchObject({ used: 0, reserved: 0 });
  });

  test('one who is added while a mail waits gets nothing either', async () => {
    const waiting = await cloud.tenant('waiting');
    const sendAt = new Date(cloud.clock.now() + 1_800_000).toISOString();
    const { body } = await out.send(waiting.user, { to: ['gone@shop.example', 'bob@shop.example'], sendAt });
    await add(waiting.user, 'gone@shop.example');
    await call('POST', '/local/clock', waiting.user, { advance: 'PT32M' });
    await cloud.idle();
    expect(out.left('waiting').map(({ to }) => to)).toEqual([['bob@shop.example']]);
    expect((await out.shown(waiting.user, body.id)).recipients).toMatchObject([
      { failure: { code: 'suppressed' } },
      { status: 'delivered' },
    ]);
  });
});
