/**
 * Makes the link by which somebody connects an account (FEATURES 100), again for one whose sign-in ran out. The same account is always the same connection: two of them
 * would count against the provider's limits twice (FEATURES 232). Repeated with its Idempotency-Key it answers the same link.
 */
import { normaliseAddress } from '../../domain/address/address.ts';
import { ATTEMPT_LIFE_MS, attempted, MAX_CONNECTIONS } from '../../domain/oauth/connection.ts';
import { authorizeUrl, type OauthPlaces, type OauthProvider } from '../../domain/oauth/provider.ts';
import type { Ids } from '../../ports/clock.ts';
import type { ChallengeOf, Connections, OauthApps } from '../../ports/oauth.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';
import { makeChangeConnection } from './change-connection.ts';
import type { SignInLinks } from './sign-in-link.ts';

export type BegunSignIn =
  | { readonly kind: 'begun'; readonly id: string; readonly authorizeUrl: string; readonly expiresAt: string }
  | { readonly kind: 'other-body' | 'no-app' | 'too-many' };

export const makeBeginSignIn = (deps: {
  readonly ids: Pick<Ids, 'derived'>;
  readonly begin: BeginRequest;
  readonly apps: Pick<OauthApps, 'get'>;
  readonly connections: Connections;
  readonly signInLinks: SignInLinks;
  readonly challengeOf: ChallengeOf;
  readonly places: OauthPlaces;
  readonly redirectUri: string;
}) => {
  const change = makeChangeConnection(deps.connections);
  return async (
    request: PostRequest,
    { provider, user }: { readonly provider: OauthProvider; readonly user: string },
  ): Promise<BegunSignIn> => {
    const { tenant } = request;
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    const app = await deps.apps.get(tenant, provider);
    if (app === undefined) return { kind: 'no-app' };
    const id = deps.ids.derived(0, 'oauth-connection', tenant, provider, normaliseAddress(user));
    if ((await deps.connections.get(tenant, id)) === undefined) {
      const { items } = await deps.connections.list(tenant, { limit: MAX_CONNECTIONS });
      if (items.length >= MAX_CONNECTIONS) return { kind: 'too-many' };
      const createdAt = new Date(begun.atMs).toISOString();
      await deps.connections.create(tenant, { id, provider, user, createdAt, revision: 1 });
    }
    const attempt = { id: begun.id, until: new Date(begun.atMs + ATTEMPT_LIFE_MS).toISOString() };
    // Undone by a removal in between, the link leads nowhere and says so.
    await change(tenant, id, attempted(attempt));
    const signIn = { tenant, connection: id, attempt: attempt.id };
    const url = authorizeUrl(provider, deps.places[provider], {
      clientId: app.clientId,
      directory: app.directory,
      redirectUri: deps.redirectUri,
      user,
      state: await deps.signInLinks.stateOf(signIn),
      challenge: deps.challengeOf(await deps.signInLinks.verifierOf(signIn)),
    });
    return { kind: 'begun', id, authorizeUrl: url, expiresAt: attempt.until };
  };
};
