/** Tenants, their users and their Mailroom handles. */
import type { Page } from './record-store.ts';

export type Role = 'owner' | 'admin' | 'user';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
}

export interface Tenant {
  readonly tenant: string;
  readonly name: string;
  readonly plan: string;
  readonly inboundHandle: string;
  readonly createdAt: string;
}

export interface TenantProfile extends Tenant {
  readonly users: readonly User[];
}

export interface TenantDirectory {
  /** The tenant that holds a Mailroom handle. */
  byHandle(handle: string): Promise<string | undefined>;
  /** Undefined: no such tenant. */
  profile(tenant: string): Promise<TenantProfile | undefined>;
}

export interface TenantStore extends TenantDirectory {
  /** Answers the tenant that holds the handle afterwards: this one, or who had it before. */
  claimHandle(handle: string, tenant: string): Promise<string>;
  /** Written if absent; answers what is stored afterwards. */
  createTenant(tenant: Tenant): Promise<Tenant>;
  getTenant(tenant: string): Promise<Tenant | undefined>;
  getUser(tenant: string, id: string): Promise<User | undefined>;
  putUser(tenant: string, user: User): Promise<void>;
  removeUser(tenant: string, id: string): Promise<void>;
  listUsers(tenant: string, page: { limit: number; cursor?: string }): Promise<Page<User>>;
}
