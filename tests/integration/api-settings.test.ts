/** Tenants and users over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';
import { allPages } from '#tests/support/pages.ts';

let cloud: TestCloud;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;
let platform: string;
beforeAll(async () => {
  cloud = await startTestCloud();
  acme = await cloud.tenant('acme');
  platform = await cloud.token('platform', 'operator');
});
afterAll(() => cloud?.stop());

const makeTenant = (body: Readonly<Record<string, unknown>>, key?: string) =>
  cloud.call('POST', '/v1/tenants', {
    token: platform,
    body: { plan: 'free', ...body },
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
const tenantOf = async (token: string) => (await cloud.call('GET', '/v1/tenant', { token })).body;
const ownerOf = (tenant: string) => cloud.control.tenants.sign(tenant, 'somebody', 'owner');

describe('a new tenant', () => {
  test('[F1] gets an address of its name and eight random letters, another each time', async () => {
    const made = await makeTenant({ tenant: 'blue', name: 'Bl\u00fce Fish & Co. KG' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      tenant: 'blue',
      name: 'Bl\u00fce Fish & Co. KG',
      plan: 'free',
      helpDeskAddresses: [],
    });
    expect(made.body.inboundHandle).toMatch(/^blu[a-z]?efishcokg[a-z]{8}$/);
    expect(made.body.address).toBe(`${made.body.inboundHandle}@in.postroom.test`);
    const other = await makeTenant({ tenant: 'blue2', name: 'Bl\u00fce Fish & Co. KG' });
    expect(other.body.inboundHandle).not.toBe(made.body.inboundHandle);
    expect(await tenantOf(await ownerOf('blue'))).toEqual(made.body);
  });

  test('is named by its id when nothing else is said, and a name without letters still makes an address', async () => {
    expect((await makeTenant({ tenant: 'plain' })).body).toMatchObject({
      name: 'plain',
      inboundHandle: expect.stringMatching(/^plain[a-z]{8}$/),
    });
    expect((await makeTenant({ tenant: 'signs', name: '\u5c71\u7530' })).body.inboundHandle).toMatch(/^mail[a-z]{8}$/);
    expect((await makeTenant({ tenant: 'long', name: 'x'.repeat(255) })).body.inboundHandle).toMatch(/^x{30}[a-z]{8}$/);
  });

  test('gets the handle it asks for, unless another has it', async () => {
    expect((await makeTenant({ tenant: 'first', inboundHandle: 'wanted' })).body.inboundHandle).toBe('wanted');
    const second = await makeTenant({ tenant: 'second', inboundHandle: 'wanted' });
    expect([second.status, second.body.code]).toEqual([409, 'handle-taken']);
    expect((await cloud.call('GET', '/v1/tenant', { token: await ownerOf('second') })).status).toBe(404);
    expect((await makeTenant({ tenant: 'second', inboundHandle: 'wanted-too' })).status).toBe(201);
  });

  test('is there once: the same id again is a 409 and changes nothing', async () => {
    const made = await makeTenant({ tenant: 'once', name: 'Once' });
    const again = await makeTenant({ tenant: 'once', name: 'Twice' });
    expect([again.status, again.body.code]).toEqual([409, 'tenant-exists']);
    expect(await tenantOf(await ownerOf('once'))).toEqual(made.body);
  });

  test('is answered again to the same Idempotency-Key, as it was', async () => {
    const body = { tenant: 'again', name: 'Again', users: [{ id: 'o', email: 'o@again.example', role: 'owner' }] };
    const made = await makeTenant(body, 'key-1');
    await cloud.call('PATCH', '/v1/tenant', {
      token: await ownerOf('again'),
      body: { name: 'Renamed', helpDeskAddresses: ['help@again.example'] },
    });
    const again = await makeTenant(body, 'key-1');
    expect([again.status, again.body]).toEqual([201, made.body]);
    expect((await makeTenant({ ...body, name: 'Other' }, 'key-1')).body.code).toBe('idempotency-key-reused');
  });

  test('that was refused is refused again to the same Idempotency-Key, and made when it can be', async () => {
    expect((await makeTenant({ tenant: 'acme' }, 'key-2')).status).toBe(409);
    expect((await makeTenant({ tenant: 'acme' }, 'key-2')).status).toBe(409);
  });

  test('asked for by ten at once is made by one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => makeTenant({ tenant: 'race', name: `Racer ${n}` }, `racer-${n}`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
  });

  test.each(['platform', 'Acme', 'a b', 'a#b', '-a', 'x'.repeat(64), ''])('cannot be called %j', async (tenant) => {
    const { status, body } = await makeTenant({ tenant });
    expect([status, body.errors[0].field]).toEqual([422, 'tenant']);
  });
});

describe('the tenant of the token', () => {
  const change = (body: unknown, token = acme.admin) => cloud.call('PATCH', '/v1/tenant', { token, body });

  test('is changed by its admins: name, help desk addresses, nothing else', async () => {
    const before = await tenantOf(acme.user);
    const changed = await change({ name: 'ACME Ltd', helpDeskAddresses: ['Support@acme.example'] });
    expect([changed.status, changed.body]).toEqual([
      200,
      { ...before, name: 'ACME Ltd', helpDeskAddresses: ['Support@acme.example'] },
    ]);
    expect(await tenantOf(acme.user)).toEqual(changed.body);
    expect((await change({ name: 'ACME' })).body).toEqual({ ...changed.body, name: 'ACME' });
    expect((await change({})).body).toEqual({ ...changed.body, name: 'ACME' });
    for (const field of ['plan', 'inboundHandle', 'tenant', 'revision', 'madeBy'])
      expect((await change({ [field]: 'free' })).body.errors[0].field).toBe(field);
    expect((await change({ name: 'Mine' }, acme.user)).status).toBe(403);
  });

  test('has at most 20 help desk addresses', async () => {
    const addresses = (count: number) => Array.from({ length: count }, (_, n) => `desk${n}@acme.example`);
    expect((await change({ helpDeskAddresses: addresses(20) })).body.helpDeskAddresses).toHaveLength(20);
    expect((await change({ helpDeskAddresses: addresses(21) })).body.errors[0].field).toBe('helpDeskAddresses');
    expect((await makeTenant({ tenant: 'desks', helpDeskAddresses: addresses(21) })).body.errors[0].field).toBe(
      'helpDeskAddresses',
    );
  });

  test('keeps what two people change at once', async () => {
    await Promise.all([change({ name: 'Both' }), change({ helpDeskAddresses: ['both@acme.example'] })]);
    expect(await tenantOf(acme.user)).toMatchObject({ name: 'Both', helpDeskAddresses: ['both@acme.example'] });
  });

  test('[F9] whose help desk writes to a customer gets a case of the customer, from the moment it is set', async () => {
    const globex = await cloud.tenant('globex');
    const leads = async (email: string) =>
      (await cloud.call('GET', `/v1/records/leads?email=${email}`, { token: globex.user })).body.items.length;
    const mail = (to: string) => aMail({ from: 'Desk <DESK@globex.example>', to });
    await cloud.deliver(globex.address('+lead'), mail('first@customer.example'));
    await cloud.idle();
    expect([await leads('desk@globex.example'), await leads('first@customer.example')]).toEqual([1, 0]);
    await change({ helpDeskAddresses: ['desk@Globex.example'] }, globex.owner);
    await cloud.deliver(globex.address('+lead'), mail('second@customer.example'));
    await cloud.idle();
    expect([await leads('desk@globex.example'), await leads('second@customer.example')]).toEqual([1, 1]);
  });
});

describe('users', () => {
  const put = (id: string, role: string, token: string) =>
    cloud.call('PUT', `/v1/users/${id}`, { token, body: { email: `${id}@acme.example`, role } });
  const remove = (id: string, token: string) => cloud.call('DELETE', `/v1/users/${id}`, { token });
  const get = (id: string) => cloud.call('GET', `/v1/users/${id}`, { token: acme.admin });

  test('are added, read, changed and removed by admins', async () => {
    expect((await put('carol', 'user', acme.admin)).body).toEqual({
      id: 'carol',
      email: 'carol@acme.example',
      role: 'user',
    });
    expect((await put('carol', 'admin', acme.admin)).status).toBe(200);
    expect((await get('carol')).body).toEqual({ id: 'carol', email: 'carol@acme.example', role: 'admin' });
    expect([
      (await remove('carol', acme.admin)).status,
      (await remove('carol', acme.admin)).status,
      (await get('carol')).status,
    ]).toEqual([204, 404, 404]);
  });

  test('who are owners are made, changed and removed by owners alone', async () => {
    for (const refused of [
      await put('dave', 'owner', acme.admin),
      await put('owner', 'user', acme.admin),
      await remove('owner', acme.admin),
    ])
      expect([refused.status, refused.body.code]).toEqual([403, 'owners-only']);
    expect((await get('owner')).body.role).toBe('owner');
    expect((await put('dave', 'owner', acme.owner)).status).toBe(200);
    expect((await put('dave', 'user', acme.owner)).status).toBe(200);
  });

  test('always hold one owner: the last can be neither removed nor made something else', async () => {
    for (const refused of [await put('owner', 'admin', acme.owner), await remove('owner', acme.owner)])
      expect([refused.status, refused.body.code]).toEqual([409, 'last-owner']);
    expect((await put('owner', 'owner', acme.owner)).status).toBe(200);
    await put('erin', 'owner', acme.owner);
    expect((await remove('owner', acme.owner)).status).toBe(204);
    expect((await remove('erin', acme.owner)).body.code).toBe('last-owner');
    await put('owner', 'owner', acme.owner);
    expect((await remove('erin', acme.owner)).status).toBe(204);
  });

  test('who are both owners and take each other out at once leave one', async () => {
    for (let round = 0; round < 5; round += 1) {
      await put('frank', 'owner', acme.owner);
      const answers = await Promise.all([remove('owner', acme.owner), put('frank', 'admin', acme.owner)]);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(1);
      const { items } = await allPages(cloud, '/v1/users', acme.admin, 100);
      expect(items.filter(({ role }) => role === 'owner')).toHaveLength(1);
      await put('owner', 'owner', acme.owner);
      await put('frank', 'user', acme.owner);
    }
  });

  test('are listed in pages; another list or a made-up cursor is refused', async () => {
    for (let n = 0; n < 12; n += 1) await put(`page${n}`, 'user', acme.admin);
    const { items, sizes } = await allPages(cloud, '/v1/users', acme.admin, 5);
    expect(sizes.length).toBeGreaterThan(2);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items.filter(({ id }) => id.startsWith('page'))).toHaveLength(12);
    const other = await cloud.tenant('initech');
    const { nextCursor } = (await cloud.call('GET', '/v1/users?limit=1', { token: other.admin })).body;
    for (const cursor of [nextCursor, Buffer.from('user#owner').toString('base64url')])
      expect((await cloud.call('GET', `/v1/users?cursor=${cursor}`, { token: acme.admin })).body.code).toBe(
        'invalid-cursor',
      );
  });

  test.each(['a b', 'a#b', 'a/b', 'x'.repeat(129)])('cannot have the id %j', async (id) => {
    const { status, body } = await cloud.call('PUT', `/v1/users/${encodeURIComponent(id)}`, {
      token: acme.owner,
      body: { email: 'a@acme.example', role: 'user' },
    });
    // A slash ends the path's segment before any function sees it.
    expect([status, body.errors?.[0].field]).toEqual(id.includes('/') ? [404, undefined] : [422, 'id']);
  });
});
