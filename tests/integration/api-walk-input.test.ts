/** Walks every operation of the served OpenAPI document with input that must be refused, one mistake at a time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, pathOf, type Raw, startApiWorld } from '#tests/support/api-world.ts';
import { howMuch } from '#tests/support/how-much.ts';
import type { ApiOperation, Parameter } from '#tests/support/openapi.ts';
import { rawHttp } from '#tests/support/raw-http.ts';
import { type Broken, brokenOf } from '#tests/support/schema-values.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await startApiWorld();
});
afterAll(() => world?.cloud.stop());

/** A refusal names the place itself, the item in it, or what it lies in where a value may have several forms and none fitted. */
const names = (errors: readonly { field: string }[], field: string) =>
  errors.some((error) => `${field}.`.startsWith(`${error.field}.`) || error.field.startsWith(`${field}.`));

/** Undefined: it was refused as it should be. */
const complaint = ({ status, text, headers }: Raw, field: string): string | undefined => {
  if (status === 422 && headers['content-type'] === 'application/problem+json') {
    const { code, errors = [] } = JSON.parse(text);
    if (['invalid-input', 'invalid-cursor'].includes(code) && names(errors, field)) return undefined;
  }
  return `${field}: ${status} ${text.slice(0, 200)}`;
};

/** Of each operation these are tried whatever others have shown; of the rest of the larger bodies `npm test` tries a seventh. */
const FEW = 20;
const STRIDE = howMuch({ part: 7, whole: 1 });

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 60);

describe('a body', () => {
  const withBody = () => world.operations.filter(({ body }) => body !== undefined);
  const send = (operation: ApiOperation, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    world.call(operation.method, pathOf(operation, world.ids), {
      token: world.ownerFor(operation),
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers,
    });

  test('with one wrong value, missing field or unknown field is a 422 that names it', async () => {
    const found: string[] = [];
    const seen = new Set<string>();
    let tried = 0;
    for (const operation of withBody()) {
      const broken: readonly Broken[] = operation.body === undefined ? [] : brokenOf(world.form(operation.body));
      expect(broken.length, operation.id).toBeGreaterThan(10);
      for (const [n, { field, value }] of broken.entries()) {
        // Routes that take the same body check it by one schema: the first shows all of it, the others that they ask.
        const asked = JSON.stringify(value);
        if (n > FEW && (seen.has(asked) || n % STRIDE !== 0)) continue;
        seen.add(asked);
        const answer = await send(operation, JSON.stringify(value));
        const wrong = complaint(answer, field === '' ? 'body' : field);
        if (wrong !== undefined) found.push(`${operation.id} ${shown(value)} -> ${wrong}`);
        tried += 1;
      }
    }
    expect(found).toEqual([]);
    expect(tried).toBeGreaterThan(100);
  });

  test.each(['', '{', '{"fields":{}}}', "{'fields':{}}", '\u0000', '{"fields":undefined}'])(
    'that is no JSON (%j) is a 400',
    async (body) => {
      for (const operation of withBody()) {
        const answer = await send(operation, body, { 'content-type': 'application/json' });
        expect([answer.status, JSON.parse(answer.text).code, JSON.parse(answer.text).errors], operation.id).toEqual([
          400,
          'malformed-json',
          [{ field: 'body', message: 'must be JSON' }],
        ]);
      }
    },
  );

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=b',
    'application/jsonp',
    'text/json',
    '',
  ])('of the type %j is a 415', async (type) => {
    for (const operation of withBody()) {
      const answer = await send(operation, world.bodyOf(operation).body, { 'content-type': type });
      expect([answer.status, JSON.parse(answer.text).code], operation.id).toEqual([415, 'unsupported-media-type']);
    }
  });

  test('with names that every object has is checked like any other', async () => {
    for (const operation of withBody())
      for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
        const right = JSON.stringify(world.bodyOf(operation).body);
        const answer = await send(operation, `{"${name}":{"polluted":true},${right.slice(1)}`);
        expect(complaint(answer, name), operation.id).toBeUndefined();
      }
  });
});

/** Texts for a place where everything is text: a wrong value of another type is spelled out. */
const asText = ({ value }: Broken): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];

