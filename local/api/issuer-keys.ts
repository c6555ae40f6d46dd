/**
 * The public keys of a token issuer, found through its OpenID configuration as the gateway finds them and kept for two hours of the embedded
 * clock ("API Gateway can cache the public key for two hours"). A key that is not among them is not looked for again before that.
 */

import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { Clock } from '#local/kernel/clock.ts';

export type FetchJson = (url: string) => Promise<unknown>;

const KEPT_MS = 2 * 3_600_000;
/** "HTTP API quotas": time-outs of the discovery and of the key set endpoint. */
const FETCH_TIMEOUT_MS = 1500;

const Discovery = z.object({ jwks_uri: z.string() });
const KeySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

export const fetchJson: FetchJson = async (url) => {
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
};

/** Throws when the issuer cannot be reached or says nothing usable; that is not kept. */
export const makeIssuerKeys = (clock: Clock, load: FetchJson): ((issuer: string) => Promise<JWTVerifyGetKey>) => {
  const kept = new Map<string, { readonly keys: JWTVerifyGetKey; readonly until: number }>();
  return async (issuer) => {
    const known = kept.get(issuer);
    if (known !== undefined && known.until > clock.now()) return known.keys;
    const discovery = Discovery.parse(await load(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
    const keys = createLocalJWKSet(KeySet.parse(await load(discovery.jwks_uri)));
    kept.set(issuer, { keys, until: clock.now() + KEPT_MS });
    return keys;
  };
};
