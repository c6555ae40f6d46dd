/** E-mail addresses as people write them (RFC 5322 mailbox) and as they are compared. */

export interface MailAddress {
  /** As it was typed, trimmed: `Ada@Example.com`. */
  readonly address: string;
  /** Display name; empty when there is none. */
  readonly name: string;
}

/**
 * The form in which addresses are compared and stored beside the typed one (FEATURES 43). RFC 5321 section 2.4 lets a receiver tell `Ada` from
 * `ada`, but no mail provider does: a customer would be two people.
 */
export const normaliseAddress = (address: string): string => address.normalize('NFC').trim().toLowerCase();

export const domainOf = (address: string): string =>
  normaliseAddress(address).slice(address.trim().lastIndexOf('@') + 1);

export const localPartOf = (address: string): string => {
  const at = normaliseAddress(address).lastIndexOf('@');
  return normaliseAddress(address).slice(0, at < 0 ? undefined : at);
};

/** Can it be written to at all? `MAILER-DAEMON` without a domain or an empty string cannot. */
export const isDeliverable = (address: string): boolean => /^[^@\s]+@[^@\s]+$/u.test(address.trim());
