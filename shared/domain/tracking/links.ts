/** Which links of a mail are followed (FEATURES 202, 203), and the addresses that take their place. */

/** Longer ones hold a state of their own and break when anything is between; browsers and servers take some 2,000 characters. */
export const MAX_LINK_LENGTH = 2048;
/** Of one mail; what comes after is left as it is. With their length: one item of the table, 400 KB (DynamoDB quotas). */
export const MAX_LINKS = 300;
export const MAX_LINKS_BYTES = 300_000;

/** On Postroom's host or the tenant's own. */
export const PIXEL_PATH = '/t/o/';
export const LINK_PATH = '/t/c/';
/** A mail as a page: looking at one's mail again is no visit of what it links to. */
export const VIEW_PATH = '/view/';

const isBelow = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

/**
 * Where the link leads, as it goes into a Location header (ASCII, no line ends); undefined: it is left alone. That is everything but http and https (mailto:, tel:,
 * news:, cid:, `#part` and relative ones), what is on a listed domain, and what is tracked already: an answer quotes the mail before.
 */
export const trackableUrl = (
  href: string,
  { exceptDomains, ownHosts }: { readonly exceptDomains: readonly string[]; readonly ownHosts: readonly string[] },
): string | undefined => {
  const written = href.trim();
  if (!/^https?:\/\//i.test(written) || !URL.canParse(written)) return undefined;
  const url = new URL(written);
  // The trailing dot of a full name (RFC 1034 section 3.1) makes it no other domain.
  const host = url.hostname.replace(/\.$/, '');
  if (url.href.length > MAX_LINK_LENGTH || exceptDomains.some((domain) => isBelow(host, domain))) return undefined;
  const isOurs =
    ownHosts.includes(url.host) && [LINK_PATH, PIXEL_PATH, VIEW_PATH].some((path) => url.pathname.startsWith(path));
  return isOurs ? undefined : url.href;
};
