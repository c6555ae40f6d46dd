/**
 * Finds mail addresses in a line of prose, for the readers of this folder. Looks outward from each `@` instead of matching a pattern, so a line
 * of one letter costs nothing and a line of `@` no more than its length times the longest address.
 */

export interface AddressInText {
  /** Lower case. */
  readonly address: string;
  /** Where it begins and ends in the line, with the angle brackets or quotes round it. */
  readonly start: number;
  readonly end: number;
}

/** RFC 5321 section 4.5.3.1.3: a path is at most 256 octets with its brackets. */
const MAX_ADDRESS_LENGTH = 254;

/** Without `/`, `|` and the grave accent, which RFC 5322 allows: in reports they stand in paths and commands before an address. */
const LOCAL = /[a-z0-9!#$%&'*+=?^_{}~.-]/i;
const DOMAIN = /[a-z0-9.-]/i;

/** A top-level domain is no number (RFC 3696 section 2), so an IP address or a version is no domain. */
const TOP_LEVEL = /^(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/i;

const isDomain = (domain: string): boolean => {
  const dot = domain.lastIndexOf('.');
  return dot > 0 && TOP_LEVEL.test(domain.slice(dot + 1)) && /^[a-z0-9][a-z0-9.-]*$/i.test(domain);
};

/** `SMTP=ada@example.com` (X.400 addresses of Exchange), `to=ada@example.com` (log lines). */
const KEY = /^(?:smtp|to|rcpt|for|email|addr|address|user)=/i;

const isAddress = (local: string, domain: string): boolean =>
  local !== '' && local.length + domain.length < MAX_ADDRESS_LENGTH && isDomain(domain) && !domain.includes('..');

/** Between angle brackets anything may stand but blanks and brackets. */
const bracketed = (line: string, at: number): AddressInText | undefined => {
  const from = Math.max(0, at - MAX_ADDRESS_LENGTH);
  const open = line.slice(from, at).lastIndexOf('<');
  const end = line.slice(at, at + MAX_ADDRESS_LENGTH).indexOf('>');
  if (open < 0 || end < 0) return undefined;
  const start = from + open;
  const address = line.slice(start + 1, at + end).replace(/^(?:mailto|smtp):/i, '');
  const split = address.lastIndexOf('@');
  const isWhole = !/[\s<>,;]/.test(address) && isAddress(address.slice(0, split), address.slice(split + 1));
  return isWhole ? { address: address.toLowerCase(), start, end: at + end + 1 } : undefined;
};

const bare = (line: string, at: number): AddressInText | undefined => {
  let start = at;
  while (start > 0 && at - start < MAX_ADDRESS_LENGTH && LOCAL.test(line.charAt(start - 1))) start -= 1;
  let end = at + 1;
  while (end < line.length && end - at < MAX_ADDRESS_LENGTH && DOMAIN.test(line.charAt(end))) end += 1;
  while (end > at && /[.-]/.test(line.charAt(end - 1))) end -= 1;
  const lead = /^['*.{}=&]+/.exec(line.slice(start, at))?.[0].length ?? 0;
  start += lead;
  start += KEY.exec(line.slice(start, at))?.[0].length ?? 0;
  const local = line.slice(start, at);
  const domain = line.slice(at + 1, end);
  if (!isAddress(local, domain)) return undefined;
  const isQuoted = /["'[]/.test(line.charAt(start - 1)) && /["'\]]/.test(line.charAt(end));
  return {
    address: `${local}@${domain}`.toLowerCase(),
    start: isQuoted ? start - 1 : start,
    end: isQuoted ? end + 1 : end,
  };
};

/** In their order; at most 50 of one line. */
export const addressesIn = (line: string): readonly AddressInText[] => {
  const found: AddressInText[] = [];
  let at = line.indexOf('@');
  while (at >= 0 && found.length < 50) {
    const one = bracketed(line, at) ?? bare(line, at);
    if (one !== undefined) found.push(one);
    at = line.indexOf('@', Math.max(at + 1, one?.end ?? 0));
  }
  return found;
};
