/** Puts a domain on the list, checks it and takes it off (FEATURES 103-107). Each may be cut off and repeated. For functions/http-settings. */
import { isFreemail } from '../../domain/sender-domain/freemail.ts';
import { MAX_SENDER_DOMAINS, nextCheckMs, type SenderDomain } from '../../domain/sender-domain/sender-domain.ts';
import type { OrganisationOf } from '../../ports/dns.ts';
import type { SendingIdentities } from '../../ports/sender-domains.ts';
import type { DueEntries } from '../../ports/sending.ts';
import type { TenantDirectory } from '../../ports/tenants.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';
import type { CheckDeps, CheckDomain } from './check-domain.ts';

export type AddDomainOutcome =
  | { readonly kind: 'added'; readonly domain: SenderDomain }
  | { readonly kind: 'no-tenant' | 'other-body' | 'too-many' }
  | { readonly kind: 'wrong'; readonly message: string };

export const makeChangeDomains = (
  deps: Pick<CheckDeps, 'clock' | 'domains'> & {
    readonly begin: BeginRequest;
    readonly tenants: Pick<TenantDirectory, 'profile'>;
    readonly identities: SendingIdentities;
    readonly organisationOf: OrganisationOf;
    readonly due: Pick<DueEntries, 'put'>;
    readonly checkDomain: CheckDomain;
    /** The platform's own: no tenant may touch their identities. */
    readonly inboundDomains: readonly string[];
  },
) => {
  const whyNot = async (domain: string): Promise<string | undefined> => {
    if (isFreemail(domain))
      return 'belongs to a mail provider and can never be authenticated here; send through your account there (PUT /v1/settings/outgoing-server), or from a domain of your own';
    const isPlatforms = deps.inboundDomains.some(
      (own) => own === domain || own.endsWith(`.${domain}`) || domain.endsWith(`.${own}`),
    );
    if (isPlatforms) return 'belongs to this platform';
    if ((await deps.organisationOf(domain)) === undefined)
      return 'must be a domain of your own such as example.com, not one under which others register theirs';
    return undefined;
  };

  /** Made again at SES where it is gone: another tenant that had asked for the same domain may have taken it off. */
  const checked = async (tenant: string, domain: string): Promise<SenderDomain | undefined> =>
    deps.checkDomain(tenant, domain, await deps.identities.ensure(domain));

  return {
    add: async (request: PostRequest, name: string): Promise<AddDomainOutcome> => {
      const { tenant, user } = request;
      const profile = await deps.tenants.profile(tenant);
      if (profile === undefined) return { kind: 'no-tenant' };
      const begun = await deps.begin(request);
      if (begun.kind === 'other-body') return begun;
      const message = await whyNot(name);
      if (message !== undefined) return { kind: 'wrong', message };
      const known = profile.domains ?? [];
      const there = known.find(({ domain }) => domain === name);
      if (there === undefined && known.length >= MAX_SENDER_DOMAINS) return { kind: 'too-many' };
      const requestedAt = new Date(begun.atMs).toISOString();
      const wanted: SenderDomain = {
        ...{ domain: name, generation: begun.id, requestedAt, requestedBy: user, authenticated: false },
        ...{ coversSubdomains: true, score: 0, changes: 0, told: 0, watch: 1, revision: 1 },
      };
      if (there === undefined) {
        // Before the domain: looked after from its first moment on, and an entry without a domain goes by itself.
        const at = new Date(nextCheckMs(wanted, deps.clock.nowMs())).toISOString();
        await deps.due.put({ at, revision: 1, tenant, mailId: wanted.generation, domain: name });
        await deps.domains.add(tenant, wanted);
      }
      const domain = await checked(tenant, name);
      return domain === undefined ? { kind: 'added', domain: wanted } : { kind: 'added', domain };
    },

    check: async (tenant: string, name: string): Promise<SenderDomain | undefined> => {
      if ((await deps.domains.get(tenant, name)) === undefined) return undefined;
      return checked(tenant, name);
    },

    /** The item goes last, so that a try that was cut off can be repeated. Its due entry finds nothing and goes by itself. */
    remove: async (tenant: string, name: string): Promise<'removed' | 'absent'> => {
      if ((await deps.domains.get(tenant, name)) === undefined) return 'absent';
      const holder = await deps.domains.holder(name);
      const identity = await deps.identities.find(name);
      // Another tenant's mail goes by it, or whoever runs this Postroom made it: it stays.
      if (identity?.isOurs === true && (holder === undefined || holder === tenant)) await deps.identities.remove(name);
      await deps.domains.release(tenant, name);
      await deps.domains.removeReport(tenant, name);
      return deps.domains.remove(tenant, name);
    },
  };
};
