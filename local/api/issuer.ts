/**
 * The embedded cloud's own token issuer, in the place of the CRM's identity provider. Its RSA key is made once and kept with the state, so a
 * token stays valid over a restart. The public server serves `documents` under `/local/issuer/`.
 */

import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import * as z from 'zod';
import type { Clock } from '#local/kernel/clock.ts';
import { readFact, type State, writeFact } from '#local/kernel/state.ts';

export interface Issuer {
  /** Value of `iss`, and of the authorizer's issuer in the template. */
  url(): string;
  /** By path: what is served there as JSON. */
  readonly documents: Readonly<Record<string, () => Readonly<Record<string, unknown>>>>;
  sign(given: {
    readonly claims: Readonly<Record<string, unknown>>;
    readonly expiresInSeconds: number;
  }): Promise<string>;
}

const FACT = 'token-issuer.key';
const ALGORITHM = 'RS256';
const PATH = '/local/issuer';
const PrivateKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  d: z.string(),
  p: z.string(),
  q: z.string(),
  dp: z.string(),
  dq: z.string(),
  qi: z.string(),
});

const makeKey = async (): Promise<z.infer<typeof PrivateKey>> => {
  const { privateKey } = await generateKeyPair(ALGORITHM, { modulusLength: 2048, extractable: true });
  const jwk: JWK = await exportJWK(privateKey);
  return PrivateKey.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk) });
};

/** `baseUrl` is the public server's, known once it listens. */
export const makeIssuer = async ({
  state,
  clock,
  baseUrl,
}: {
  state: State;
  clock: Clock;
  baseUrl: () => string;
}): Promise<Issuer> => {
  const known = readFact(state, FACT);
  const key = known === undefined ? await makeKey() : PrivateKey.parse(JSON.parse(known));
  if (known === undefined) writeFact(state, FACT, JSON.stringify(key));
  const privateKey = await importJWK(key, ALGORITHM);
  const url = () => `${baseUrl()}${PATH}`;
  const publicKey = { kty: key.kty, kid: key.kid, n: key.n, e: key.e, alg: ALGORITHM, use: 'sig' };
  return {
    url,
    documents: {
      [`${PATH}/.well-known/openid-configuration`]: () => ({
        issuer: url(),
        jwks_uri: `${url()}/jwks.json`,
        id_token_signing_alg_values_supported: [ALGORITHM],
        response_types_supported: ['token'],
        subject_types_supported: ['public'],
      }),
      [`${PATH}/jwks.json`]: () => ({ keys: [publicKey] }),
    },
    sign: ({ claims, expiresInSeconds }) => {
      const now = Math.floor(clock.now() / 1000);
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ: 'JWT' })
        .setIssuer(url())
        .setIssuedAt(now)
        .setExpirationTime(now + expiresInSeconds)
        .sign(privateKey);
    },
  };
};
