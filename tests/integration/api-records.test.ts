/** The built-in record store over HTTP: what a record does from its making to its end. Limits and repeats have files of their own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { aMail } from '#tests/support/mail.ts';
import { allPages } from '#tests/support/pages.ts';

let cloud: TestCloud;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;
let globex: typeof acme;

beforeAll(async () => {
  cloud = await startTestCloud();
  acme = await cloud.tenant('acme');
  globex = await cloud.tenant('globex');
});
afterAll(() => cloud?.stop());

type Fields = Readonly<Record<string, unknown>>;
const create = async (module: string, fields: Fields, token = acme.user) => {
  const { status, body } = await cloud.call('POST', `/v1/records/${module}`, { token, body: { fields } });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};
const patch = (module: string, id: string, fields: Fields) =>
  cloud.call('PATCH', `/v1/records/${module}/${id}`, { token: acme.user, body: { fields } });
const read = (module: string, id: string) => cloud.call('GET', `/v1/records/${module}/${id}`, { token: acme.user });
const found = async (module: string, email: string): Promise<string[]> => {
  const { body } = await cloud.call('GET', `/v1/records/${module}?email=${encodeURIComponent(email)}`, {
    token: acme.user,
  });
  return body.items.map(({ id }: { id: string }) => id);
};
const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe('a record', () => {
  test('is read back at once, by id, in the list and by its address in any case', async () => {
    const made = await create('contacts', {
      lastname: 'Hopper',
      email: 'Grace@Navy.example',
      vip: true,
      score: 4.5,
      tags: ['a', 'b'],
    });
    expect(made).toMatchObject({
      module: 'contacts',
      fields: { email: 'Grace@Navy.example', vip: true, score: 4.5, tags: ['a', 'b'] },
    });
    expect((await read('contacts', made.id)).body).toEqual(made);
    for (const email of ['Grace@Navy.example', 'grace@navy.example', 'GRACE@NAVY.EXAMPLE'])
      expect(await found('contacts', email)).toEqual([made.id]);
    expect(await found('leads', 'grace@navy.example')).toEqual([]);
    const list = await cloud.call('GET', '/v1/records/contacts?limit=1', { token: acme.user });
    expect(list.body.items).toEqual([made]);
  });

  test('is of any module: the six built in, and custom ones by their name alone', async () => {
    for (const module of [
      'contacts',
      'leads',
      'organizations',
      'cases',
      'opportunities',
      'internal-tickets',
      'spare-parts2',
      'ab',
      `m${'x'.repeat(39)}`,
    ]) {
      const made = await create(module, { title: module });
      expect((await read(module, made.id)).body.fields).toEqual({ title: module });
    }
  });

  test('is changed field by field; null removes one and nothing else', async () => {
    const made = await create('leads', { firstname: 'Ada', lastname: 'King', phone: '1', note: 'x' });
    const changed = await patch('leads', made.id, { lastname: 'Lovelace', phone: null, city: 'London' });
    expect([changed.status, changed.body.fields]).toEqual([
      200,
      { firstname: 'Ada', lastname: 'Lovelace', note: 'x', city: 'London' },
    ]);
    expect((await read('leads', made.id)).body).toEqual(changed.body);
    expect(changed.body).toMatchObject({ id: made.id, createdAt: made.createdAt });
  });

  test('keeps what several people change at once in different fields', async () => {
    const made = await create('leads', { lastname: 'Busy' });
    const changes = ['a', 'b', 'c', 'd'].map((name) => ({ [name]: 'changed' }));
    const statuses = (await Promise.all(changes.map((fields) => patch('leads', made.id, fields)))).map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([200, 200, 200, 200]);
    expect((await read('leads', made.id)).body.fields).toEqual(Object.assign({ lastname: 'Busy' }, ...changes));
  });

  test('is found by its new address only after the address changed, and by none when it has none', async () => {
    const made = await create('contacts', { lastname: 'Mover', email: 'old@move.example' });
    await patch('contacts', made.id, { email: 'new@move.example' });
    expect([await found('contacts', 'old@move.example'), await found('contacts', 'new@move.example')]).toEqual([
      [],
      [made.id],
    ]);
    await patch('contacts', made.id, { email: 'OLD@move.example' });
    expect([await found('contacts', 'old@move.example'), await found('contacts', 'new@move.example')]).toEqual([
      [made.id],
      [],
    ]);
    await patch('contacts', made.id, { email: null });
    expect([await found('contacts', 'old@move.example'), await found('contacts', 'new@move.example')]).toEqual([
      [],
      [],
    ]);
  });

  test('that was deleted is gone from everywhere and cannot be changed or deleted again', async () => {
    const made = await create('contacts', { lastname: 'Gone', email: 'gone@away.example' });
    const remove = () => cloud.call('DELETE', `/v1/records/contacts/${made.id}`, { token: acme.user });
    const [first, second] = [await remove(), await remove()];
    expect([first.status, first.body, second.status]).toEqual([204, '', 404]);
    expect((await read('contacts', made.id)).status).toBe(404);
    expect((await patch('contacts', made.id, { lastname: 'Back' })).status).toBe(404);
    expect((await cloud.call('GET', `/v1/records/contacts/${made.id}/timeline`, { token: acme.user })).status).toBe(
      404,
    );
    expect(await found('contacts', 'gone@away.example')).toEqual([]);
    expect(idsOf((await allPages(cloud, '/v1/records/contacts', acme.user, 100)).items)).not.toContain(made.id);
  });

  test('of one module is not there under another', async () => {
    const made = await create('contacts', { lastname: 'Only' });
    expect((await read('leads', made.id)).status).toBe(404);
  });
});

describe('a list', () => {
  const EVERY = Array.from({ length: 250 }, (_, n) => n);
  let made: string[];

  beforeAll(async () => {
    made = [];
    for (let from = 0; from < EVERY.length; from += 10)
      made.push(
        ...idsOf(
          await Promise.all(
            EVERY.slice(from, from + 10).map((n) =>
              create('parts', { title: `Part ${n}`, email: 'parts@list.example' }),
            ),
          ),
        ),
      );
  });

  test('of 250 is paged without twins or gaps, newest first', async () => {
    const { items, sizes } = await allPages(cloud, '/v1/records/parts', acme.user, 40);
    expect(sizes).toEqual([40, 40, 40, 40, 40, 40, 10]);
    expect(idsOf(items)).toEqual([...made].sort().reverse());
  });

  test('by address is paged too, oldest first', async () => {
    const { items, sizes } = await allPages(cloud, '/v1/records/parts?email=Parts@list.example', acme.user, 100);
    expect(sizes).toEqual([100, 100, 50]);
    expect(idsOf(items)).toEqual([...made].sort());
  });

  test('has 50 items a page unless said, and 1 to 100', async () => {
    const sizeOf = async (query: string) =>
      (await cloud.call('GET', `/v1/records/parts${query}`, { token: acme.user })).body.items?.length;
    expect([await sizeOf(''), await sizeOf('?limit=1'), await sizeOf('?limit=100')]).toEqual([50, 1, 100]);
    for (const limit of ['0', '101', '-1', '1.5', 'all', ''])
      expect((await cloud.call('GET', `/v1/records/parts?limit=${limit}`, { token: acme.user })).status, limit).toBe(
        422,
      );
  });

  test('goes on where it stood although the record there was deleted meanwhile', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push((await create('washers', { title: `Washer ${n}` })).id);
    const first = await cloud.call('GET', '/v1/records/washers?limit=3', { token: acme.user });
    const newest = ids.sort().reverse();
    expect(idsOf(first.body.items)).toEqual(newest.slice(0, 3));
    await cloud.call('DELETE', `/v1/records/washers/${newest[2]}`, { token: acme.user });
    const next = await cloud.call('GET', `/v1/records/washers?limit=2&cursor=${first.body.nextCursor}`, {
      token: acme.user,
    });
    expect(idsOf(next.body.items)).toEqual(newest.slice(3, 5));
  });

  test("takes no other list's cursor: not another tenant's, another module's, another address's, or a mangled one", async () => {
    const cursorOf = async (path: string, token: string) =>
      (await cloud.call('GET', `${path}limit=1`, { token })).body.nextCursor;
    for (const email of ['a@two.example', 'a@two.example']) await create('bolts', { email }, globex.user);
    for (const email of ['parts@list.example', 'parts@list.example']) await create('nuts', { email });
    const own = await cursorOf('/v1/records/parts?', acme.user);
    const foreign = [
      await cursorOf('/v1/records/bolts?', globex.user),
      await cursorOf('/v1/records/nuts?', acme.user),
      await cursorOf('/v1/records/parts?email=parts@list.example&', acme.user),
      own.slice(0, -2),
      `${own}AA`,
      own.toLowerCase(),
      Buffer.from(made[3] ?? '').toString('base64url'),
      '',
    ];
    expect(foreign.every((cursor) => typeof cursor === 'string' && cursor !== own)).toBe(true);
    for (const cursor of foreign) {
      const { status, body } = await cloud.call('GET', `/v1/records/parts?cursor=${encodeURIComponent(cursor)}`, {
        token: acme.user,
      });
      expect([status, body.code, body.errors?.[0].field], cursor).toEqual([422, 'invalid-cursor', 'cursor']);
    }
  });
});

test('a timeline is paged newest first without twins or gaps', async () => {
  const made = await create('contacts', { lastname: 'Writer', email: 'writer@mails.example' });
  await Promise.all(
    Array.from({ length: 25 }, (_, n) =>
      cloud.deliver(acme.address('+archive'), aMail({ from: 'writer@mails.example', subject: `Mail ${n}` })),
    ),
  );
  await cloud.idle();
  const { items, sizes } = await allPages(cloud, `/v1/records/contacts/${made.id}/timeline`, acme.user, 10);
  expect(sizes).toEqual([10, 10, 5]);
  expect(new Set(items.map(({ summary }) => summary)).size).toBe(25);
  expect(items.map(({ at }) => at)).toEqual(
    items
      .map(({ at }) => at)
      .sort()
      .reverse(),
  );
  expect(items.every(({ kind, emailId }) => kind === 'mail' && emailId.length === 26)).toBe(true);
});
