/**
 * Addresses that mail of a tenant may come from or be answered to (FEATURES 110): only those whose owner has said so. For whoever accepts a mail or keeps a
 * setting with an address in it. One verification counts everywhere.
 */
import { normaliseAddress } from '../address/address.ts';
import { forcedFrom, type OutgoingServer } from '../outgoing-server/server.ts';

export interface SenderAddress {
  /** As it was first asked for. */
  readonly address: string;
  /** Of the request that put it on the list. Removed and put there again it has another, so links of before open nothing. */
  readonly generation: string;
  readonly requestedAt: string;
  /** Id of a user. */
  readonly requestedBy: string;
  /** Absent: nobody has said that it is theirs. */
  readonly verifiedAt?: string;
}

/** FEATURES 113: as useSend's links. */
export const LINK_LIFE_MS = 7 * 24 * 60 * 60 * 1000;

/** A mail that got lost can be asked for again, and nobody's mailbox is filled with ours. */
export const MAX_MAILS_PER_HOUR = 3;
const HOUR_MS = 60 * 60 * 1000;

/** Every mail that comes in reads them with its tenant: 200 are some 40 KB. */
export const MAX_SENDER_ADDRESSES = 200;

export interface VerificationMail {
  /** Of the request: a repeat is the same mail. */
  readonly id: string;
  readonly at: string;
}

export type MailRate =
  | { readonly kind: 'counted' }
  | { readonly kind: 'count'; readonly mails: readonly VerificationMail[] }
  | { readonly kind: 'over'; readonly again: string };

/** May this mail go, after those? */
export const judgeMailRate = (before: readonly VerificationMail[], mail: VerificationMail): MailRate => {
  if (before.some(({ id }) => id === mail.id)) return { kind: 'counted' };
  const since = Date.parse(mail.at) - HOUR_MS;
  const recent = before.filter(({ at }) => Date.parse(at) > since);
  const [first] = recent;
  if (first !== undefined && recent.length >= MAX_MAILS_PER_HOUR)
    return { kind: 'over', again: new Date(Date.parse(first.at) + HOUR_MS).toISOString() };
  return { kind: 'count', mails: [...recent, mail] };
};

/** What is known of a tenant's addresses. */
export interface KnownSenders {
  /** `unverified`: the address was typed by an administrator. Users made with their tenant count as verified (Decisions 104). */
  readonly users: readonly { readonly email: string; readonly unverified?: true }[];
  readonly senderAddresses?: readonly SenderAddress[];
  readonly outgoingServer?: OutgoingServer;
}

/** What its own server has shown to send as needs no other proof: the test mail came from it (FEATURES 86). */
export const isVerifiedSender = (known: KnownSenders, address: string): boolean => {
  const { users, senderAddresses = [], outgoingServer } = known;
  const wanted = normaliseAddress(address);
  const verified = [
    ...users.filter(({ unverified }) => unverified !== true).map(({ email }) => email),
    ...senderAddresses.filter(({ verifiedAt }) => verifiedAt !== undefined).map((sender) => sender.address),
    outgoingServer === undefined ? undefined : forcedFrom(outgoingServer),
  ];
  return verified.some((one) => one !== undefined && normaliseAddress(one) === wanted);
};

/** `handle@` and `handle+anything@` an inbound domain: what the tenant's Mailroom reads is the tenant's. */
export const isOwnMailroom = (handle: string, inboundDomains: readonly string[], address: string): boolean => {
  const even = normaliseAddress(address);
  const at = even.lastIndexOf('@');
  return inboundDomains.includes(even.slice(at + 1)) && even.slice(0, at).split('+', 1)[0] === handle;
};

/** Answers may go there. Mail never comes from a Mailroom address. */
export const mayBeAnswered = (
  known: KnownSenders & { readonly inboundHandle: string },
  inboundDomains: readonly string[],
  address: string,
): boolean => isVerifiedSender(known, address) || isOwnMailroom(known.inboundHandle, inboundDomains, address);

/** Where the verification mail of an address is asked for. */
export const verifyPathOf = (address: string): string => `/v1/sender-addresses/${encodeURIComponent(address)}/verify`;
