/** How much a record holds: each limit at the limit and one past it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { allPages } from '#tests/support/pages.ts';

let cloud: TestCloud;
let token: string;
beforeAll(async () => {
  cloud = await startTestCloud();
  token = (await cloud.tenant('acme')).user;
});
afterAll(() => cloud?.stop());

type Fields = Readonly<Record<string, unknown>>;
const create = (fields: Fields) => cloud.call('POST', '/v1/records/leads', { token, body: { fields } });
const many = (count: number, prefix = 'f'): Fields =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`${prefix}${n}`, 'x']));

/** Fields whose JSON is exactly this many bytes. */
const weighing = (bytes: number, character = 'x'): Fields => {
  const size = Buffer.byteLength(character);
  const room = bytes - JSON.stringify({ a: '', b: '', c: '', d: '' }).length;
  const whole = Math.floor(Math.floor(room / size) / 3);
  const [a, b, c] = [whole, whole, whole].map((length) => character.repeat(length));
  return { a, b, c, d: 'x'.repeat(room - 3 * whole * size) };
};

describe('at the limit it is kept whole, one past it is refused by name', () => {
  test.each<[string, Fields, Fields, string]>([
    ['100 fields', many(100), many(101), 'fields'],
    ['255 characters in a line', { firstname: 'x'.repeat(255) }, { firstname: 'x'.repeat(256) }, 'fields.firstname'],
    ['131,072 characters in a text', { note: 'x'.repeat(131_072) }, { note: 'x'.repeat(131_073) }, 'fields.note'],
    ['100 items in a list', { tags: Array(100).fill('x') }, { tags: Array(101).fill('x') }, 'fields.tags'],
    ['255 characters in an item', { tags: ['x'.repeat(255)] }, { tags: ['x'.repeat(256)] }, 'fields.tags.0'],
    ['300,000 bytes of all fields', weighing(300_000), weighing(300_001), 'fields'],
    ['300,000 bytes, not characters', weighing(300_000, '\u20ac'), weighing(300_001, '\u20ac'), 'fields'],
    [
      '64 characters in a name',
      { [`n${'x'.repeat(63)}`]: 1 },
      { [`n${'x'.repeat(64)}`]: 1 },
      `fields.n${'x'.repeat(64)}`,
    ],
    [
      '64 characters before the @',
      { email: `${'x'.repeat(64)}@a.example` },
      { email: `${'x'.repeat(65)}@a.example` },
      'fields.email',
    ],
    [
      '254 characters of an address',
      { email: `${'x'.repeat(64)}@${'y'.repeat(189)}` },
      { email: `${'x'.repeat(65)}@${'y'.repeat(189)}` },
      'fields.email',
    ],
    ['the largest whole number', { n: Number.MAX_SAFE_INTEGER }, { n: Number.MAX_SAFE_INTEGER + 1 }, 'fields.n'],
    ['the smallest whole number', { n: Number.MIN_SAFE_INTEGER }, { n: Number.MIN_SAFE_INTEGER - 1 }, 'fields.n'],
    ['the number nearest to 0', { n: 1e-130 }, { n: 9e-131 }, 'fields.n'],
  ])('%s', async (_what, most, tooMuch, field) => {
    const kept = await create(most);
    expect(kept.status, JSON.stringify(kept.body).slice(0, 200)).toBe(201);
    const read = await cloud.call('GET', `/v1/records/leads/${kept.body.id}`, { token });
    expect(read.body.fields).toEqual(most);
    const refused = await create(tooMuch);
    expect([refused.status, refused.body.errors?.[0].field]).toEqual([422, field]);
  });
});

describe('what a change leaves counts too', () => {
  test('one field more than 100 by a change is refused and changes nothing', async () => {
    const { id } = (await create(many(100))).body;
    const change = (fields: Fields) => cloud.call('PATCH', `/v1/records/leads/${id}`, { token, body: { fields } });
    const refused = await change({ more: 'x' });
    expect([refused.status, refused.body.errors]).toEqual([422, [{ field: 'fields', message: 'at most 100 fields' }]]);
    expect((await change({ more: 'x', f0: null })).status).toBe(200);
  });

  test('two changes that fit each alone are refused together', async () => {
    const { id } = (await create(weighing(200_000))).body;
    const refused = await cloud.call('PATCH', `/v1/records/leads/${id}`, {
      token,
      body: { fields: { e: 'x'.repeat(100_000) } },
    });
    expect([refused.status, refused.body.errors?.[0].field]).toEqual([422, 'fields']);
    expect((await cloud.call('GET', `/v1/records/leads/${id}`, { token })).body.fields['e']).toBeUndefined();
  });
});

test.each(['Leads', 'l', '2parts', 'parts_', 'parts.old', 'pärts', `m${'x'.repeat(40)}`, 'a#b', '-a', ' '])(
  'there is no module %j',
  async (module) => {
    const { status, body } = await cloud.call('GET', `/v1/records/${encodeURIComponent(module)}`, { token });
    expect([status, body.errors?.[0].field]).toEqual([422, 'module']);
  },
);

test.each([
  ['Name', 'x'],
  ['1st', 'x'],
  ['a.b', 'x'],
  ['a#b', 'x'],
  ['', 'x'],
  ['with space', 'x'],
  ['_a', 'x'],
])('there is no field %j', async (name, value) => {
  const { status, body } = await create({ [name]: value });
  expect([status, body.errors?.[0].field]).toEqual([422, name === '' ? 'fields.' : `fields.${name}`]);
});

test.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('there is no field %j', async (name) => {
  const { status, body } = await cloud.call('POST', '/v1/records/leads', {
    token,
    body: `{"fields":{"${name}":"x"}}`,
  });
  expect([status, body.errors?.[0].field]).toEqual([422, `fields.${name}`]);
});

test('a field __proto__ is dropped, and no later request knows of it', async () => {
  const made = await cloud.call('POST', '/v1/records/leads', {
    token,
    body: '{"fields":{"__proto__":{"converted":true},"a":1}}',
  });
  expect([made.status, made.body.fields]).toEqual([201, { a: 1 }]);
  expect((await create({ b: 2 })).body.fields).toEqual({ b: 2 });
});

test('lines, emoji and every script are kept as they are', async () => {
  const fields = { note: 'a\r\nb\n\tc', lastname: 'Ægir 山田 👩‍🚀', email: 'ünï@bücher.example' };
  const { id } = (await create(fields)).body;
  expect((await cloud.call('GET', `/v1/records/leads/${id}`, { token })).body.fields).toEqual(fields);
  expect(
    (await cloud.call('GET', `/v1/records/leads?email=${encodeURIComponent('ÜNÏ@BÜCHER.example')}`, { token })).body
      .items[0].id,
  ).toBe(id);
});

test('records that are together more than an answer takes come in several pages', async () => {
  const heavy = { ...weighing(290_000), email: 'heavy@list.example' };
  for (let n = 0; n < 24; n += 1)
    expect((await cloud.call('POST', '/v1/records/crates', { token, body: { fields: heavy } })).status).toBe(201);
  for (const path of ['/v1/records/crates', '/v1/records/crates?email=heavy@list.example']) {
    const { items, sizes } = await allPages(cloud, path, token, 100);
    expect(new Set(items.map(({ id }) => id)).size, path).toBe(24);
    expect(sizes.length, path).toBeGreaterThan(3);
  }
});
