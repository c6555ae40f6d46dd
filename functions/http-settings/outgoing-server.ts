/** The routes of the tenant's own outgoing server; handler.ts has tenants and users. */
import { makeSaveOutgoingServer } from '#shared/app/settings/outgoing-server.ts';
import type { outgoingServerRoutes } from '#shared/contracts/routes/outgoing-server.ts';
import { forcedFrom, type OutgoingServer, serverOf } from '#shared/domain/outgoing-server/server.ts';
import { limitsOfServer } from '#shared/domain/quota/provider-limits.ts';
import { limitsOf, shownLimits } from '#shared/domain/quota/sending-limits.ts';
import type { Handlers } from '#shared/edge/http.ts';
import { conflict, invalidInput, notFound } from '#shared/edge/problem.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import type { AccessTokenOf } from '#shared/ports/oauth.ts';
import type { DeliverBySmtp, OutgoingServers } from '#shared/ports/outgoing-server.ts';
import type { Secrets } from '#shared/ports/secrets.ts';
import type { TenantDirectory } from '#shared/ports/tenants.ts';
import { debugOf } from './debug-until.ts';
import { testMailFailed } from './test-mail-failed.ts';

export interface OutgoingServerWiring {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly outgoingServers: OutgoingServers;
  readonly secrets: Pick<Secrets, 'seal'>;
  readonly deliver: DeliverBySmtp;
  readonly accessTokenOf: AccessTokenOf;
}

const NO_CONNECTION = 'must be a connected account of yours, and the server one of its provider';

const PLATFORM = {
  type: 'platform',
  server: null,
  requiresAuthentication: false,
  user: null,
  connection: null,
  from: null,
  allowsFromOverride: true,
  limits: shownLimits({}),
  debugUntil: null,
  testedAt: null,
} as const;

const shown = (server: OutgoingServer | undefined) =>
  server === undefined
    ? PLATFORM
    : {
        type: server.type,
        server: server.server,
        requiresAuthentication: server.requiresAuthentication,
        user: server.user ?? null,
        connection: server.connection ?? null,
        from: forcedFrom(server) ?? null,
        allowsFromOverride: server.allowsFromOverride,
        limits: shownLimits(limitsOfServer(server)),
        debugUntil: server.debugUntil ?? null,
        testedAt: server.testedAt,
      };

export const outgoingServerHandlers = (wiring: OutgoingServerWiring): Handlers<typeof outgoingServerRoutes> => {
  const { outgoingServers: servers } = wiring;
  const save = makeSaveOutgoingServer({ ...wiring, servers });
  return {
    getOutgoingServer: async ({ caller }) => ({ status: 200, body: shown(await servers.get(caller.tenant)) }),
    putOutgoingServer: async ({ caller, body }) => {
      const { type } = body;
      if (type === 'platform') {
        await servers.remove(caller.tenant);
        return { status: 200, body: PLATFORM };
      }
      const {
        server,
        user,
        from,
        password,
        accessToken,
        requiresAuthentication,
        allowsFromOverride,
        limits,
        connection,
        debugUntil,
      } = body;
      const outcome = await save(caller, {
        type,
        server: server ?? serverOf(type) ?? '',
        requiresAuthentication,
        allowsFromOverride,
        ...debugOf(debugUntil, wiring.clock.nowMs()),
        ...(limits === undefined ? {} : { limits: limitsOf(limits) }),
        ...(user === undefined ? {} : { user }),
        ...(from === undefined ? {} : { from }),
        ...(connection === undefined ? {} : { connection }),
        ...(password === undefined ? {} : { secret: { kind: 'password', plain: password } }),
        ...(accessToken === undefined ? {} : { secret: { kind: 'access-token', plain: accessToken } }),
      });
      switch (outcome.kind) {
        case 'saved':
          return { status: 200, body: shown(outcome.server) };
        case 'failed':
          throw testMailFailed(outcome, 'The test mail did not go, so nothing was saved. ', 'server', 'from');
        case 'no-connection':
          throw invalidInput([{ field: 'connection', message: NO_CONNECTION }]);
        case 'no-tenant':
          throw notFound();
        case 'no-address':
          throw conflict('no-address', 'You have no e-mail address here that a test mail could go to.');
      }
    },
  };
};
