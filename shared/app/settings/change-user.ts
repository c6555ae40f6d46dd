/**
 * Adds, changes and removes users. Only an owner touches owners, and the last owner stays: somebody must be able to let people in. Who the owners
 * are also stands in the tenant, where one conditional write decides: two who take each other out at once cannot both succeed.
 */
import { normaliseAddress } from '../../domain/address/address.ts';
import { Failure } from '../../domain/failure.ts';
import type { Role, TenantStore, User } from '../../ports/tenants.ts';

export type ChangeUserOutcome = 'done' | 'absent' | 'owners-only' | 'last-owner';

type Users = Pick<TenantStore, 'getUser' | 'putUser' | 'removeUser' | 'getTenant' | 'updateTenant'>;

/** Each lost race means that another change got through. */
const MAX_TRIES = 10;

const changeOwners = async (
  users: Users,
  id: string,
  change: (owners: readonly string[]) => readonly string[],
): Promise<ChangeUserOutcome> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const tenant = await users.getTenant(id);
    if (tenant === undefined) return 'absent';
    const owners = change(tenant.owners);
    if (owners.length === 0) return 'last-owner';
    if ((await users.updateTenant(tenant, { owners })) !== undefined) return 'done';
  }
  throw new Failure('unavailable', 'contended', 'Others are changing the owners of this tenant right now.');
};

/** An owner leaves the list before the user changes and joins it after: a try that dies in between leaves the list too short, never too long. */
const leave = async (users: Users, tenant: string, id: string) =>
  changeOwners(users, tenant, (owners) => owners.filter((owner) => owner !== id));
const join = async (users: Users, tenant: string, id: string) =>
  changeOwners(users, tenant, (owners) => (owners.includes(id) ? owners : [...owners, id]));

const isForOwners = (old: User | undefined, next: Role | undefined) => old?.role === 'owner' || next === 'owner';

/** A new address is not its owner's word (FEATURES 110); one that stays is what it was. */
const withProof = (old: User | undefined, { unverified: _asked, ...user }: User): User => {
  const stays = old !== undefined && normaliseAddress(old.email) === normaliseAddress(user.email);
  return stays && old.unverified !== true ? user : { ...user, unverified: true };
};

/** @param actor role of who asks */
export const makePutUser =
  (users: Users) =>
  async (tenant: string, actor: string, user: User): Promise<ChangeUserOutcome> => {
    const old = await users.getUser(tenant, user.id);
    if (isForOwners(old, user.role) && actor !== 'owner') return 'owners-only';
    if (old?.role === 'owner' && user.role !== 'owner') {
      const left = await leave(users, tenant, user.id);
      if (left !== 'done') return left;
    }
    await users.putUser(tenant, withProof(old, user));
    return user.role === 'owner' ? join(users, tenant, user.id) : 'done';
  };

export const makeRemoveUser =
  (users: Users) =>
  async (tenant: string, actor: string, id: string): Promise<ChangeUserOutcome> => {
    const old = await users.getUser(tenant, id);
    if (old === undefined) return 'absent';
    if (isForOwners(old, undefined) && actor !== 'owner') return 'owners-only';
    if (old.role === 'owner') {
      const left = await leave(users, tenant, id);
      if (left !== 'done') return left;
    }
    await users.removeUser(tenant, id);
    return 'done';
  };
