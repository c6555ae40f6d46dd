/**
 * May mail from this address leave through the platform? (FEATURES 104, Decisions 104.) The one place that says so: what a person writes, workflows and campaigns ask
 * here. Not asked for mail through a tenant's own servers, whose business it is, and for Postroom's own mail, which comes from its own domain.
 */
import { domainOf } from '../address/address.ts';
import { isFreemail } from './freemail.ts';
import type { SenderDomain } from './sender-domain.ts';

export interface KnownDomains {
  readonly domains?: readonly Pick<SenderDomain, 'domain' | 'authenticated' | 'coversSubdomains'>[];
  /** Those made with their tenant vouch for their domain (Decisions 104); an address that an administrator typed in later does not. */
  readonly users: readonly { readonly email: string; readonly unverified?: true }[];
}

export type SenderJudgement =
  | { readonly kind: 'authenticated' }
  /** `remedy`: one sentence for who sends. */
  | { readonly kind: 'freemail' | 'unauthenticated'; readonly domain: string; readonly remedy: string };

/**
 * A domain covers its subdomains, as its identity at SES does. Users vouch for exactly theirs: whoever runs `ada@mail.example` need not run all of it.
 * An address of which the owner clicked a link is theirs and still not authenticated: receivers look at the domain.
 */
export const judgeSender = (known: KnownDomains, address: string): SenderJudgement => {
  const domain = domainOf(address);
  if (isFreemail(domain)) {
    const remedy = `${domain} belongs to a mail provider and can never be authenticated here; send through your account there (PUT /v1/settings/outgoing-server), or from a domain of your own`;
    return { kind: 'freemail', domain, remedy };
  }
  const isSetUp = (known.domains ?? []).some(
    (own) =>
      own.authenticated && (own.domain === domain || (own.coversSubdomains && domain.endsWith(`.${own.domain}`))),
  );
  const isVouchedFor = known.users.some(({ email, unverified }) => unverified !== true && domainOf(email) === domain);
  if (isSetUp || isVouchedFor) return { kind: 'authenticated' };
  const isListed = (known.domains ?? []).some((own) => own.domain === domain);
  const remedy = isListed
    ? `the domain ${domain} is not authenticated; GET /v1/domains/${domain} shows which records are missing, POST /v1/domains/${domain}/check looks again`
    : `the domain ${domain} is not authenticated; an administrator sets it up by POST /v1/domains, which answers the DNS records to paste`;
  return { kind: 'unauthenticated', domain, remedy };
};
