/**
 * Makes a tenant with its Mailroom handle and first users. The tenant item is written last: a tenant that is there is complete, and a try that
 * died before can be repeated.
 */
import type { Clock, Ids } from '../../ports/clock.ts';
import type { Tenant, TenantStore, User } from '../../ports/tenants.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';

export interface NewTenant {
  readonly tenant: string;
  readonly name: string;
  readonly plan: string;
  readonly inboundHandle: string | undefined;
  readonly users: readonly User[];
  readonly helpDeskAddresses: readonly string[];
}

export type CreateTenantOutcome =
  | { readonly kind: 'created'; readonly tenant: Tenant }
  | { readonly kind: 'exists' }
  | { readonly kind: 'handle-taken' }
  | { readonly kind: 'other-body' };

/** Random letters behind the company's name (FEATURES 1, Decisions): an address that strangers do not guess. */
const RANDOM_LETTERS = 8;
const MAX_SLUG_LENGTH = 30;

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
    .slice(0, MAX_SLUG_LENGTH) || 'mail';

/** A repeat answers what the first try did, whatever was changed since; a tenant of another request's making is no success of this one. */
const answerOf = (there: Tenant, madeBy: string, { name, plan, helpDeskAddresses }: NewTenant): CreateTenantOutcome =>
  there.madeBy === madeBy
    ? { kind: 'created', tenant: { ...there, name, plan, helpDeskAddresses } }
    : { kind: 'exists' };

export const makeCreateTenant = (deps: {
  readonly begin: BeginRequest;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tenants: TenantStore;
}) => {
  /** A handle made of letters is free but for a coincidence; a wished one is this tenant's or somebody else's. */
  const claimHandle = async (wanted: NewTenant): Promise<string | undefined> => {
    if (wanted.inboundHandle !== undefined) {
      const holder = await deps.tenants.claimHandle(wanted.inboundHandle, wanted.tenant);
      return holder === wanted.tenant ? wanted.inboundHandle : undefined;
    }
    for (;;) {
      const handle = slugOf(wanted.name) + deps.ids.letters(RANDOM_LETTERS);
      if ((await deps.tenants.claimHandle(handle, wanted.tenant)) === wanted.tenant) return handle;
    }
  };

  return async (request: PostRequest, wanted: NewTenant): Promise<CreateTenantOutcome> => {
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    const there = await deps.tenants.getTenant(wanted.tenant);
    if (there !== undefined) return answerOf(there, begun.id, wanted);
    const inboundHandle = await claimHandle(wanted);
    if (inboundHandle === undefined) return { kind: 'handle-taken' };
    for (const user of wanted.users) await deps.tenants.putUser(wanted.tenant, user);
    const { tenant, name, plan, helpDeskAddresses, users } = wanted;
    const owners = users.filter(({ role }) => role === 'owner').map(({ id }) => id);
    const createdAt = new Date(begun.atMs).toISOString();
    const made = {
      tenant,
      name,
      plan,
      inboundHandle,
      helpDeskAddresses,
      owners,
      createdAt,
      madeBy: begun.id,
      revision: 1,
    };
    return answerOf(await deps.tenants.createTenant(made), begun.id, wanted);
  };
};
