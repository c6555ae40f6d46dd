/** Organisations' domains by the Public Suffix List: receivers count and judge by them (RFC 7489 section 3.2). A file of its own in the asset: few requests need it. */
import type { OrganisationOf } from '../../ports/dns.ts';

export const organisationOf: OrganisationOf = async (domain) => {
  const { getDomain } = await import('tldts');
  return getDomain(domain, { allowPrivateDomains: true }) ?? undefined;
};
