/**
 * Looks whether a domain is set up, writes down what it found and tells the CRM when that changed (FEATURES 103, 107). For a person who presses "check" and for
 * the schedule. Killed anywhere it is repeated by the schedule: the event is sent again, with the same id, until the item says that it went.
 */
import type { DomainJudgement } from '../../domain/sender-domain/judge-domain.ts';
import type { Warning } from '../../domain/sender-domain/judge-record.ts';
import type { SenderDomain } from '../../domain/sender-domain/sender-domain.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PublishEvent } from '../../ports/events.ts';
import type { SenderDomainStore, SendingIdentity } from '../../ports/sender-domains.ts';
import type { LookDomain } from './look-domain.ts';

export interface CheckDeps {
  readonly clock: Clock;
  readonly domains: SenderDomainStore;
  readonly lookDomain: LookDomain;
  readonly publish: PublishEvent;
}

/** Another check of the same domain got in between: what it found is as new. */
const MAX_TRIES = 5;

const HELD: Warning = {
  code: 'held-by-another',
  message:
    'Another account of this platform has shown that this domain is theirs. It becomes yours a day after their _postroom record is gone and yours is there.',
};

const GONE: Warning = {
  code: 'not-at-ses',
  message: 'The domain is not set up for sending any more. POST /v1/domains/{domain}/check sets it up again.',
};

export const makeCheckDomain = ({ clock, domains, lookDomain, publish }: CheckDeps) => {
  /** First to show that it is theirs holds it: SES has one identity for all tenants, and its records would do for each of them. */
  const holds = async (tenant: string, domain: string, { verdict, ownership }: DomainJudgement): Promise<boolean> => {
    if (verdict === 'authenticated') return (await domains.claim(tenant, domain)) === tenant;
    // Only when the record is gone for certain: a name server that is silent for a day must not give a domain away.
    if (ownership === 'missing') await domains.release(tenant, domain);
    return true;
  };

  const tell = async (tenant: string, domain: SenderDomain): Promise<SenderDomain> => {
    if (domain.told >= domain.changes) return domain;
    await publish({
      id: `domain-${domain.generation}-${domain.changes}`,
      type: 'domain.status-changed',
      tenant,
      at: domain.checkedAt ?? domain.requestedAt,
      detail: { domain: domain.domain, authenticated: domain.authenticated, score: domain.score },
    });
    return (await domains.replace(tenant, domain, { told: domain.changes })) ?? domain;
  };

  /** @param identity undefined: SES does not know the domain */
  return async (
    tenant: string,
    name: string,
    identity: SendingIdentity | undefined,
  ): Promise<SenderDomain | undefined> => {
    const judged = await lookDomain(
      tenant,
      name,
      identity ?? { region: '', dkim: { tokens: [], zone: '' }, isSigned: false, isOurs: false },
    );
    const isHeld = !(await holds(tenant, name, judged));
    const warnings = [...judged.report.warnings, ...(isHeld ? [HELD] : []), ...(identity === undefined ? [GONE] : [])];
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const domain = await domains.get(tenant, name);
      if (domain === undefined) return undefined;
      const authenticated =
        judged.verdict === 'unknown' ? domain.authenticated : judged.verdict === 'authenticated' && !isHeld;
      await domains.putReport(tenant, name, { ...judged.report, warnings });
      const written = await domains.replace(tenant, domain, {
        authenticated,
        coversSubdomains: judged.coversSubdomains,
        score: judged.score,
        checkedAt: new Date(clock.nowMs()).toISOString(),
        changes: domain.changes + (authenticated === domain.authenticated ? 0 : 1),
      });
      if (written !== undefined) return tell(tenant, written);
    }
    return domains.get(tenant, name);
  };
};

export type CheckDomain = ReturnType<typeof makeCheckDomain>;
