/**
 * What the embedded Google and Microsoft know: codes, refresh and access tokens, by the embedded clock. As the true ones do: a code works once and with its verifier, an access token for an
 * hour; Microsoft gives a new refresh token with each renewal and still takes the old one.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '#local/kernel/clock.ts';
import type { State } from '#local/kernel/state.ts';

export const PROVIDERS = ['google', 'microsoft'] as const;
export type Provider = (typeof PROVIDERS)[number];

const ACCESS_SECONDS = 3600;
const CODE_MS = 10 * 60 * 1000;

export interface Asked {
  readonly provider: Provider;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly user: string;
}

/** RFC 6749 sections 5.1 and 5.2. */
export interface TokenReply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const refusal = (error: string, status = 400): TokenReply => ({ status, body: { error } });
const fresh = (begin: string): string => `${begin}-${randomBytes(24).toString('base64url')}`;

export const makeGrants = ({ state, clock }: { readonly state: State; readonly clock: Clock }) => {
  state.exec(`
    CREATE TABLE IF NOT EXISTS oauth_codes (code TEXT PRIMARY KEY, asked TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS oauth_tokens (token TEXT PRIMARY KEY, kind TEXT NOT NULL, provider TEXT NOT NULL, client TEXT NOT NULL, user TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
  `);
  const insert = state.prepare(
    'INSERT INTO oauth_tokens (token, kind, provider, client, user, until) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const find = (kind: 'access' | 'refresh', token: string) =>
    state
      .prepare('SELECT provider, client, user FROM oauth_tokens WHERE token = ? AND kind = ? AND until > ?')
      .get(token, kind, clock.now());

  const give = (provider: Provider, client: string, user: string, old?: string): TokenReply => {
    const access = fresh('access');
    insert.run(access, 'access', provider, client, user, clock.now() + ACCESS_SECONDS * 1000);
    const isNew = old === undefined || provider === 'microsoft';
    const refresh = isNew ? fresh('refresh') : old;
    if (isNew) insert.run(refresh, 'refresh', provider, client, user, Number.MAX_SAFE_INTEGER);
    const body = { token_type: 'Bearer', access_token: access, expires_in: ACCESS_SECONDS };
    return { status: 200, body: isNew ? { ...body, refresh_token: refresh } : body };
  };

  const redeem = (provider: Provider, client: string, form: URLSearchParams): TokenReply => {
    const code = form.get('code') ?? '';
    const row = state.prepare('DELETE FROM oauth_codes WHERE code = ? RETURNING asked, until').get(code);
    if (row === undefined || Number(row['until']) <= clock.now()) return refusal('invalid_grant');
    const asked: Asked = JSON.parse(String(row['asked']));
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isSame =
      asked.provider === provider &&
      asked.clientId === client &&
      asked.redirectUri === form.get('redirect_uri') &&
      asked.challenge === challenge;
    return isSame ? give(provider, client, asked.user) : refusal('invalid_grant');
  };

  return {
    /** A code for who said yes. */
    allow: (asked: Asked): string => {
      const code = fresh('code');
      state
        .prepare('INSERT INTO oauth_codes (code, asked, until) VALUES (?, ?, ?)')
        .run(code, JSON.stringify(asked), clock.now() + CODE_MS);
      return code;
    },
    /** Any client is known whose secret is not `wrong`. */
    token: (provider: Provider, form: URLSearchParams): TokenReply => {
      const client = form.get('client_id') ?? '';
      if (client === '' || (form.get('client_secret') ?? 'wrong') === 'wrong') return refusal('invalid_client', 401);
      if (form.get('grant_type') === 'authorization_code') return redeem(provider, client, form);
      if (form.get('grant_type') !== 'refresh_token') return refusal('unsupported_grant_type');
      const refresh = form.get('refresh_token') ?? '';
      const row = find('refresh', refresh);
      if (row === undefined || row['provider'] !== provider || row['client'] !== client)
        return refusal('invalid_grant');
      return give(provider, client, String(row['user']), refresh);
    },
    /** Whose access token it is; undefined: nobody's, or no longer. */
    userOf: (access: string): string | undefined => {
      const row = find('access', access);
      return row === undefined ? undefined : String(row['user']);
    },
    /** Takes back what was given for this account, or only its access tokens; answers how many. */
    revoke: (user: string, onlyAccess: boolean): number =>
      Number(
        state
          .prepare("DELETE FROM oauth_tokens WHERE user = ? AND (kind = 'access' OR ?)")
          .run(user, onlyAccess ? 0 : 1).changes,
      ),
  };
};

export type Grants = ReturnType<typeof makeGrants>;
