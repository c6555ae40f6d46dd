/** Where tenants' domains are kept, and SES's part of them. All throw Failure('unavailable') when they cannot be reached. */
import type { DomainReport } from '../domain/sender-domain/judge-domain.ts';
import type { SenderDomain } from '../domain/sender-domain/sender-domain.ts';
import type { Page } from './record-store.ts';

export interface SenderDomainStore {
  get(tenant: string, domain: string): Promise<SenderDomain | undefined>;
  list(tenant: string, page: { limit: number; cursor?: string }): Promise<Page<SenderDomain>>;
  /** Written if absent; answers what is stored afterwards. */
  add(tenant: string, domain: SenderDomain): Promise<SenderDomain>;
  /** Writes over `domain.revision`; undefined: somebody changed or removed it in between. */
  replace(tenant: string, domain: SenderDomain, changes: Partial<SenderDomain>): Promise<SenderDomain | undefined>;
  remove(tenant: string, domain: string): Promise<'removed' | 'absent'>;
  report(tenant: string, domain: string): Promise<DomainReport | undefined>;
  putReport(tenant: string, domain: string, report: DomainReport): Promise<void>;
  removeReport(tenant: string, domain: string): Promise<void>;
  /** The first tenant to show that a domain is theirs holds it; answers who holds it afterwards. */
  claim(tenant: string, domain: string): Promise<string>;
  holder(domain: string): Promise<string | undefined>;
  /** Nothing happens when another tenant holds it. */
  release(tenant: string, domain: string): Promise<void>;
}

/** A domain at SES, which has one for all tenants of this Postroom. */
export interface SendingIdentity {
  readonly region: string;
  readonly dkim: { readonly tokens: readonly string[]; readonly zone: string };
  readonly isSigned: boolean;
  /** Made here, and not by whoever runs this Postroom. */
  readonly isOurs: boolean;
}

export interface SendingIdentities {
  /** Made, with its MAIL FROM domain, when it is not there. */
  ensure(domain: string): Promise<SendingIdentity>;
  /** Undefined: SES does not know it. */
  find(domain: string): Promise<SendingIdentity | undefined>;
  remove(domain: string): Promise<void>;
}

/** Mail of a domain and its subdomains in one UTC day. An estimate: every 32nd mail is counted, 32 times (count-domain-mail.ts). */
export interface DomainMailCounter {
  /** A repeat counts once; answers the number afterwards, and whether the CRM was told of this day. */
  add(
    tenant: string,
    organisation: string,
    day: string,
    mailId: string,
    count: number,
  ): Promise<{ readonly count: number; readonly told: boolean } | undefined>;
  noteTold(tenant: string, organisation: string, day: string): Promise<void>;
  read(tenant: string, organisation: string, day: string): Promise<number>;
}
