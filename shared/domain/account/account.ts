/**
 * Accounts that a tenant's mail may leave by, beside the platform and the one outgoing server (FEATURES 89-92): each has a type, which says what mail it is
 * for. Used by whoever accepts a mail, and by the settings.
 */
import type { ServerName } from '../outgoing-server/server.ts';
import type { SendingLimits } from '../quota/sending-limits.ts';
import type { MailgunProvider, SesProvider } from './provider.ts';

/** `system`: what the CRM writes by itself. Mail of Postroom itself never goes this way (FEATURES 81). */
export const ACCOUNT_TYPES = ['campaigns', 'customer-service', 'system'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** A mail server of the customer's own. */
export interface InternalProvider {
  readonly provider: 'smtp';
  readonly host: string;
  readonly port: number;
  /** false: no encryption, which only this very machine may do without. */
  readonly tls: boolean;
  readonly user?: string;
  /** Id of the sign-in (domain/oauth/) it is used with, in place of a secret of its own. */
  readonly connection?: string;
}

/** `smtp` is shown to work by the code of a test mail, the others by what the provider says when they are saved. */
export type AccountProvider = InternalProvider | MailgunProvider | SesProvider;

export interface AccountFields {
  readonly name: string;
  readonly type: AccountType;
  /** All its mail comes from here. */
  readonly email: string;
  readonly fromName?: string;
  readonly active: boolean;
  /** Ids of groups whose members alone may name it for a mail; absent: everybody. */
  readonly groups?: readonly string[];
  readonly way: AccountProvider;
  /** Lower than its provider's (domain/quota/provider-limits.ts). */
  readonly limits?: SendingLimits;
  /** Of a mail server: until then the talk of each mail is kept (FEATURES 98). */
  readonly debugUntil?: string;
}

export interface Account extends AccountFields {
  readonly id: string;
  /** When it was shown to work: by the code that came with a test mail, or by the provider's answer. Absent: it is not used yet. */
  readonly confirmedAt?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Counts changes; a change names the revision it saw. */
  readonly revision: number;
}

/** The id under which a mail names the tenant's one outgoing server (domain/outgoing-server/). */
export const OWN_SERVER = 'own-server';

/** Every mail that is accepted reads them with its tenant. */
export const MAX_ACCOUNTS = 25;

const ID = /^account-[0-9a-hjkmnp-tv-z]{26}$/;
export const accountIdOf = (id: string): string => `account-${id}`;
export const isAccountId = (id: string): boolean => ID.test(id);

export const isUsable = ({ active, confirmedAt }: Pick<Account, 'active' | 'confirmedAt'>): boolean =>
  active && confirmedAt !== undefined;

/** RFC 8314 section 3: 465 is TLS from the first byte; on the other ports it begins with STARTTLS. */
export const serverOfAccount = ({ host, port, tls }: InternalProvider): ServerName => {
  const encrypted = port === 465 ? 'ssl' : 'tls';
  return { host, port, encryption: tls ? encrypted : 'smtp' };
};

/** What was shown to work no longer says anything once this differs. */
export const isSameWay = (a: Pick<Account, 'email' | 'way'>, b: Pick<Account, 'email' | 'way'>): boolean =>
  a.email.toLowerCase() === b.email.toLowerCase() && wayOf(a.way) === wayOf(b.way);

const wayOf = (way: AccountProvider): string =>
  JSON.stringify(Object.entries(way).sort(([one], [other]) => (one < other ? -1 : 1)));
