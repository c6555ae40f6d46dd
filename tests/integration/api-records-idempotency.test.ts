/** Idempotency-Key (CONTRACT, HTTP API), shown on records; every POST that makes something begins with the same step. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';

let cloud: TestCloud;
let acme: Awaited<ReturnType<TestCloud['tenant']>>;
let globex: typeof acme;
beforeAll(async () => {
  cloud = await startTestCloud();
  acme = await cloud.tenant('acme');
  globex = await cloud.tenant('globex');
});
afterAll(() => cloud?.stop());

const post = (key: string, fields: unknown, { token = acme.user, module = 'leads' } = {}) =>
  cloud.call('POST', `/v1/records/${module}`, { token, body: { fields }, headers: { 'idempotency-key': key } });
const count = async (email: string, token = acme.user) =>
  (await cloud.call('GET', `/v1/records/leads?email=${email}`, { token })).body.items.length;

describe('the same key', () => {
  test('with the same body answers the same and makes one record', async () => {
    const [first, again] = [
      await post('k-1', { email: 'one@key.example' }),
      await post('k-1', { email: 'one@key.example' }),
    ];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(await count('one@key.example')).toBe(1);
  });

  test('twenty times at once makes one record and answers all alike', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('k-2', { email: 'crowd@key.example' })));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await count('crowd@key.example')).toBe(1);
  });

  test('answers what it answered first, although the record was changed or deleted since', async () => {
    const first = await post('k-3', { email: 'then@key.example' });
    const path = `/v1/records/leads/${first.body.id}`;
    await cloud.call('PATCH', path, { token: acme.user, body: { fields: { lastname: 'Changed' } } });
    expect((await post('k-3', { email: 'then@key.example' })).body).toEqual(first.body);
    await cloud.call('DELETE', path, { token: acme.user });
    expect((await post('k-3', { email: 'then@key.example' })).body).toEqual(first.body);
    expect((await cloud.call('GET', path, { token: acme.user })).status).toBe(404);
    expect(await count('then@key.example')).toBe(0);
  });

  test.each<[string, unknown, { module?: string }]>([
    ['another body', { email: 'other@key.example' }, {}],
    ['another path', { email: 'another-path@key.example' }, { module: 'contacts' }],
  ])('with %s is a 422 that names it, and nothing is made', async (what, fields, where) => {
    const name = what.replace(' ', '-');
    await post(name, { email: `${name}@key.example` });
    const { status, body } = await post(name, fields, where);
    expect([status, body.code, body.errors[0].field]).toEqual([422, 'idempotency-key-reused', 'Idempotency-Key']);
    expect(await count('other@key.example')).toBe(0);
    expect(await count(`${name}@key.example`)).toBe(1);
  });

  test('of another user and of another tenant is a key of its own', async () => {
    const fields = { email: 'mine@key.example' };
    const answers = [
      await post('k-5', fields),
      await post('k-5', fields, { token: acme.admin }),
      await post('k-5', fields, { token: globex.user }),
    ];
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(3);
    expect([await count('mine@key.example'), await count('mine@key.example', globex.user)]).toEqual([2, 1]);
  });

  test('is kept for 24 hours and is new after that', async () => {
    const first = await post('k-6', { email: 'day@key.example' });
    const advance = (duration: string) => cloud.call('POST', '/local/clock', { body: { advance: duration } });
    await advance('PT23H59M');
    expect((await post('k-6', { email: 'day@key.example' })).body).toEqual(first.body);
    await advance('PT2M');
    const next = await post('k-6', { email: 'day@key.example' });
    expect([next.status, next.body.id === first.body.id]).toEqual([201, false]);
    expect((await post('k-6', { email: 'day@key.example' })).body).toEqual(next.body);
    expect(await count('day@key.example')).toBe(2);
  });

  test('of a request that was refused is free for the right one', async () => {
    expect((await post('k-7', { email: 'not an address' })).status).toBe(422);
    expect((await post('k-7', { email: 'right@key.example' })).status).toBe(201);
  });

  test('is for a repeat after a failure: nothing is made twice, whichever call of the first try fails', async () => {
    for (let nth = 1; nth <= 3; nth += 1)
      for (const kind of ['kill-before', 'kill-after', 'error']) {
        const email = `${kind}-${nth}@key.example`;
        await cloud.call('POST', '/local/faults', { body: { function: 'http-records', nth, kind } });
        const first = await post(email, { email });
        const { items } = (await cloud.call('GET', '/local/faults')).body;
        await cloud.call('DELETE', '/local/faults');
        expect(items[0].fired, email).toBe(1);
        const again = await post(email, { email });
        expect(again.status, `${email}: first ${first.status}`).toBe(201);
        if (first.status === 201) expect(again.body).toEqual(first.body);
        expect(await count(email), email).toBe(1);
      }
  });
});

test('without a key the same body twice makes two records', async () => {
  for (let n = 0; n < 2; n += 1)
    expect(
      (
        await cloud.call('POST', '/v1/records/leads', {
          token: acme.user,
          body: { fields: { email: 'two@key.example' } },
        })
      ).status,
    ).toBe(201);
  expect(await count('two@key.example')).toBe(2);
});

test('keys of 1 and of 255 characters are taken', async () => {
  for (const key of ['!', '~'.repeat(255)]) expect((await post(key, { lastname: 'Key' })).status).toBe(201);
});
