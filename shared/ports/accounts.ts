/** A tenant's accounts: where they are kept, and the ways mail leaves by them. */
import type { Account } from '../domain/account/account.ts';
import type { Confirmation } from '../domain/account/confirmation.ts';
import type { SmtpAccount } from './outgoing-server.ts';
import type { HandOver, OutgoingMessage } from './sending.ts';

export interface StoredAccount extends Account {
  /** Sealed (ports/secrets.ts) for the account's id; absent: it asks for no sign-in. */
  readonly secret?: { readonly kind: 'password' | 'access-token'; readonly sealed: string };
  /** Waits to be typed back. */
  readonly confirmation?: Confirmation;
}

export interface AccountStore {
  get(tenant: string, id: string): Promise<StoredAccount | undefined>;
  /** Written if absent; answers what is stored afterwards. */
  create(tenant: string, account: StoredAccount): Promise<StoredAccount>;
  /** Writes over the revision before `account.revision`; false: somebody else changed it. */
  replace(tenant: string, account: StoredAccount): Promise<boolean>;
  remove(tenant: string, id: string): Promise<'removed' | 'absent'>;
}

/** An account with its secret opened. */
export type OpenedAccount = { readonly provider: 'smtp' } & SmtpAccount;

/** Undefined: there is none, or nobody can sign in there any more. Throws where that cannot be found out now. */
export type OpenAccount = (tenant: string, id: string) => Promise<OpenedAccount | undefined>;

/** One way to hand mail over (FEATURES 101). Never throws; never hands over twice. */
export type HandOverBy<Way extends OpenedAccount> = (account: Way, message: OutgoingMessage) => Promise<HandOver>;
