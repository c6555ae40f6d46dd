/**
 * Who the customer of a mail is (FEATURES 8, 9): From, then To, then Cc; Bcc never. The tenant's own users, its Mailroom addresses and its help
 * desk are not customers.
 */
import { isDeliverable, type MailAddress, normaliseAddress } from '../address/address.ts';
import type { Message } from '../message/message.ts';
import { mailboxOf } from './mailbox.ts';

export interface OwnAddresses {
  /** Normalised addresses of the tenant's users and help desk. */
  readonly addresses: ReadonlySet<string>;
  readonly inboundDomains: readonly string[];
}

export const isOwn = (address: string, own: OwnAddresses): boolean =>
  own.addresses.has(normaliseAddress(address)) || mailboxOf(address, own.inboundDomains) !== undefined;

/** Where the customer stands in the mail; `none` when only the tenant's own people are named. */
export type Customer =
  | { readonly kind: 'sender'; readonly address: MailAddress }
  /** Written by one of the tenant's users to the customer: the mail is the user's, the record the customer's. */
  | { readonly kind: 'recipient'; readonly address: MailAddress }
  | { readonly kind: 'none' };

export const customerOf = (message: Message, own: OwnAddresses): Customer => {
  const { from } = message;
  if (from !== undefined && !isOwn(from.address, own)) return { kind: 'sender', address: from };
  const named = [...message.to, ...message.cc].find(
    (recipient) => isDeliverable(recipient.address) && !isOwn(recipient.address, own),
  );
  return named === undefined ? { kind: 'none' } : { kind: 'recipient', address: named };
};
