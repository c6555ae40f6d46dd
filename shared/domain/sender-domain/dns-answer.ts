/** What the DNS says of one name. Used by the port (shared/ports/dns.ts) and by whoever judges its answers. */

export type DnsType = 'TXT' | 'CNAME' | 'MX';

export type DnsAnswer =
  /** TXT: its strings joined. CNAME: the host. MX: `10 host`. Hosts in lower case without the last dot. */
  | { readonly kind: 'found'; readonly values: readonly string[] }
  | { readonly kind: 'none' }
  /** Nobody answered; not to be read as "there is none". */
  | { readonly kind: 'unknown' };
