/** Walks every operation of the served OpenAPI document: one tenant against what belongs to another. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, pathOf, pathParameters, type Raw, startApiWorld } from '#tests/support/api-world.ts';
import type { ApiOperation } from '#tests/support/openapi.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await startApiWorld();
});
afterAll(() => world?.cloud.stop());

/**
 * Their path holds only names that the caller chooses, as in a file system of one's own: a module, the id a person has at the identity provider, an address. They
 * may succeed, in the caller's own tenant. Every other operation with path parameters must refuse.
 */
const NAMED_BY_CALLER = ['createRecord', 'listRecords', 'putUser', 'verifySenderAddress'];

/** Asks for what came by mail: a code nobody here has read. */
const COMES_BY_MAIL = ['confirmAccount'];

/** The same for every tenant: there is nobody whose it could be. */
const COMES_WITH_POSTROOM = ['getReadyTemplate'];

const withPath = () => world.guarded.filter((operation) => pathParameters(operation).length > 0);

/** What may differ between two answers that say the same. */
const plain = ({ status, headers, text }: Raw) => {
  const { date: _date, 'apigw-requestid': _request, ...rest } = headers;
  return { status, headers: rest, text: text.replace(/"requestId":"[^"]*"/, '"requestId":""') };
};

const withoutIds = (answer: Raw) => {
  const ids = [...Object.values(world.ids), ...Object.values(world.absent)].filter((id) => id.length > 8);
  const { status, text } = plain(answer);
  const times = text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time').replace(/[0-9a-hjkmnp-tv-z]{26}/g, 'id');
  return { status, text: ids.reduce((shown, id) => shown.replaceAll(id, 'id'), times) };
};

describe('the document', () => {
  test('is served without a token and names every route that is deployed, no more', async () => {
    const deployed = world.cloud.stack
      .ofType('AWS::ApiGatewayV2::Route')
      .map(({ properties }) => properties['RouteKey']);
    expect(world.operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(deployed.sort());
  });

  test('a path parameter that nobody mapped stops the walk and says what to add', () => {
    const stranger: ApiOperation = {
      id: 'getThing',
      method: 'GET',
      path: '/v1/things/{id}',
      access: 'user',
      parameters: [],
      body: undefined,
    };
    expect(() => pathOf(stranger, world.ids)).toThrow('add "/v1/things/{id}" to its ids');
  });
});

describe("one tenant with another's ids", () => {
  test('never succeeds, and cannot tell "not yours" from "not there"', async () => {
    const wrong: unknown[] = [];
    const ofSomebody = ({ id }: ApiOperation) => ![...NAMED_BY_CALLER, ...COMES_WITH_POSTROOM].includes(id);
    for (const operation of withPath().filter(ofSomebody)) {
      const options = { token: world.tokens.owner, ...world.bodyOf(operation) };
      const theirs = await world.call(operation.method, pathOf(operation, world.ids), options);
      const nobodys = await world.call(operation.method, pathOf(operation, world.absent), options);
      const [a, b] = [plain(theirs), plain(nobodys)];
      if (theirs.status !== 404 || JSON.stringify(a) !== JSON.stringify(b))
        wrong.push({ operation: operation.id, theirs: a, nobodys: b });
    }
    expect(wrong).toEqual([]);
  });

  test('whose path only names something of the own tenant answer as for any other name', async () => {
    for (const operation of withPath().filter(({ id }) => NAMED_BY_CALLER.includes(id))) {
      const options = { token: world.tokens.owner, ...world.bodyOf(operation) };
      const theirs = await world.call(operation.method, pathOf(operation, world.ids), options);
      const nobodys = await world.call(
        operation.method,
        pathOf(operation, world.absent, { module: world.ids['/v1/records/{module}'] ?? '' }),
        options,
      );
      expect(withoutIds(theirs), operation.id).toEqual(withoutIds(nobodys));
    }
  });

  test("no answer to the other tenant holds anything of the first one's", async () => {
    const found: string[] = [];
    for (const operation of world.guarded.filter(({ access }) => access !== 'platform')) {
      const query = operation.parameters.some(({ name }) => name === 'email') ? '?email=hidden@customer.example' : '';
      for (const path of [pathOf(operation, world.ids), `${pathOf(operation, world.ids)}${query}`]) {
        const { headers, text } = await world.call(operation.method, path, {
          token: world.tokens.owner,
          ...world.bodyOf(operation),
        });
        const secret = world.secrets.find((one) => `${JSON.stringify(headers)}${text}`.includes(one));
        if (secret !== undefined) found.push(`${operation.id} shows "${secret}": ${text.slice(0, 200)}`);
      }
    }
    expect(found).toEqual([]);
  });

  test('all of it is still there and as it was, and its own people reach it', async () => {
    // Removing comes last: the others need what it removes.
    const mine = [...world.guarded].sort((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'));
    const refused: string[] = [];
    for (const operation of mine) {
      const { status, text } = await world.call(operation.method, pathOf(operation, world.ids), {
        token: world.ownerFor(operation),
        ...world.bodyOf(operation),
      });
      // 409 is said of what is there, in another state: a mail that waits is not unconfirmed.
      const isUnread = COMES_BY_MAIL.includes(operation.id) && status === 422;
      if (status >= 400 && status !== 409 && !isUnread) refused.push(`${operation.id}: ${status} ${text}`);
      if (operation.id === 'getRecord') expect(JSON.parse(text).fields.email).toBe('hidden@customer.example');
      if (operation.id === 'getUser')
        expect(JSON.parse(text)).toEqual({ id: 'ben.hidden', email: 'ben@hidden.example', role: 'user' });
    }
    expect(refused).toEqual([]);
  });
});

test('no answer of the walk let out a stack, a table, a bucket or an ARN', () => {
  expect(world.leaks).toEqual([]);
});
