/** Adds, changes and removes users. Only an owner touches owners, and the last owner stays: somebody must be able to let people in. */
import type { Role, TenantStore, User } from '../../ports/tenants.ts';

export type ChangeUserOutcome = 'done' | 'absent' | 'owners-only' | 'last-owner';

type Users = Pick<TenantStore, 'getUser' | 'putUser' | 'removeUser' | 'profile'>;

const isLastOwner = async (users: Users, tenant: string, id: string) => {
  const owners = (await users.profile(tenant))?.users.filter((user) => user.role === 'owner') ?? [];
  return owners.every((owner) => owner.id === id);
};

const refusal = async (
  users: Users,
  tenant: string,
  actor: string,
  old: User | undefined,
  next: Role | undefined,
): Promise<ChangeUserOutcome | undefined> => {
  const touchesOwner = old?.role === 'owner' || next === 'owner';
  if (touchesOwner && actor !== 'owner') return 'owners-only';
  if (old?.role === 'owner' && next !== 'owner' && (await isLastOwner(users, tenant, old.id))) return 'last-owner';
  return undefined;
};

/** @param actor role of who asks */
export const makePutUser =
  (users: Users) =>
  async (tenant: string, actor: string, user: User): Promise<ChangeUserOutcome> => {
    const refused = await refusal(users, tenant, actor, await users.getUser(tenant, user.id), user.role);
    if (refused !== undefined) return refused;
    await users.putUser(tenant, user);
    return 'done';
  };

export const makeRemoveUser =
  (users: Users) =>
  async (tenant: string, actor: string, id: string): Promise<ChangeUserOutcome> => {
    const old = await users.getUser(tenant, id);
    if (old === undefined) return 'absent';
    const refused = await refusal(users, tenant, actor, old, undefined);
    if (refused !== undefined) return refused;
    await users.removeUser(tenant, id);
    return 'done';
  };
