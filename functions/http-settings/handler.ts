/**
 * Tenants and users over HTTP.
 * If it fails: nobody can be let in or taken out; mail and records go on. docs/runbook.md#http-settings
 */
import { makeBeginRequest } from '#shared/app/begin-request.ts';
import { type ChangeUserOutcome, makePutUser, makeRemoveUser } from '#shared/app/settings/change-user.ts';
import { makeCreateTenant } from '#shared/app/settings/create-tenant.ts';
import { makeUpdateTenant } from '#shared/app/settings/update-tenant.ts';
import { settingsRoutes } from '#shared/contracts/routes/settings.ts';
import type { ClaimNames } from '#shared/edge/caller.ts';
import { httpHandler } from '#shared/edge/http.ts';
import type { Log } from '#shared/edge/log.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, notFound, Problem, reusedKey } from '#shared/edge/problem.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import type { GroupStore } from '#shared/ports/groups.ts';
import type { Idempotency } from '#shared/ports/idempotency.ts';
import type { Tenant, TenantStore, User } from '#shared/ports/tenants.ts';
import { type AccountWiring, accountHandlers } from './accounts.ts';
import { type DomainWiring, domainHandlers } from './domains.ts';
import { groupHandlers } from './groups.ts';
import { type OauthWiring, oauthHandlers } from './oauth.ts';
import { type OutgoingEmailWiring, outgoingEmailHandlers } from './outgoing-email.ts';
import { type OutgoingServerWiring, outgoingServerHandlers } from './outgoing-server.ts';
import { type TrackingWiring, trackingHandlers } from './tracking.ts';

export interface Wiring
  extends OutgoingServerWiring,
    AccountWiring,
    OauthWiring,
    OutgoingEmailWiring,
    TrackingWiring,
    Omit<DomainWiring, 'begin'> {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly inboundDomains: readonly string[];
  readonly idempotency: Idempotency;
  readonly tenants: TenantStore;
  readonly groups: GroupStore;
  readonly log: Log;
  readonly claims: ClaimNames;
}

/** Whether the address is verified is said by /v1/sender-addresses. */
const shownUser = ({ id, email, role }: User) => ({ id, email, role });

/** Throws the problem of a refused change; answers where it was done. */
const settled = (outcome: ChangeUserOutcome): void => {
  if (outcome === 'absent') throw notFound();
  if (outcome === 'owners-only')
    throw new Problem(403, 'owners-only', 'Only an owner makes, changes or removes an owner.');
  if (outcome === 'last-owner')
    throw conflict('last-owner', 'This is the last owner. Make somebody else an owner first.');
};

export const makeHandler = (wiring: Wiring) => {
  const { clock, ids, inboundDomains, idempotency, tenants, groups, log, claims } = wiring;
  const begin = makeBeginRequest({ clock, ids, idempotency });
  const createTenant = makeCreateTenant({ begin, clock, ids, tenants });
  const updateTenant = makeUpdateTenant(tenants);
  const putUser = makePutUser(tenants);
  const removeUser = makeRemoveUser(tenants);
  const shown = ({ madeBy: _maker, revision: _revision, owners: _owners, ...tenant }: Tenant) => ({
    ...tenant,
    address: `${tenant.inboundHandle}@${inboundDomains[0]}`,
  });

  return httpHandler(
    settingsRoutes,
    {
      createTenant: async (request) => {
        const { tenant, name, plan, inboundHandle, users, helpDeskAddresses } = request.body;
        const wanted = { tenant, name: name ?? tenant, plan, inboundHandle, users, helpDeskAddresses };
        const outcome = await createTenant({ ...request, ...request.caller }, wanted);
        if (outcome.kind === 'other-body') throw reusedKey();
        if (outcome.kind === 'exists') throw conflict('tenant-exists', 'There is a tenant with this id already.');
        if (outcome.kind === 'handle-taken')
          throw conflict('handle-taken', 'Another tenant has this inboundHandle. Choose another, or leave it out.');
        return { status: 201, body: shown(outcome.tenant) };
      },
      getTenant: async ({ caller }) => {
        const tenant = await tenants.getTenant(caller.tenant);
        if (tenant === undefined) throw notFound();
        return { status: 200, body: shown(tenant) };
      },
      updateTenant: async ({ caller, body }) => {
        const outcome = await updateTenant(caller.tenant, {
          ...(body.name === undefined ? {} : { name: body.name }),
          ...(body.helpDeskAddresses === undefined ? {} : { helpDeskAddresses: body.helpDeskAddresses }),
        });
        if (outcome.kind === 'absent') throw notFound();
        if (outcome.kind === 'contended')
          throw conflict('contended', 'Others are changing this tenant right now. Try again.');
        return { status: 200, body: shown(outcome.tenant) };
      },
      listUsers: async ({ caller, query }) => {
        const page = await tenants.listUsers(caller.tenant, pageOf(query));
        return { status: 200, body: { ...page, items: page.items.map(shownUser) } };
      },
      getUser: async ({ caller, params }) => {
        const user = await tenants.getUser(caller.tenant, params.id);
        if (user === undefined) throw notFound();
        return { status: 200, body: shownUser(user) };
      },
      putUser: async ({ caller, params, body }) => {
        const user = { id: params.id, ...body };
        settled(await putUser(caller.tenant, caller.role, user));
        return { status: 200, body: user };
      },
      deleteUser: async ({ caller, params }) => {
        settled(await removeUser(caller.tenant, caller.role, params.id));
        return { status: 204 };
      },
      ...groupHandlers({ begin, groups, tenants }),
      ...domainHandlers({ ...wiring, begin }),
      ...outgoingServerHandlers(wiring),
      ...accountHandlers({ ...wiring, begin }),
      ...oauthHandlers({ ...wiring, begin }),
      ...trackingHandlers(wiring),
      ...outgoingEmailHandlers(wiring),
    },
    { log, claims },
  );
};
