/** What the world sees of a domain. Never throws: a name server that does not answer is `unknown`, which must not be read as "there is none". */

export type DnsType = 'TXT' | 'CNAME' | 'MX';

export type DnsAnswer =
  /** TXT: its strings joined. CNAME: the host. MX: `10 host`. Hosts in lower case without the last dot. */
  | { readonly kind: 'found'; readonly values: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

export interface Dns {
  look(name: string, type: DnsType): Promise<DnsAnswer>;
}

/** `mail.example.co.uk` -> `example.co.uk` (Public Suffix List); undefined: it is a public suffix itself, or no domain. */
export type OrganisationOf = (domain: string) => Promise<string | undefined>;
