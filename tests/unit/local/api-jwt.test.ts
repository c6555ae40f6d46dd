import { createHmac } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import { makeIssuer } from '#local/api/issuer.ts';
import { AUDIENCE, startApi } from './api-fixtures.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
type Api = Awaited<ReturnType<typeof startApi>>;
const start = async () => {
  const api = await startApi();
  stops.push(api.stop);
  return api;
};
const get = (api: Api, path: string, token?: string) =>
  fetch(`${api.url}${path}`, token === undefined ? {} : { headers: { authorization: token } });
const sign = (api: Api, claims: Readonly<Record<string, unknown>> = {}, expiresInSeconds = 60) =>
  api.issuer.sign({ claims: { aud: AUDIENCE, ...claims }, expiresInSeconds });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const publicKeyOf = (api: Api) => {
  const document = api.issuer.documents['/local/issuer/jwks.json']?.() as
    | { keys: { kid: string; n: string }[] }
    | undefined;
  return document?.keys[0];
};

/** Signed by a key of one's own, with whatever header and claims. */
const forged = async (api: Api, algorithm: 'RS256' | 'ES256', kid?: string) => {
  const { privateKey, publicKey } = await generateKeyPair(algorithm);
  const own = await calculateJwkThumbprint(await exportJWK(publicKey));
  const seconds = Math.floor(api.clock.now() / 1000);
  return new SignJWT({ aud: AUDIENCE, iss: api.issuer.url() })
    .setProtectedHeader({ alg: algorithm, kid: kid ?? own })
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 60)
    .sign(privateKey);
};
const unsigned = (api: Api, header: Readonly<Record<string, unknown>>) => {
  const claims = { aud: AUDIENCE, iss: api.issuer.url(), exp: Math.floor(api.clock.now() / 1000) + 60 };
  return `${encode(header)}.${encode(claims)}.`;
};

describe('a token is accepted', () => {
  test('with and without Bearer, and its claims reach the function as text', async () => {
    const api = await start();
    const token = await sign(api, { sub: 'ada', admin: true, groups: ['a', 'b'], tenant: { id: 7 } });
    for (const header of [`Bearer ${token}`, `bearer ${token}`, token]) {
      const answer = await get(api, '/private', header);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({
        requestContext: {
          authorizer: {
            jwt: {
              claims: {
                iss: api.issuer.url(),
                aud: AUDIENCE,
                sub: 'ada',
                admin: 'true',
                groups: '[a b]',
                tenant: 'map[id:7]',
                exp: expect.stringMatching(/^\d+$/),
              },
              scopes: null,
            },
          },
        },
      });
    }
  });

  test.each([
    ['a list of audiences', { aud: ['x', AUDIENCE] }],
    ['client_id where there is no aud', { aud: undefined, client_id: 'other' }],
    ['nbf that has come', { nbf: 1 }],
  ])('with %s', async (_, claims) => {
    const api = await start();
    expect((await get(api, '/private', await sign(api, claims))).status).toBe(200);
  });

  test('until it expires on the embedded clock', async () => {
    const api = await start();
    const token = await sign(api, {}, 3600);
    expect((await get(api, '/private', token)).status).toBe(200);
    await api.clock.advance(3_600_000, async () => undefined);
    const late = await get(api, '/private', token);
    expect(late.status).toBe(401);
    expect(late.headers.get('www-authenticate')).toBe(
      'Bearer scope="" error="invalid_token" error_description="the token has expired"',
    );
  });

  test('with one of the route’s scopes; without any it is a 403', async () => {
    const api = await start();
    const allowed = await get(api, '/scoped', await sign(api, { scope: 'openid mail.write' }));
    expect(await allowed.json()).toMatchObject({ requestContext: { authorizer: { jwt: { scopes: ['mail.write'] } } } });
    const forbidden = await get(api, '/scoped', await sign(api, { scp: ['openid'] }));
    expect([forbidden.status, await forbidden.text()]).toEqual([403, '{"message":"Forbidden"}']);
    expect(forbidden.headers.get('www-authenticate')).toContain(
      'scope="mail.read mail.write" error="insufficient_scope"',
    );
  });
});

