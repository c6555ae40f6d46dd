/** What the answer of a token endpoint means (RFC 6749 sections 5.1 and 5.2). Whatever it holds that is not as the RFC says is taken for no answer. */
import type { SignInFailure } from './connection.ts';

export type TokenAnswer =
  | { readonly kind: 'tokens'; readonly access: string; readonly expiresInMs: number; readonly refresh?: string }
  /** `sign-in-expired`: the grant is no more; `sign-in-app-refused`: the client is not known; `sign-in-unanswered`: later it may do. */
  | { readonly kind: 'refused'; readonly code: SignInFailure };

/** KMS encrypts up to 4,096 bytes. */
const TOKEN = /^[\x21-\x7e]{1,4096}$/;
/** RFC 6749 section 5.1: `expires_in` is only recommended. Google and Microsoft say an hour or a little more. */
const USUAL_SECONDS = 3600;
const MOST_SECONDS = 24 * 3600;

const unanswered = { kind: 'refused', code: 'sign-in-unanswered' } as const;

/** Section 5.2, and what OpenID Connect Core section 3.1.2.6 adds where a person has to act. */
const OF_THE_GRANT = ['invalid_grant', 'interaction_required', 'login_required', 'consent_required'];
const OF_THE_CLIENT = ['invalid_client', 'unauthorized_client', 'invalid_scope', 'unsupported_grant_type'];

const record = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? { ...json } : {};
  } catch {
    return {};
  }
};

const tokenIn = (value: unknown): string | undefined =>
  typeof value === 'string' && TOKEN.test(value) ? value : undefined;

export const judgeTokenAnswer = (status: number, text: string): TokenAnswer => {
  const said = record(text);
  if (status === 200) {
    const access = tokenIn(said['access_token']);
    const refresh = tokenIn(said['refresh_token']);
    const isBearer = String(said['token_type']).toLowerCase() === 'bearer';
    // Section 7.1: a token of a type one does not know must not be used.
    if (access === undefined || !isBearer) return unanswered;
    // Given and of no use, it must not be taken for one that stays as it was.
    if (said['refresh_token'] !== undefined && refresh === undefined) return unanswered;
    const seconds = Number(said['expires_in'] ?? USUAL_SECONDS);
    const isTime = Number.isFinite(seconds) && seconds > 0;
    const expiresInMs = Math.min(isTime ? seconds : USUAL_SECONDS, MOST_SECONDS) * 1000;
    return { kind: 'tokens', access, expiresInMs, ...(refresh === undefined ? {} : { refresh }) };
  }
  // Anything else is of a proxy, or of a bad day there.
  if (status !== 400 && status !== 401) return unanswered;
  const error = String(said['error']);
  if (OF_THE_GRANT.includes(error)) return { kind: 'refused', code: 'sign-in-expired' };
  return OF_THE_CLIENT.includes(error) ? { kind: 'refused', code: 'sign-in-app-refused' } : unanswered;
};
