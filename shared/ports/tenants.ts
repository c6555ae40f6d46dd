/** Tenants, their users and their Mailroom handles. */
import type { Account } from '../domain/account/account.ts';
import type { MailroomSettings } from '../domain/mailroom/settings.ts';
import type { OutgoingServer } from '../domain/outgoing-server/server.ts';
import type { OutgoingEmail } from '../domain/sender-address/outgoing-email.ts';
import type { SenderAddress } from '../domain/sender-address/sender-address.ts';
import type { SenderDomain } from '../domain/sender-domain/sender-domain.ts';
import type { SendingPreferences } from '../domain/sending/preferences.ts';
import type { Group } from '../domain/tenant/group.ts';
import type { TrackingSettings } from '../domain/tracking/settings.ts';
import type { Page } from './record-store.ts';

export type Role = 'owner' | 'admin' | 'user';

export interface User {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  /** An administrator typed the address: its owner has not been asked (FEATURES 110). */
  readonly unverified?: true;
}

export interface Tenant {
  readonly tenant: string;
  readonly name: string;
  readonly plan: string;
  readonly inboundHandle: string;
  /** Addresses of the tenant's own help desk, as typed: no customer's (FEATURES 9). */
  readonly helpDeskAddresses: readonly string[];
  /** Ids of the users who are owners, for the decision who is the last. */
  readonly owners: readonly string[];
  readonly createdAt: string;
  /** Id of the request that made it; tells a repeat of the maker from somebody else. */
  readonly madeBy: string;
  /** Counts changes; a change names the revision it saw. */
  readonly revision: number;
}

export type TenantChanges = Partial<Pick<Tenant, 'name' | 'helpDeskAddresses' | 'owners'>>;

export interface TenantProfile extends Tenant {
  readonly users: readonly User[];
  readonly groups: readonly Group[];
  /** Another one after every change of the Mailroom's rules; absent: there never was a rule. */
  readonly rulesVersion?: string;
  readonly mailroom: MailroomSettings;
  /** Absent: as by default. */
  readonly tracking?: TrackingSettings;
  /** Its own; absent: mail goes through the platform. */
  readonly outgoingServer?: OutgoingServer;
  /** Ways its mail may leave by; absent: none. */
  readonly accounts?: readonly Account[];
  /** Asked for, verified or not. */
  readonly senderAddresses?: readonly SenderAddress[];
  /** Authenticated or not. */
  readonly domains?: readonly SenderDomain[];
  /** Absent: the defaults. */
  readonly outgoingEmail?: OutgoingEmail;
  /** Signs the addresses of records; absent: none was ever given out. */
  readonly mailroomSecret?: string;
  /** By `<kind>#<user>`: of users' own addresses that were regenerated. */
  readonly addressGenerations?: ReadonlyMap<string, string>;
  /** By user: of those who have set any. */
  readonly sendingPreferences?: ReadonlyMap<string, SendingPreferences>;
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
  /** Writes over the revision `old.revision`; undefined: somebody changed it in between, read again. */
  updateTenant(old: Tenant, changes: TenantChanges): Promise<Tenant | undefined>;
  getTenant(tenant: string): Promise<Tenant | undefined>;
  getUser(tenant: string, id: string): Promise<User | undefined>;
  putUser(tenant: string, user: User): Promise<void>;
  removeUser(tenant: string, id: string): Promise<void>;
  listUsers(tenant: string, page: { limit: number; cursor?: string }): Promise<Page<User>>;
}
