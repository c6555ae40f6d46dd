/**
 * A user's own two addresses (FEATURES 78, 79): the dropbox, which takes copies of what the user writes, and the forwarding address, which takes what customers wrote
 * to the user. For settle-mail.ts, log-copy.ts and the routes that show them.
 */
import { isDeliverable, type MailAddress, normaliseAddress } from '../address/address.ts';
import type { Message } from '../message/message.ts';
import { isOwn, type OwnAddresses } from './customer.ts';
import { listOf } from './listed-senders.ts';
import type { MailroomSettings } from './settings.ts';

export const USER_ADDRESS_KINDS = ['dropbox', 'forwarding'] as const;
export type UserAddressKind = (typeof USER_ADDRESS_KINDS)[number];

/** 80 bits. With a handle of 40 the local part has 61 octets of the 64 that RFC 5321 section 4.5.3.1.1 allows. */
export const KEY_LENGTH = 16;

const SUFFIX = /^(bcc|fwd)-([0-9a-hjkmnp-tv-z]{16})$/;

export const userSuffixOf = (kind: UserAddressKind, key: string): string =>
  `${kind === 'dropbox' ? 'bcc' : 'fwd'}-${key}`;

/** Undefined: of no user's address; `bcc-` and a few letters is a virtual address like any other. */
export const readUserSuffix = (suffix: string): { kind: UserAddressKind; key: string } | undefined => {
  const [, prefix, key] = SUFFIX.exec(suffix) ?? [];
  return key === undefined ? undefined : { kind: prefix === 'bcc' ? 'dropbox' : 'forwarding', key };
};

/** Where a person is looked for: the first module that has the address is the one. */
export const SEARCH_ORDERS = {
  'contacts-leads': ['contacts', 'leads'],
  'leads-contacts': ['leads', 'contacts'],
  contacts: ['contacts'],
  leads: ['leads'],
} as const;

export const CREATE_MISSING = { none: undefined, contact: 'contacts', lead: 'leads' } as const;

export interface UserAddressSettings {
  readonly searchOrder: keyof typeof SEARCH_ORDERS;
  readonly createMissing: keyof typeof CREATE_MISSING;
  /** Addresses the user writes from, beside the one the tenant knows the user by. */
  readonly senders: readonly string[];
  /** Addresses and domains; what names one of them is not logged by these two addresses (FEATURES 39). */
  readonly neverLog: readonly string[];
}

/** Contact before lead, as everywhere (Decisions 10, 11); a mail-out makes nobody unless asked to. */
export const DEFAULT_USER_ADDRESS_SETTINGS: UserAddressSettings = {
  searchOrder: 'contacts-leads',
  createMissing: 'none',
  senders: [],
  neverLog: [],
};

export const writesFrom = (email: string, { senders }: Pick<UserAddressSettings, 'senders'>, address: string) =>
  [email, ...senders].some((known) => normaliseAddress(known) === normaliseAddress(address));

/** Each costs several calls, and a mail has a minute; who writes openly to more than a hundred people writes a newsletter. */
export const MAX_PEOPLE = 100;

/** Whom a user wrote to, in the order of To and Cc, each once; own people, help desk and mailboxes are nobody's customers (FEATURES 8). */
export const peopleWrittenTo = ({ to, cc }: Pick<Message, 'to' | 'cc'>, own: OwnAddresses): readonly MailAddress[] => {
  const people = new Map<string, MailAddress>();
  for (const person of [...to, ...cc]) {
    const key = normaliseAddress(person.address);
    if (people.has(key) || !isDeliverable(person.address) || isOwn(person.address, own)) continue;
    people.set(key, person);
    if (people.size === MAX_PEOPLE) break;
  }
  return [...people.values()];
};

/**
 * One person on the tenant's or the user's list is enough, in whatever place: a mail that the lawyer reads too is a mail to the lawyer.
 * @param author of a mail that is passed on
 */
export const namesNeverLogged = (
  { from, to, cc }: Pick<Message, 'from' | 'to' | 'cc'>,
  author: MailAddress | undefined,
  suffix: string,
  { senders }: Pick<MailroomSettings, 'senders'>,
  { neverLog }: Pick<UserAddressSettings, 'neverLog'>,
  own: OwnAddresses,
): boolean => {
  const lists = { senders: [...senders, ...neverLog.map((sender) => ({ sender, list: 'never-log' as const }))] };
  return [from, author, ...to, ...cc].some(
    (person) =>
      person !== undefined && !isOwn(person.address, own) && listOf(lists, person.address, suffix) === 'never-log',
  );
};
