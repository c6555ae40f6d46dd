/** The routes of the domains a tenant sends from; handler.ts has tenants and users. */
import type { BeginRequest } from '#shared/app/begin-request.ts';
import { makeChangeDomains } from '#shared/app/domains/change-domains.ts';
import type { CheckDomain } from '#shared/app/domains/check-domain.ts';
import type { domainRoutes } from '#shared/contracts/routes/domains.ts';
import { dayOf } from '#shared/domain/quota/day.ts';
import { BULK_WARNING } from '#shared/domain/sender-domain/bulk.ts';
import { MAX_SENDER_DOMAINS, type SenderDomain } from '#shared/domain/sender-domain/sender-domain.ts';
import type { Handlers } from '#shared/edge/http.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, invalidInput, notFound, reusedKey } from '#shared/edge/problem.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { OrganisationOf } from '#shared/ports/dns.ts';
import type { DomainMailCounter, SenderDomainStore, SendingIdentities } from '#shared/ports/sender-domains.ts';
import type { DueEntries } from '#shared/ports/sending.ts';
import type { TenantDirectory } from '#shared/ports/tenants.ts';

export interface DomainWiring {
  readonly clock: Clock;
  readonly begin: BeginRequest;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly inboundDomains: readonly string[];
  readonly domains: SenderDomainStore;
  readonly identities: SendingIdentities;
  readonly checkDomain: CheckDomain;
  readonly organisationOf: OrganisationOf;
  readonly domainMail: Pick<DomainMailCounter, 'read'>;
  readonly due: Pick<DueEntries, 'put'>;
}

const shown = ({ domain, authenticated, score, checkedAt, requestedAt }: SenderDomain) => ({
  ...{ domain, authenticated, score, requestedAt },
  checkedAt: checkedAt ?? null,
});

const EMPTY = { records: [], scoreOf: [], warnings: [] };

export const domainHandlers = (wiring: DomainWiring): Handlers<typeof domainRoutes> => {
  const { clock, domains, organisationOf, domainMail } = wiring;
  const change = makeChangeDomains(wiring);

  const inFull = async (tenant: string, domain: SenderDomain | undefined) => {
    if (domain === undefined) throw notFound();
    const [report, organisation] = await Promise.all([
      domains.report(tenant, domain.domain),
      organisationOf(domain.domain),
    ]);
    const about = await domainMail.read(tenant, organisation ?? domain.domain, dayOf(clock.nowMs()));
    return { ...shown(domain), ...(report ?? EMPTY), today: { about, warnAt: BULK_WARNING } };
  };

  return {
    listDomains: async ({ caller, query }) => {
      const page = await domains.list(caller.tenant, pageOf(query));
      return { status: 200, body: { ...page, items: page.items.map(shown) } };
    },
    addDomain: async (request) => {
      const { caller, body } = request;
      const outcome = await change.add({ ...request, ...caller }, body.domain);
      switch (outcome.kind) {
        case 'added':
          return { status: 201, body: await inFull(caller.tenant, outcome.domain) };
        case 'no-tenant':
          throw notFound();
        case 'other-body':
          throw reusedKey();
        case 'too-many':
          throw conflict('too-many-domains', `A tenant has at most ${MAX_SENDER_DOMAINS} domains.`);
        case 'wrong':
          throw invalidInput([{ field: 'domain', message: outcome.message }]);
      }
    },
    getDomain: async ({ caller, params }) => ({
      status: 200,
      body: await inFull(caller.tenant, await domains.get(caller.tenant, params.domain)),
    }),
    checkDomain: async ({ caller, params }) => ({
      status: 200,
      body: await inFull(caller.tenant, await change.check(caller.tenant, params.domain)),
    }),
    deleteDomain: async ({ caller, params }) => {
      if ((await change.remove(caller.tenant, params.domain)) === 'absent') throw notFound();
      return { status: 204 };
    },
  };
};
