/** The routes of apps at Google and Microsoft and of the accounts connected with them (FEATURES 100, 232); handler.ts has tenants and users. */
import type { BeginRequest } from '#shared/app/begin-request.ts';
import { type BegunSignIn, makeBeginSignIn } from '#shared/app/oauth/begin-sign-in.ts';
import type { SignInLinks } from '#shared/app/oauth/sign-in-link.ts';
import type { oauthRoutes } from '#shared/contracts/routes/oauth.ts';
import { OWN_SERVER } from '#shared/domain/account/account.ts';
import { type Connection, MAX_CONNECTIONS, statusOf } from '#shared/domain/oauth/connection.ts';
import { type OauthPlaces, type OauthProvider, PROVIDER_NAMES, SCOPES } from '#shared/domain/oauth/provider.ts';
import { failureReason } from '#shared/domain/sending/failure-reason.ts';
import type { Handlers } from '#shared/edge/http.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, notFound, reusedKey } from '#shared/edge/problem.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import { type ChallengeOf, type Connections, type OauthApp, type OauthApps, ownerOfApp } from '#shared/ports/oauth.ts';
import type { Secrets } from '#shared/ports/secrets.ts';
import type { TenantDirectory, TenantProfile } from '#shared/ports/tenants.ts';

export interface OauthWiring {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly secrets: Pick<Secrets, 'seal'>;
  readonly apps: OauthApps;
  readonly connections: Connections;
  readonly signInLinks: SignInLinks;
  readonly challengeOf: ChallengeOf;
  readonly places: OauthPlaces;
  readonly redirectUri: string;
}

const begunOf = (outcome: BegunSignIn, provider: OauthProvider) => {
  switch (outcome.kind) {
    case 'begun': {
      const { kind: _kind, ...begun } = outcome;
      return begun;
    }
    case 'other-body':
      throw reusedKey();
    case 'no-app':
      throw conflict(
        'no-oauth-app',
        `No app of ${PROVIDER_NAMES[provider]} is set: PUT /v1/settings/oauth/${provider} first.`,
      );
    case 'too-many':
      throw conflict('too-many-connections', `A tenant has at most ${MAX_CONNECTIONS} connected accounts.`);
  }
};

/** Ids of what mail leaves by with this sign-in. */
const usersOf = (profile: TenantProfile | undefined, id: string): readonly string[] => [
  ...(profile?.outgoingServer?.connection === id ? [OWN_SERVER] : []),
  ...(profile?.accounts ?? [])
    .filter(({ way }) => way.provider === 'smtp' && way.connection === id)
    .map((account) => account.id),
];

const shownTo = (profile: TenantProfile | undefined) => (connection: Connection) => {
  const { id, provider, user, tokens, lastError, createdAt } = connection;
  const status = statusOf(connection);
  return {
    ...{ id, provider, user, status, createdAt, usedBy: usersOf(profile, id) },
    expiresAt: status === 'connected' ? (tokens?.accessUntil ?? null) : null,
    failure: lastError === undefined ? null : failureReason(lastError),
  };
};

export const oauthHandlers = (wiring: OauthWiring & { readonly begin: BeginRequest }): Handlers<typeof oauthRoutes> => {
  const { apps, connections, redirectUri, tenants, secrets, clock } = wiring;
  const beginSignIn = makeBeginSignIn(wiring);
  const shownApp = (provider: OauthProvider, app: OauthApp | undefined) => ({
    ...{ provider, redirectUri, scope: SCOPES[provider] },
    ...{ clientId: app?.clientId ?? null, directory: app?.directory ?? null, updatedAt: app?.updatedAt ?? null },
  });
  const get = async (tenant: string, provider: OauthProvider) => ({
    status: 200,
    body: shownApp(provider, await apps.get(tenant, provider)),
  });
  const put = async (
    tenant: string,
    provider: OauthProvider,
    { clientId, clientSecret, directory }: { clientId: string; clientSecret: string; directory?: string },
  ) => {
    const app = {
      ...{ provider, clientId, updatedAt: new Date(clock.nowMs()).toISOString() },
      ...(directory === undefined ? {} : { directory }),
      clientSecret: await secrets.seal(clientSecret, ownerOfApp(tenant, provider)),
    };
    await apps.put(tenant, app);
    return { status: 200, body: shownApp(provider, app) };
  };
  const remove = async (tenant: string, provider: OauthProvider) => {
    await apps.remove(tenant, provider);
    return { status: 204 };
  };

  return {
    getGoogleApp: ({ caller }) => get(caller.tenant, 'google'),
    putGoogleApp: ({ caller, body }) => put(caller.tenant, 'google', body),
    deleteGoogleApp: ({ caller }) => remove(caller.tenant, 'google'),
    getMicrosoftApp: ({ caller }) => get(caller.tenant, 'microsoft'),
    putMicrosoftApp: ({ caller, body }) => put(caller.tenant, 'microsoft', body),
    deleteMicrosoftApp: ({ caller }) => remove(caller.tenant, 'microsoft'),
    beginSignIn: async (request) => {
      const outcome = await beginSignIn({ ...request, ...request.caller }, request.body);
      return { status: 201, body: begunOf(outcome, request.body.provider) };
    },
    listConnections: async ({ caller, query }) => {
      const page = await connections.list(caller.tenant, pageOf(query));
      const items = page.items.map(shownTo(await tenants.profile(caller.tenant)));
      return { status: 200, body: { ...page, items } };
    },
    getConnection: async ({ caller, params }) => {
      const connection = await connections.get(caller.tenant, params.id);
      if (connection === undefined) throw notFound();
      return { status: 200, body: shownTo(await tenants.profile(caller.tenant))(connection) };
    },
    deleteConnection: async ({ caller, params }) => {
      const users = usersOf(await tenants.profile(caller.tenant), params.id);
      if (users.length > 0)
        throw conflict('connection-in-use', `Mail leaves by it (${users.join(', ')}): change that first.`);
      if ((await connections.remove(caller.tenant, params.id)) === 'absent') throw notFound();
      return { status: 204 };
    },
  };
};
