/** Asks the DNS for all that a domain needs, at once, and judges it. Changes nothing. For check-domain.ts and add-domain.ts. */
import type { DnsAnswer, DnsType } from '../../domain/sender-domain/dns-answer.ts';
import { type DomainJudgement, judgeDomain } from '../../domain/sender-domain/judge-domain.ts';
import { type DomainFacts, wantedRecords } from '../../domain/sender-domain/records.ts';
import { MAX_SPF_LOOKUPS, readSpf, spfAmong } from '../../domain/sender-domain/spf.ts';
import type { Ids } from '../../ports/clock.ts';
import type { Dns, OrganisationOf } from '../../ports/dns.ts';
import type { SendingIdentity } from '../../ports/sender-domains.ts';
import type { TrackingSettingsStore } from '../../ports/tracking.ts';

export interface LookDeps {
  readonly ids: Pick<Ids, 'digest'>;
  readonly dns: Dns;
  readonly organisationOf: OrganisationOf;
  readonly tracking: Pick<TrackingSettingsStore, 'get'>;
  /** Where tracked links lead. */
  readonly publicUrl: string;
}

/** 128 bits: nobody else is told the same. */
const PROOF_LENGTH = 32;

/** Counts the questions of a record and all it refers to; ends at the first that is too many, so a ring of includes ends too. */
export const countSpfLookups = async (dns: Dns, texts: readonly string[]): Promise<number> => {
  let lookups = 0;
  const open: (readonly string[])[] = [texts];
  for (let next = open.pop(); next !== undefined && lookups <= MAX_SPF_LOOKUPS; next = open.pop()) {
    const [record] = spfAmong(next);
    if (record === undefined) continue;
    const read = readSpf(record);
    lookups += read.lookups;
    if (lookups > MAX_SPF_LOOKUPS) break;
    const answers = await Promise.all(read.refersTo.map((name) => dns.look(name, 'TXT')));
    for (const answer of answers) if (answer.kind === 'found') open.push(answer.values);
  }
  return lookups;
};

export const makeLookDomain = ({ ids, dns, organisationOf, tracking, publicUrl }: LookDeps) => {
  const factsOf = async (tenant: string, domain: string, identity: SendingIdentity): Promise<DomainFacts> => {
    const { host } = await tracking.get(tenant);
    const isBelow = host !== null && (host === domain || host.endsWith(`.${domain}`));
    return {
      domain,
      region: identity.region,
      dkim: identity.dkim,
      proof: ids.digest('sender-domain', tenant, domain).slice(0, PROOF_LENGTH),
      ...(isBelow ? { tracking: { host, target: new URL(publicUrl).hostname } } : {}),
    };
  };

  return async (tenant: string, domain: string, identity: SendingIdentity): Promise<DomainJudgement> => {
    const wanted = wantedRecords(await factsOf(tenant, domain, identity));
    const key = (type: DnsType, name: string) => `${type} ${name}`;
    const questions = new Map(wanted.map(({ type, name }) => [key(type, name), { type, name }]));
    const answers = new Map<string, DnsAnswer>();
    const organisation = await organisationOf(domain);
    const [organisationDmarc] = await Promise.all([
      organisation === undefined || organisation === domain ? undefined : dns.look(`_dmarc.${organisation}`, 'TXT'),
      ...[...questions].map(async ([id, { type, name }]) => void answers.set(id, await dns.look(name, type))),
    ]);
    const answer = (type: DnsType, name: string): DnsAnswer => answers.get(key(type, name)) ?? { kind: 'unknown' };
    const texts = answer('TXT', domain);
    return judgeDomain({
      wanted,
      answer,
      spfLookups: texts.kind === 'found' ? await countSpfLookups(dns, texts.values) : 0,
      isSigned: identity.isSigned,
      ...(organisationDmarc === undefined ? {} : { organisationDmarc }),
    });
  };
};

export type LookDomain = ReturnType<typeof makeLookDomain>;
