/** A sign-in at Google or Microsoft that a tenant's mail leaves by: what is kept of it and what may follow on what. Used by shared/app/oauth/. */
import type { FailureCode } from '../sending/failure-reason.ts';
import type { OauthProvider } from './provider.ts';

/** Time enough to find one's password, and the code itself lives no longer (RFC 6749 section 4.1.2). */
export const ATTEMPT_LIFE_MS = 10 * 60 * 1000;

/** A token this close to its end might run out on the way to the server. */
export const EARLY_MS = 2 * 60 * 1000;

/** What may go wrong at the provider. */
export type SignInFailure = Extract<FailureCode, 'sign-in-expired' | 'sign-in-app-refused' | 'sign-in-unanswered'>;

/** A tenant has few mailboxes; the list of them is read whole. */
export const MAX_CONNECTIONS = 50;

/** Sealed (ports/secrets.ts) for the connection. */
export interface SealedTokens {
  readonly refresh: string;
  readonly access: string;
  /** ISO 8601: until then the access token is good. */
  readonly accessUntil: string;
}

export interface Connection {
  readonly id: string;
  readonly provider: OauthProvider;
  /** Mail address of the account. */
  readonly user: string;
  readonly createdAt: string;
  /** Counts changes; a change names the revision it saw. */
  readonly revision: number;
  /** The one link that may be followed now; taken away before its code is used, so that it is used once. */
  readonly attempt?: { readonly id: string; readonly until: string };
  /** When somebody last agreed. */
  readonly signedInAt?: string;
  readonly tokens?: SealedTokens;
  /** The provider takes its refresh token no more. */
  readonly expiredAt?: string;
  readonly lastError?: SignInFailure;
}

export const CONNECTION_STATUSES = ['waiting', 'connected', 'expired'] as const;
export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];

export const statusOf = ({ tokens, expiredAt }: Connection): ConnectionStatus => {
  if (expiredAt !== undefined) return 'expired';
  return tokens === undefined ? 'waiting' : 'connected';
};

/** Answers the connection as it is afterwards; undefined: it no longer fits, and stays as it is. */
export type ConnectionChange = (connection: Connection) => Connection | undefined;

export const attempted =
  (attempt: { readonly id: string; readonly until: string }): ConnectionChange =>
  (connection) => ({ ...connection, attempt });

export const attemptTaken =
  (id: string, nowMs: number): ConnectionChange =>
  ({ attempt, ...connection }) =>
    attempt?.id === id && Date.parse(attempt.until) > nowMs ? connection : undefined;

export const signedIn =
  (tokens: SealedTokens, at: string): ConnectionChange =>
  ({ expiredAt: _expired, lastError: _error, ...connection }) => ({ ...connection, tokens, signedInAt: at });

export const failedWith =
  (lastError: SignInFailure): ConnectionChange =>
  (connection) => ({ ...connection, lastError });

/**
 * `used` is the sealed refresh token the new ones were got with. Where another is stored by now, that one came later or with them, and stays: Microsoft gives a new one with
 * each renewal, and of two renewals at once either goes on. A mark that `used` is refused falls with its success.
 */
export const renewed =
  (used: string, tokens: SealedTokens): ConnectionChange =>
  ({ expiredAt: _expired, lastError: _error, ...connection }) =>
    connection.tokens?.refresh === used ? { ...connection, tokens } : undefined;

/** Said of the token that was refused alone: somebody may have signed in again since. */
export const expired =
  (used: string, at: string): ConnectionChange =>
  (connection) =>
    connection.tokens?.refresh === used && connection.expiredAt === undefined
      ? { ...connection, expiredAt: at, lastError: 'sign-in-expired' }
      : undefined;
