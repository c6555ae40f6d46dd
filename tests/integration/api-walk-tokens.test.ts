/** Walks every operation of the served OpenAPI document with tokens that must not open it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, pathOf, startApiWorld } from '#tests/support/api-world.ts';
import type { ApiOperation } from '#tests/support/openapi.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await startApiWorld();
});
afterAll(() => world?.cloud.stop());

const ask = async (operation: ApiOperation, token: string | undefined) => {
  const path = pathOf(operation, world.ids);
  return world.call(operation.method, path, { ...(token === undefined ? {} : { token }), ...world.bodyOf(operation) });
};

/** Operations whose answer to this token is anything else, with the answer. */
const exceptions = async (
  operations: readonly ApiOperation[],
  token: string | undefined,
  status: number,
  holds: string,
) => {
  const found: string[] = [];
  for (const operation of operations) {
    const answer = await ask(operation, token);
    if (answer.status !== status || !answer.text.includes(holds))
      found.push(`${operation.id}: ${answer.status} ${answer.text}`);
  }
  return found;
};

const forbidden = (operations: readonly ApiOperation[], token: string) =>
  exceptions(operations, token, 403, '"code":"forbidden"');

describe('who is not known', () => {
  test('gets 401 from every guarded operation, whatever is wrong with the token', async () => {
    const found: string[] = [];
    for (const [what, token] of Object.entries(await world.forge.wrong()))
      found.push(
        ...(await exceptions(world.guarded, token, 401, '{"message":"Unauthorized"}')).map((one) => `${what}: ${one}`),
      );
    expect(found).toEqual([]);
  });

  test('gets 401 as soon as the time of the token has passed', async () => {
    const token = await world.cloud.token('hidden', 'ada.hidden', 'PT1M');
    expect((await world.call('GET', '/v1/tenant', { token })).status).toBe(200);
    await world.cloud.call('POST', '/local/clock', { body: { advance: 'PT61S' } });
    expect(await exceptions(world.guarded, token, 401, '{"message":"Unauthorized"}')).toEqual([]);
  });

  test('reads the public operations', async () => {
    const open = world.operations.filter(({ access }) => access === 'public');
    expect(open.length).toBeGreaterThan(0);
    // Without what the provider adds on the way back it leads nowhere.
    const found = ({ path }: ApiOperation) => (path === '/oauth/callback' ? [404] : [200, 302]);
    for (const operation of open)
      expect(found(operation), operation.id).toContain((await ask(operation, undefined)).status);
  });
});

describe('who may not', () => {
  const by = (access: string) => world.guarded.filter((operation) => operation.access === access);

  test('a plain user gets 403 from everything that is for admins or for the platform', async () => {
    const token = await world.cloud.token('hidden', 'ben.hidden');
    expect(await forbidden([...by('admin'), ...by('platform')], token)).toEqual([]);
  });

  test('an admin and an owner get 403 from what is for the platform', async () => {
    expect(by('platform').length).toBeGreaterThan(0);
    expect(await forbidden(by('platform'), world.tokens.admin)).toEqual([]);
    expect(await forbidden(by('platform'), world.tokens.hidden)).toEqual([]);
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ["the platform's tenant without its role", { tenant: 'platform', role: 'owner' }],
    ["the platform's role in a tenant", { role: 'platform' }],
    ["a tenant that reaches into another's keys", { tenant: 'hidden#mail' }],
    ['a tenant in capitals', { tenant: 'HIDDEN' }],
    ['a tenant with a line break', { tenant: 'hidden\n' }],
    ['no tenant', { tenant: undefined }],
    ['an empty tenant', { tenant: '' }],
    ['several tenants', { tenant: ['hidden', 'curious'] }],
    ['one tenant in a list', { tenant: ['hidden'] }],
    ['an object as the tenant', { tenant: { toString: 'hidden' } }],
    ['no user', { sub: undefined }],
    ['an empty user', { sub: '' }],
    ['users in a list', { sub: ['ada.hidden'] }],
    ['no role', { role: undefined }],
    ['an unknown role', { role: 'root' }],
    ['a role in capitals', { role: 'Owner' }],
    ['roles in a list', { role: ['owner'] }],
  ])('a token with %s gets 403 everywhere', async (_what, claims) => {
    expect(await forbidden(world.guarded, await world.forge.sign(claims))).toEqual([]);
  });
});

describe('what is not declared', () => {
  const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

  const formOf = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);

  test('a method without a route is a 404 of the gateway, reaches no function and changes nothing', async () => {
    const token = world.tokens.hidden;
    const before = await world.call('GET', pathOf(recordOf(), world.ids), { token });
    await world.cloud.call('GET', '/local/usage?reset=1');
    for (const path of new Set(world.operations.map((operation) => operation.path))) {
      const declared = world.operations.filter((operation) => operation.path === path);
      const [first] = declared;
      if (first === undefined) continue;
      // `/rules/order` is a path of its own, and for the methods it has not an id that is none.
      const isDeclared = (method: string) =>
        world.operations.some((operation) => operation.method === method && formOf(operation.path).test(path));
      for (const method of METHODS.filter((one) => !isDeclared(one))) {
        const { status, text } = await world.call(method, pathOf(first, world.ids), { token });
        expect([status, text], `${method} ${path}`).toEqual([404, method === 'HEAD' ? '' : '{"message":"Not Found"}']);
      }
    }
    expect((await world.cloud.call('GET', '/local/usage')).body.items).toEqual([]);
    expect((await world.call('GET', pathOf(recordOf(), world.ids), { token })).text).toBe(before.text);
  });

  test.each([
    '/v1',
    '/v1/',
    '/v2/tenant',
    '/v1/tenant/',
    '/v1//tenant',
    '/v1/records',
    '/v1/records/contacts/',
    '/v1/nothing',
  ])('there is no GET %s', async (path) => {
    const { status, text } = await world.call('GET', path, { token: world.tokens.hidden });
    expect([status, text]).toEqual([404, '{"message":"Not Found"}']);
  });
});

const recordOf = (): ApiOperation => {
  const found = world.operations.find(({ id }) => id === 'getRecord');
  if (found === undefined)
    throw new Error('The document has no operation getRecord any more: name another that reads one thing.');
  return found;
};

test('no answer of the walk let out a stack, a table, a bucket or an ARN', () => {
  expect(world.leaks).toEqual([]);
});
