/** Addresses of a tenant whose owner is asked, and the settings of all its mail. */
import type { OutgoingEmail } from '../domain/sender-address/outgoing-email.ts';
import type { SenderAddress, VerificationMail } from '../domain/sender-address/sender-address.ts';

export interface SenderAddressStore {
  get(tenant: string, address: string): Promise<SenderAddress | undefined>;
  /** By what a link holds in place of the address. */
  byKey(tenant: string, key: string): Promise<SenderAddress | undefined>;
  keyOf(address: string): string;
  /** Written if absent; answers what is stored afterwards. */
  add(tenant: string, sender: SenderAddress): Promise<SenderAddress>;
  /** Once: the time of the first verification stays. False: it is verified already, gone, or of another generation. */
  verify(tenant: string, sender: SenderAddress, at: string): Promise<boolean>;
  remove(tenant: string, address: string): Promise<'removed' | 'absent'>;
}

/** Counts a verification mail; a repeat of it counts once. */
export type MayAskOwner = (
  tenant: string,
  address: string,
  mail: VerificationMail,
) => Promise<'yes' | { readonly again: string }>;

export interface OutgoingEmailStore {
  /** The defaults at revision 0 when nobody has changed anything. */
  get(tenant: string): Promise<{ readonly settings: OutgoingEmail; readonly revision: number }>;
  /** Writes over `revision`; false: somebody changed them in between, read again. */
  put(tenant: string, settings: OutgoingEmail, revision: number): Promise<boolean>;
}
