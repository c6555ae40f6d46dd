/** A tenant's accounts: where they are kept, and the ways mail leaves by them. */
import type { Account } from '../domain/account/account.ts';
import type { Confirmation } from '../domain/account/confirmation.ts';
import type { MailgunProvider, SesProvider } from '../domain/account/provider.ts';
import type { FailureCode } from '../domain/sending/failure-reason.ts';
import type { SmtpAccount } from './outgoing-server.ts';
import type { Page } from './record-store.ts';
import type { HandOver, OutgoingMessage } from './sending.ts';

export interface StoredAccount extends Account {
  /** Sealed (ports/secrets.ts) for the account's id; absent: it asks for no sign-in. */
  readonly secret?: { readonly kind: 'password' | 'access-token' | 'api-key'; readonly sealed: string };
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
  /** Oldest first, without secrets. */
  list(tenant: string, page: { limit: number; cursor?: string }): Promise<Page<Account>>;
}

/** An account with its secret opened. */
export type OpenedAccount =
  /** `stored`: the access token of a sign-in, which may have been withdrawn since it was made. */
  | ({ readonly provider: 'smtp'; readonly stored?: string; readonly debugUntil?: string } & SmtpAccount)
  | (MailgunProvider & { readonly apiKey: string })
  | (SesProvider & { readonly externalId: string });

export type AtProvider = Exclude<OpenedAccount, { provider: 'smtp' }>;

export type CheckedAccount =
  | { readonly ok: true }
  /** `answer`: what the provider said, one line. */
  | { readonly ok: false; readonly code: FailureCode; readonly answer?: string };

/** Asks a provider whether mail from this address would leave by the account. Never throws; sends nothing. */
export type CheckAccount = (account: AtProvider, email: string) => Promise<CheckedAccount>;

/** Nobody can sign in there now: the sign-in (ports/oauth.ts) ran out, or its provider does not answer. */
export interface ClosedAccount {
  readonly provider: 'none';
  readonly code: FailureCode;
}

/**
 * Undefined: there is none, or nobody can sign in there any more. Throws where that cannot be found out now.
 * @param refused what `stored` was when a server refused it: another is made
 */
export type OpenAccount = (
  tenant: string,
  id: string,
  refused?: string,
) => Promise<OpenedAccount | ClosedAccount | undefined>;

/** One way to hand mail over (FEATURES 101). Never throws; never hands over twice. */
export type HandOverBy<Way extends OpenedAccount> = (account: Way, message: OutgoingMessage) => Promise<HandOver>;