describe('a token is refused with 401 and no function runs', () => {
  const cases: readonly (readonly [string, RegExp, (api: Api) => string | undefined | Promise<string>])[] = [
    ['none', /^Bearer$/, () => undefined],
    ['empty', /not a valid JWT/, () => 'Bearer '],
    ['not a JWT', /not a valid JWT/, () => 'Bearer abc'],
    [
      'forged under the issuer’s key id',
      /signature is not valid/,
      (api) => forged(api, 'RS256', publicKeyOf(api)?.kid),
    ],
    ['of an unknown key', /no key of the issuer/, (api) => forged(api, 'RS256')],
    ['ES256', /signing method/, (api) => forged(api, 'ES256', publicKeyOf(api)?.kid)],
    ['alg none', /signing method/, (api) => unsigned(api, { alg: 'none', kid: publicKeyOf(api)?.kid })],
    [
      'HS256 with the public key as secret',
      /signing method/,
      (api) => {
        const input = unsigned(api, { alg: 'HS256', kid: publicKeyOf(api)?.kid });
        const secret = publicKeyOf(api)?.n ?? '';
        return input + createHmac('sha256', secret).update(input.slice(0, -1)).digest('base64url');
      },
    ],
    ['without kid', /no kid/, async (api) => (await sign(api)).replace(/^[^.]+/, encode({ alg: 'RS256' }))],
    [
      'changed after signing',
      /signature is not valid/,
      async (api) => {
        const claims = encode({ aud: AUDIENCE, iss: api.issuer.url(), exp: 9e9 });
        return (await sign(api)).replace(/\.[^.]+\./, `.${claims}.`);
      },
    ],
    ['expired', /has expired/, (api) => sign(api, {}, 0)],
    ['of another audience', /valid audience/, (api) => sign(api, { aud: 'elsewhere' })],
    [
      'of another audience, whatever client_id says',
      /valid audience/,
      (api) => sign(api, { aud: 'elsewhere', client_id: AUDIENCE }),
    ],
    ['without audience', /valid audience/, (api) => sign(api, { aud: undefined })],
    ['not valid yet', /claim nbf/, (api) => sign(api, { nbf: Math.floor(api.clock.now() / 1000) + 60 })],
    [
      'of another issuer',
      /valid issuer/,
      async (api) => {
        const other = await makeIssuer({ state: api.state, clock: api.clock, baseUrl: () => 'http://127.0.0.1:1' });
        return other.sign({ claims: { aud: AUDIENCE }, expiresInSeconds: 60 });
      },
    ],
  ];
  test.each(cases)('%s', async (_, challenge, make) => {
    const api = await start();
    const answer = await get(api, '/private', await make(api));
    expect([answer.status, await answer.text()]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(answer.headers.get('www-authenticate')).toMatch(challenge);
    expect(api.functions.figures()).toMatchObject([{ invocations: 0 }]);
  });
});

test('the issuer’s keys are read once in two hours of the embedded clock; an issuer that cannot be reached is a 401', async () => {
  const api = await start();
  const valid = async () => (await get(api, '/private', await sign(api))).status;
  api.documents.broken = true;
  expect(await valid()).toBe(401);
  api.documents.broken = false;
  expect([await valid(), await valid()]).toEqual([200, 200]);
  const documents = ['/local/issuer/.well-known/openid-configuration', '/local/issuer/jwks.json'];
  expect(api.fetched).toEqual([documents[0], ...documents]);
  api.documents.broken = true;
  await api.clock.advance(7_190_000, async () => undefined);
  expect(await valid()).toBe(200);
  await api.clock.advance(20_000, async () => undefined);
  expect(await valid()).toBe(401);
});

test('the issuer’s key is kept with the state and never published', async () => {
  const api = await start();
  const again = await makeIssuer({ state: api.state, clock: api.clock, baseUrl: () => api.url });
  expect(
    (await get(api, '/private', await again.sign({ claims: { aud: AUDIENCE }, expiresInSeconds: 60 }))).status,
  ).toBe(200);
  expect(Object.keys(publicKeyOf(api) ?? {}).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});
