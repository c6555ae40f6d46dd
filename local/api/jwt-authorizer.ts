/**
 * API Gateway's JWT authorizer: signature by the issuer's RSA keys, then iss, aud (or client_id where there is no aud), exp, nbf, iat and
 * the route's scopes, all against the embedded clock. Developer guide, "Control access to HTTP APIs with JWT authorizers". Used by
 * http-api.ts; what it refuses never reaches a function.
 */

import { decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { Clock } from '#local/kernel/clock.ts';
import type { JwtAuthorizer } from './deployed-api.ts';
import { type GatewayAnswer, gatewayError } from './gateway-answer.ts';
import { type FetchJson, makeIssuerKeys } from './issuer-keys.ts';

export interface Authorization {
  /** Every value as text, lists as `[a b]`. */
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

export type Authorized =
  | { readonly kind: 'allowed'; readonly authorization: Authorization }
  | { readonly kind: 'refused'; readonly answer: GatewayAnswer };

/** "Currently, only RSA-based algorithms are supported": no ES256, no HS256, no none. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/** As the gateway, which is written in Go, prints a value of any type. */
const asText = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(asText).join(' ')}]`;
  if (typeof value === 'object' && value !== null)
    return `map[${Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => `${name}:${asText(each)}`)
      .join(' ')}]`;
  return String(value);
};

const tokenOf = (header: string | undefined): string => (header ?? '').replace(/^Bearer\s+/i, '').trim();
const scopesOf = (claims: JWTPayload): readonly string[] => {
  const given = claims['scope'] ?? claims['scp'];
  if (typeof given === 'string') return given.split(' ');
  return Array.isArray(given) ? given.map(String) : [];
};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const describe = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === 'iss' ? 'the token does not have a valid issuer' : `the claim ${error.claim} is not valid`;
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return 'the signing method is not valid';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'the signature is not valid';
  if (error instanceof errors.JWKSNoMatchingKey) return 'no key of the issuer has the kid of the token';
  return 'the token is not a valid JWT';
};

const refused = (status: 401 | 403, challenge: string): Authorized => ({
  kind: 'refused',
  answer: gatewayError(status, status === 401 ? 'Unauthorized' : 'Forbidden', { 'www-authenticate': challenge }),
});

export const makeJwtAuthorizer = (clock: Clock, load: FetchJson) => {
  const keysOf = makeIssuerKeys(clock, load);

  const verify = async (token: string, { issuer, audience }: JwtAuthorizer): Promise<JWTPayload | string> => {
    let keys: Awaited<ReturnType<typeof keysOf>>;
    try {
      if (typeof decodeProtectedHeader(token).kid !== 'string') return 'the token has no kid';
    } catch {
      return 'the token is not a valid JWT';
    }
    try {
      keys = await keysOf(issuer);
    } catch {
      return 'OIDC discovery endpoint communication error';
    }
    try {
      const currentDate = new Date(clock.now());
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        issuer,
        currentDate,
        requiredClaims: ['exp'],
      });
      if (payload.iat !== undefined && payload.iat * 1000 > currentDate.getTime())
        return 'the token was issued in the future';
      const meantFor = listOf(payload.aud ?? payload['client_id']);
      return meantFor.some((each) => typeof each === 'string' && audience.includes(each))
        ? payload
        : 'the token does not have a valid audience';
    } catch (error) {
      return describe(error);
    }
  };

  return async (
    authorizer: JwtAuthorizer,
    header: string | undefined,
    scopes: readonly string[],
  ): Promise<Authorized> => {
    const token = tokenOf(header);
    if (token === '') return refused(401, 'Bearer');
    const claims = await verify(token, authorizer);
    const required = `Bearer scope="${scopes.join(' ')}"`;
    if (typeof claims === 'string')
      return refused(401, `${required} error="invalid_token" error_description="${claims}"`);
    const granted = scopesOf(claims).filter((scope) => scopes.includes(scope));
    if (scopes.length > 0 && granted.length === 0)
      return refused(
        403,
        `${required} error="insufficient_scope" error_description="the token does not have a required scope"`,
      );
    return {
      kind: 'allowed',
      authorization: {
        claims: Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asText(value)])),
        scopes: scopes.length > 0 ? granted : null,
      },
    };
  };
};
