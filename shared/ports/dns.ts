/** What the world sees of a domain. Never throws: a name server that does not answer is `unknown`. */
import type { DnsAnswer, DnsType } from '../domain/sender-domain/dns-answer.ts';

export interface Dns {
  look(name: string, type: DnsType): Promise<DnsAnswer>;
}

/** `mail.example.co.uk` -> `example.co.uk` (Public Suffix List); undefined: it is a public suffix itself, or no domain. */
export type OrganisationOf = (domain: string) => Promise<string | undefined>;
