/** E-mail addresses as people write them (RFC 5322 mailbox) and as they are compared. */

export interface MailAddress {
  /** As it was typed, trimmed: `Ada@Example.com`. */
  readonly address: string;
  /** Display name; empty when there is none. */
  readonly name: string;
}

/** Letters, digits, marks, dots and hyphens: what a host name is made of before it is put into ASCII. */
const HOST_NAME = /^[\p{L}\p{M}\p{N}.-]+$/u;

/**
 * `müller.example` and `xn--mller-kva.example` are one domain (RFC 5890), and mail programs write either. Only what looks like a host name is
 * converted: the URL parser would read `in.postroom.test/x.evil` as ours.
 */
const normaliseDomain = (domain: string): string => {
  const url = `http://${domain}`;
  const isForeign = /[^\p{ASCII}]/u.test(domain) && HOST_NAME.test(domain);
  return isForeign && URL.canParse(url) ? new URL(url).hostname : domain;
};

/**
 * The form in which addresses are compared and stored beside the typed one (FEATURES 43). RFC 5321 section 2.4 lets a receiver tell `Ada` from
 * `ada`, but no mail provider does: a customer would be two people.
 */
export const normaliseAddress = (address: string): string => {
  const even = address.normalize('NFC').trim().toLowerCase();
  const at = even.lastIndexOf('@');
  return at < 0 ? even : `${even.slice(0, at + 1)}${normaliseDomain(even.slice(at + 1))}`;
};

/** RFC 1035 section 2.3.1 and 2.3.4; no top-level domain is a number (RFC 3696 section 2), so an IP address is none. */
const HOST_LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const ASCII_HOST_NAME = new RegExp(`^(?:${HOST_LABEL}\\.)*(?![0-9]+$)${HOST_LABEL}$`);

/** RFC 5321 section 4.5.3.1.3: a path is at most 256 octets with its brackets. */
const MAX_ASCII_ADDRESS_LENGTH = 254;

/** The address with its domain in ASCII, as SES wants it; undefined: the domain is no host name, or the local part is not ASCII (no SMTPUTF8). */
export const asciiAddress = (address: string): string | undefined => {
  const at = address.lastIndexOf('@');
  const domain = normaliseDomain(
    address
      .slice(at + 1)
      .normalize('NFC')
      .toLowerCase(),
  );
  const ascii = `${address.slice(0, at + 1)}${domain}`;
  const isSendable = /^[\x21-\x7e]+@/.test(ascii) && ASCII_HOST_NAME.test(domain);
  return isSendable && ascii.length <= MAX_ASCII_ADDRESS_LENGTH ? ascii : undefined;
};

/** Empty when there is no `@`. */
export const domainOf = (address: string): string => {
  const even = normaliseAddress(address);
  const at = even.lastIndexOf('@');
  return at < 0 ? '' : even.slice(at + 1);
};

/** The whole when there is no `@`. */
export const localPartOf = (address: string): string => {
  const even = normaliseAddress(address);
  const at = even.lastIndexOf('@');
  return at < 0 ? even : even.slice(0, at);
};

/**
 * Can it be written to at all? `MAILER-DAEMON` without a domain or an empty string cannot; a quoted local part may hold blanks and `@`
 * (RFC 5321 section 4.1.2).
 */
export const isDeliverable = (address: string): boolean =>
  /^(?:"(?:[^"\\]|\\.)+"|[^@\s]+)@[^@\s]+$/u.test(address.trim());
