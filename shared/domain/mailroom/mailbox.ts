/** A mailbox of the Mailroom: handle + suffix of an address in one of our inbound domains (FEATURES 1, 2). */
import { domainOf, localPartOf } from '../address/address.ts';

export interface Mailbox {
  readonly handle: string;
  /** What stands behind the first `+`, in lower case; empty when there is none. */
  readonly suffix: string;
}

/** Undefined when the address is not in one of `inboundDomains` (lower case). */
export const mailboxOf = (address: string, inboundDomains: readonly string[]): Mailbox | undefined => {
  if (!inboundDomains.includes(domainOf(address))) return undefined;
  const localPart = localPartOf(address);
  const plus = localPart.indexOf('+');
  return plus < 0
    ? { handle: localPart, suffix: '' }
    : { handle: localPart.slice(0, plus), suffix: localPart.slice(plus + 1) };
};

/** `handle` or `handle+suffix`: the name under which the mailbox is shown and duplicates are counted. */
export const mailboxName = (mailbox: Mailbox): string =>
  mailbox.suffix === '' ? mailbox.handle : `${mailbox.handle}+${mailbox.suffix}`;
