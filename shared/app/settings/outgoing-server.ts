/**
 * Sets up a tenant's own outgoing server (FEATURES 80-86). It is used from the moment it is stored, and stored only when it has taken a test mail to the
 * person who saves; a refusal leaves what was there. Cut off in between, a repeat sends one more test mail and stores the same.
 */
import { asciiAddress, normaliseAddress } from '../../domain/address/address.ts';
import { forcedFrom, type OutgoingServer, readServerName } from '../../domain/outgoing-server/server.ts';
import { testMail } from '../../domain/outgoing-server/test-mail.ts';
import { failureReason } from '../../domain/sending/failure-reason.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { AccessTokenOf } from '../../ports/oauth.ts';
import {
  type DeliverBySmtp,
  OUTGOING_SERVER_ACCOUNT,
  type OutgoingServers,
  type SmtpAccount,
} from '../../ports/outgoing-server.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { TenantDirectory } from '../../ports/tenants.ts';
import { deliverTestMail, type TestMailFailed } from './deliver-test-mail.ts';

export interface WantedServer extends Omit<OutgoingServer, 'testedAt'> {
  /** Asked for at every save: kept for another host, it would be sent there. */
  readonly secret?: { readonly kind: 'password' | 'access-token'; readonly plain: string };
}

export type SaveServerOutcome =
  | { readonly kind: 'saved'; readonly server: OutgoingServer }
  /** Nothing was changed. */
  | TestMailFailed
  /** `no-connection`: there is none with this id, or this server is none of its provider's. */
  | { readonly kind: 'no-tenant' | 'no-address' | 'no-connection' };

const loginOf = ({ user, secret }: WantedServer): Pick<SmtpAccount, 'login'> => {
  if (user === undefined || secret === undefined) return {};
  const proof = secret.kind === 'password' ? { password: secret.plain } : { accessToken: secret.plain };
  return { login: { user, ...proof } };
};

export const makeSaveOutgoingServer = (deps: {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly servers: Pick<OutgoingServers, 'put'>;
  readonly secrets: Pick<Secrets, 'seal'>;
  readonly deliver: DeliverBySmtp;
  readonly accessTokenOf: AccessTokenOf;
}) => {
  const sendTest = async (
    tenant: string,
    wanted: WantedServer,
    to: string,
    refused?: string,
  ): Promise<TestMailFailed | { readonly kind: 'no-connection' } | undefined> => {
    const server = readServerName(wanted.server);
    if (server === undefined) return { kind: 'failed', reason: failureReason('server-unreachable') };
    const nowMs = deps.clock.nowMs();
    const from = forcedFrom(wanted) ?? to;
    const raw = testMail({ from, to, id: deps.ids.fresh(nowMs), nowMs });
    const { user, connection } = wanted;
    if (user === undefined || connection === undefined)
      return deliverTestMail(deps.deliver, { server, ...loginOf(wanted) }, { from, to, raw });
    const found = await deps.accessTokenOf(tenant, connection, server.host, refused);
    if (found.kind === 'absent') return { kind: 'no-connection' };
    if (found.kind === 'closed') return { kind: 'failed', reason: failureReason(found.code) };
    const login = { user, accessToken: found.token };
    const failed = await deliverTestMail(deps.deliver, { server, login }, { from, to, raw });
    // A token that was kept may have been withdrawn since.
    const isOfTheSignIn = failed?.reason.code === 'authentication-failed' && !found.isFresh;
    return isOfTheSignIn ? sendTest(tenant, wanted, to, found.token) : failed;
  };

  return async (
    caller: { readonly tenant: string; readonly user: string },
    wanted: WantedServer,
  ): Promise<SaveServerOutcome> => {
    const { tenant, user } = caller;
    const profile = await deps.tenants.profile(tenant);
    if (profile === undefined) return { kind: 'no-tenant' };
    const own = profile.users.find((one) => one.id === user || normaliseAddress(one.email) === normaliseAddress(user));
    const to = asciiAddress(own?.email ?? '');
    if (to === undefined) return { kind: 'no-address' };
    const refused = await sendTest(tenant, wanted, to);
    if (refused !== undefined) return refused;
    const { secret, ...shown } = wanted;
    const server: OutgoingServer = { ...shown, testedAt: new Date(deps.clock.nowMs()).toISOString() };
    const owner = { tenant, account: OUTGOING_SERVER_ACCOUNT };
    const sealed = secret === undefined ? undefined : await deps.secrets.seal(secret.plain, owner);
    await deps.servers.put(tenant, {
      ...server,
      ...(secret === undefined || sealed === undefined ? {} : { secret: { kind: secret.kind, sealed } }),
    });
    return { kind: 'saved', server };
  };
};
