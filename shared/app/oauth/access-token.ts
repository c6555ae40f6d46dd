/**
 * An access token of a connection, for whoever signs in at its mail server: the stored one, or a new one when that is near its end or was refused. New tokens are
 * stored before they are used, because Microsoft gives a new refresh token with each renewal. Two workers that renew at once both go on (connection.ts, `renewed`).
 */
import { type Connection, EARLY_MS, expired, failedWith, renewed, statusOf } from '../../domain/oauth/connection.ts';
import { mayHaveToken, type OauthPlaces } from '../../domain/oauth/provider.ts';
import type { TokenAnswer } from '../../domain/oauth/token-answer.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { PublishEvent } from '../../ports/events.ts';
import {
  type AccessToken,
  type AccessTokenOf,
  type AskForTokens,
  type Connections,
  type OauthApps,
  ownerOfTokens,
} from '../../ports/oauth.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { makeChangeConnection } from './change-connection.ts';
import { makeOpenApp } from './open-app.ts';

/** Opened tokens a worker keeps for its next mails: the key service is asked once for each. */
const MAX_KEPT = 100;

export const makeAccessTokenOf = (deps: {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'derived'>;
  readonly apps: Pick<OauthApps, 'get'>;
  readonly connections: Pick<Connections, 'get' | 'replace'>;
  readonly secrets: Secrets;
  readonly askForTokens: AskForTokens;
  readonly places: OauthPlaces;
  readonly publish: PublishEvent;
}): AccessTokenOf => {
  const change = makeChangeConnection(deps.connections);
  const openApp = makeOpenApp(deps);
  const kept = new Map<string, string>();
  const keep = (sealed: string, plain: string) => {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(sealed, plain);
  };

  const stored = async (tenant: string, { id, tokens }: Connection): Promise<string | undefined> => {
    if (tokens === undefined || Date.parse(tokens.accessUntil) - EARLY_MS <= deps.clock.nowMs()) return undefined;
    const known = kept.get(tokens.access);
    if (known !== undefined) return known;
    const plain = await deps.secrets.open(tokens.access, ownerOfTokens(tenant, id));
    if (plain !== undefined) keep(tokens.access, plain);
    return plain;
  };

  const renew = async (tenant: string, { id, provider }: Connection, refreshSealed: string): Promise<TokenAnswer> => {
    const [client, refresh] = await Promise.all([
      openApp(tenant, provider),
      deps.secrets.open(refreshSealed, ownerOfTokens(tenant, id)),
    ]);
    if (refresh === undefined) return { kind: 'refused', code: 'sign-in-expired' };
    if (client === undefined) return { kind: 'refused', code: 'sign-in-app-refused' };
    return deps.askForTokens(client, { kind: 'refresh', refresh });
  };

  /** Told before it is written: cut off in between, it is told once more under the same id. */
  const withdraw = async (tenant: string, connection: Connection, used: string): Promise<void> => {
    const { id, provider, signedInAt = connection.createdAt } = connection;
    const at = new Date(deps.clock.nowMs()).toISOString();
    await deps.publish({
      id: deps.ids.derived(Date.parse(signedInAt), 'connection.expired', tenant, id, signedInAt),
      ...{ type: 'connection.expired', tenant, at, detail: { connectionId: id, provider } },
    });
    await change(tenant, id, expired(used, at));
  };

  const tokenOf = async (tenant: string, connection: Connection, refused?: string): Promise<AccessToken> => {
    const { id, tokens } = connection;
    if (statusOf(connection) !== 'connected' || tokens === undefined)
      return { kind: 'closed', code: 'sign-in-expired' };
    const good = await stored(tenant, connection);
    if (good !== undefined && good !== refused) return { kind: 'token', token: good, isFresh: refused !== undefined };
    const askedAtMs = deps.clock.nowMs();
    const answer = await renew(tenant, connection, tokens.refresh);
    if (answer.kind === 'tokens') {
      const owner = ownerOfTokens(tenant, id);
      const { refresh } = answer;
      const next = {
        refresh: refresh === undefined ? tokens.refresh : await deps.secrets.seal(refresh, owner),
        access: await deps.secrets.seal(answer.access, owner),
        accessUntil: new Date(askedAtMs + answer.expiresInMs).toISOString(),
      };
      await change(tenant, id, renewed(tokens.refresh, next));
      keep(next.access, answer.access);
      return { kind: 'token', token: answer.access, isFresh: true };
    }
    if (answer.code !== 'sign-in-expired') {
      if (connection.lastError !== answer.code) await change(tenant, id, failedWith(answer.code));
      return { kind: 'closed', code: answer.code };
    }
    // Somebody was faster, and where refresh tokens are good for once ours was the second use.
    const now = await deps.connections.get(tenant, id);
    if (now === undefined) return { kind: 'absent' };
    if (now.tokens !== undefined && now.tokens.refresh !== tokens.refresh) {
      const theirs = await stored(tenant, now);
      if (theirs !== undefined) return { kind: 'token', token: theirs, isFresh: true };
    }
    await withdraw(tenant, connection, tokens.refresh);
    return { kind: 'closed', code: 'sign-in-expired' };
  };

  return async (tenant, id, host, refused) => {
    const connection = await deps.connections.get(tenant, id);
    if (connection === undefined || !mayHaveToken(deps.places[connection.provider], host)) return { kind: 'absent' };
    return tokenOf(tenant, connection, refused);
  };
};
