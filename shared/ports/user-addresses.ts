/** What is stored of users' own addresses: nothing, until somebody changes something. */
import type { UserAddressKind, UserAddressSettings } from '../domain/mailroom/user-address.ts';

export interface UserAddressStore {
  /** The settings at revision 0 when nobody has changed anything. */
  settings(
    tenant: string,
    user: string,
  ): Promise<{ readonly settings: UserAddressSettings; readonly revision: number }>;
  /** Writes over `revision`; false: somebody changed them in between, read again. */
  putSettings(tenant: string, user: string, settings: UserAddressSettings, revision: number): Promise<boolean>;
  /** A new address of that kind, unless a later `generation` was there first; time-ordered ids. */
  renew(tenant: string, user: string, kind: UserAddressKind, generation: string): Promise<void>;
}
