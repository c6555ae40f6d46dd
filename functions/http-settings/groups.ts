/** The routes of groups; handler.ts has tenants and users. */
import type { BeginRequest } from '#shared/app/begin-request.ts';
import { type ChangeGroupOutcome, makeChangeGroup } from '#shared/app/settings/change-group.ts';
import { MAX_GROUPS } from '#shared/contracts/groups.ts';
import type { groupRoutes } from '#shared/contracts/routes/groups.ts';
import type { Handlers } from '#shared/edge/http.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, invalidInput, notFound, reusedKey } from '#shared/edge/problem.ts';
import type { GroupStore } from '#shared/ports/groups.ts';
import type { TenantDirectory } from '#shared/ports/tenants.ts';

export interface GroupWiring {
  readonly begin: BeginRequest;
  readonly groups: GroupStore;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
}

const groupOf = (outcome: ChangeGroupOutcome) => {
  if (outcome.kind === 'absent') throw notFound();
  if (outcome.kind === 'other-body') throw reusedKey();
  if (outcome.kind === 'wrong') throw invalidInput(outcome.errors);
  if (outcome.kind === 'too-many') throw conflict('too-many-groups', `A tenant has at most ${MAX_GROUPS} groups.`);
  return outcome.group;
};

export const groupHandlers = (wiring: GroupWiring): Handlers<typeof groupRoutes> => {
  const { groups } = wiring;
  const change = makeChangeGroup({ ...wiring, maxGroups: MAX_GROUPS });
  return {
    listGroups: async ({ caller, query }) => ({ status: 200, body: await groups.list(caller.tenant, pageOf(query)) }),
    createGroup: async (request) => ({
      status: 201,
      body: groupOf(await change.create({ ...request, ...request.caller }, request.body)),
    }),
    getGroup: async ({ caller, params }) => {
      const group = await groups.get(caller.tenant, params.id);
      if (group === undefined) throw notFound();
      return { status: 200, body: group };
    },
    putGroup: async ({ caller, params, body }) => ({
      status: 200,
      body: groupOf(await change.replace(caller.tenant, params.id, body)),
    }),
    deleteGroup: async ({ caller, params }) => {
      if ((await groups.remove(caller.tenant, params.id)) === 'absent') throw notFound();
      return { status: 204 };
    },
  };
};