/** Whether a parameter of a number or text takes this text after all: `7` is a fine user id. */
const isRight = (parameter: Parameter, text: string) => {
  const form = world.form(parameter.schema);
  if (form.kind === 'number')
    return Number.isInteger(Number(text)) && text !== '' && Number(text) >= form.min && Number(text) <= form.max;
  if (form.kind !== 'string' || !isOneLine(text)) return false;
  return (
    text.length >= form.min &&
    text.length <= form.max &&
    (form.pattern?.test(text) ?? true) &&
    (form.choices?.includes(text) ?? true)
  );
};
const isOneLine = (text: string) => !/\p{Cc}/u.test(text);
/** A cursor is opaque, so the document cannot say which are right: none that is made up. */
const isMadeUp = ({ name }: Parameter) => name === 'cursor';

const wrongTexts = (parameter: Parameter): readonly string[] =>
  [...new Set(brokenOf(world.form(parameter.schema)).flatMap(asText))]
    .concat(isMadeUp(parameter) ? ['garbage', 'Z2FyYmFnZQ', '%', 'e30='] : [])
    // Half a surrogate pair has no percent-encoding.
    .filter((text) => text.isWellFormed() && (isMadeUp(parameter) || !isRight(parameter, text)));

describe('a path or query parameter', () => {
  const refusals = async (
    place: Parameter['in'],
    urlOf: (operation: ApiOperation, name: string, text: string) => string,
  ) => {
    const found: string[] = [];
    let tried = 0;
    for (const operation of world.guarded)
      for (const parameter of operation.parameters.filter((one) => one.in === place))
        for (const text of wrongTexts(parameter)) {
          if (text === '' && place === 'path') continue;
          const url = urlOf(operation, parameter.name, text.slice(0, 6000));
          const answer = await world.call(operation.method, url, {
            token: world.ownerFor(operation),
            ...world.bodyOf(operation),
          });
          const wrong = complaint(answer, parameter.name);
          if (wrong !== undefined) found.push(`${operation.id} ${shown(text)} -> ${wrong}`);
          tried += 1;
        }
    expect(found).toEqual([]);
    return tried;
  };

  test('in the path that is wrong is a 422 that names it', async () => {
    const urlOf = (operation: ApiOperation, name: string, text: string) =>
      pathOf(operation, world.ids, { [name]: text });
    expect(await refusals('path', urlOf)).toBeGreaterThan(50);
  });

  test('in the query that is wrong is a 422 that names it', async () => {
    const urlOf = (operation: ApiOperation, name: string, text: string) =>
      `${pathOf(operation, world.ids)}?${name}=${encodeURIComponent(text)}`;
    expect(await refusals('query', urlOf)).toBeGreaterThan(20);
  });

  test('in the query that is unknown or there twice is a 422 that names it', async () => {
    for (const operation of world.guarded.filter(({ parameters }) => parameters.some((one) => one.in === 'query'))) {
      const ask = (query: string) =>
        world.call(operation.method, `${pathOf(operation, world.ids)}?${query}`, { token: world.ownerFor(operation) });
      for (const name of ['unexpected', 'tenant', '__proto__', 'constructor'])
        expect(complaint(await ask(`${name}=curious`), name), operation.id).toBeUndefined();
      expect(complaint(await ask('limit=1&limit=2'), 'limit'), operation.id).toBeUndefined();
    }
  });
});

describe('an Idempotency-Key', () => {
  test.each(['', ' ', 'two words', 'tab\tkey', 'caf\u00e9', 'k'.repeat(256)])(
    '%j is a 422 that names it',
    async (key) => {
      const takesKey = world.guarded.filter(({ parameters }) =>
        parameters.some(({ name }) => name === 'Idempotency-Key'),
      );
      expect(takesKey.length).toBeGreaterThan(0);
      for (const operation of takesKey) {
        const options = {
          token: world.ownerFor(operation),
          ...world.bodyOf(operation),
          headers: { 'idempotency-key': key },
        };
        expect(
          complaint(await world.call(operation.method, pathOf(operation, world.ids), options), 'Idempotency-Key'),
          operation.id,
        ).toBeUndefined();
      }
    },
  );
});

test('NUL in a header does not get past the HTTP server', async () => {
  const port = Number(new URL(world.cloud.ready.http).port);
  const answer = await rawHttp(port, 'POST /v1/records/leads HTTP/1.1', {
    Host: '127.0.0.1',
    'Idempotency-Key': 'a\u0000b',
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
});

test('no answer of the walk let out a stack, a table, a bucket or an ARN', () => {
  expect(world.leaks).toEqual([]);
});
