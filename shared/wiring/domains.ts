/** Joins what sets up and looks after tenants' domains to its adapters: for http-settings, where people do it, and run-schedule, which looks again. */
import { clock } from '../adapters/clock.ts';
import { organisationOf } from '../adapters/dns/organisation.ts';
import { makeDns } from '../adapters/dns/resolver.ts';
import { makeDomainMailCounter } from '../adapters/dynamodb/domain-mail.ts';
import { makeDueEntries } from '../adapters/dynamodb/due-entries.ts';
import { makeSenderDomains } from '../adapters/dynamodb/sender-domains.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makeTrackingSettings } from '../adapters/dynamodb/tracking-store.ts';
import { makePublishEvent } from '../adapters/eventbridge/publish-event.ts';
import { ids } from '../adapters/ids.ts';
import { makeIdentities } from '../adapters/ses/identities.ts';
import { makeCheckDomain } from '../app/domains/check-domain.ts';
import { makeLookDomain } from '../app/domains/look-domain.ts';

export const wireDomains = (environment: {
  readonly SETTINGS_TABLE: string;
  readonly SENDING_TABLE: string;
  readonly DUE_TABLE: string;
  readonly EVENT_BUS: string;
  readonly PUBLIC_URL: string;
  readonly DNS_SERVER?: string | undefined;
}) => {
  const settings = makeTable(environment.SETTINGS_TABLE);
  const domains = makeSenderDomains(settings);
  const lookDomain = makeLookDomain({
    ids,
    dns: makeDns(environment.DNS_SERVER),
    organisationOf,
    tracking: makeTrackingSettings(settings),
    publicUrl: environment.PUBLIC_URL,
  });
  return {
    domains,
    organisationOf,
    identities: makeIdentities(),
    domainMail: makeDomainMailCounter(makeTable(environment.SENDING_TABLE)),
    due: makeDueEntries(makeTable(environment.DUE_TABLE)),
    checkDomain: makeCheckDomain({ clock, domains, lookDomain, publish: makePublishEvent(environment.EVENT_BUS) }),
  };
};
