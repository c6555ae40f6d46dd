/** Tokens for tests: right ones with any claims, and every kind of wrong one. */
import { createHmac } from 'node:crypto';
import { exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { readFact } from '#local/kernel/state.ts';
import type { TestCloud } from './cloud.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** Where the embedded cloud keeps the key of its issuer (local/api/issuer.ts). */
const KEY_FACT = 'token-issuer.key';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export const makeTokens = async (cloud: TestCloud, sample: string) => {
  const jwk: JWK = JSON.parse(readFact(cloud.state, KEY_FACT) ?? '{}');
  const key = await importJWK(jwk, 'RS256');
  const { kid = '' } = jwk;
  const publicKey = await importJWK({ kty: 'RSA', n: jwk.n ?? '', e: jwk.e ?? '' }, 'RS256', { extractable: true });
  const strangers = await generateKeyPair('RS256');
  const good: Claims = JSON.parse(Buffer.from(sample.split('.')[1] ?? '', 'base64url').toString());
  const { exp: _exp, ...endless } = good;
  const nowSeconds = () => Math.floor(cloud.clock.now() / 1000);

  /** As the issuer signs it, with these claims over those of a good token. */
  const sign = (claims: Claims, header: Readonly<Record<string, string>> = {}): Promise<string> =>
    new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(key);

  const hmac = (secret: string | Buffer) => {
    const signed = `${encode({ alg: 'HS256', kid, typ: 'JWT' })}.${encode(good)}`;
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
  };
  const [head = '', payload = '', signature = ''] = sample.split('.');
  const other = Buffer.from(JSON.stringify({ ...good, role: 'owner', sub: 'somebody-else' })).toString('base64url');

  /** By what is wrong with it; each must be a 401 of the gateway. */
  const wrong = async (): Promise<Readonly<Record<string, string | undefined>>> => ({
    'no token': undefined,
    'no JWT': 'let-me-in',
    'forged with another key': await new SignJWT(good)
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(strangers.privateKey),
    'forged with another key and a key id of its own': await new SignJWT(good)
      .setProtectedHeader({ alg: 'RS256', kid: 'mine' })
      .sign(strangers.privateKey),
    'other claims under the signature': `${head}.${other}.${signature}`,
    'without its signature': `${head}.${payload}.`,
    expired: await sign({ exp: nowSeconds() - 1 }),
    'without an end': await new SignJWT(endless).setProtectedHeader({ alg: 'RS256', kid }).sign(key),
    'not valid yet': await sign({ nbf: nowSeconds() + 600 }),
    'for another audience': await sign({ aud: 'another-service' }),
    'for no audience': await sign({ aud: undefined }),
    'of another issuer': await sign({ iss: 'https://identity.elsewhere.test' }),
    'alg none': `${encode({ alg: 'none', kid, typ: 'JWT' })}.${encode(good)}.`,
    'HS256 with the public key as the secret': hmac(await exportSPKI(publicKey)),
    'HS256 with the modulus as the secret': hmac(Buffer.from(jwk.n ?? '', 'base64url')),
    'without a key id': await new SignJWT(good).setProtectedHeader({ alg: 'RS256' }).sign(key),
  });

  return { sign, wrong };
};
