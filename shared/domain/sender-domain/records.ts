/** The DNS records a tenant pastes for one domain, each with what it is good for (FEATURES 103, 107). judge-domain.ts compares them with what is there. */
import { LEAST_DMARC } from './dmarc.ts';
import { mailFromOf } from './sender-domain.ts';
import { AMAZON_SPF } from './spf.ts';

export const PURPOSES = [
  'ownership',
  'dkim',
  'dmarc',
  'mail-from',
  'mail-from-spf',
  'spf',
  'inbound',
  'tracking',
] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface WantedRecord {
  readonly purpose: Purpose;
  readonly type: 'TXT' | 'CNAME' | 'MX';
  readonly name: string;
  readonly value: string;
}

/** Without these the domain is not authenticated; the others make mail arrive better. */
export const REQUIRED: readonly Purpose[] = ['ownership', 'dkim', 'dmarc'];

/** Of 100; a purpose of several records gives its share for each. Signature and policy are what Gmail, Yahoo and Outlook.com refuse mail for (FEATURES 105, 106). */
export const WEIGHTS: Readonly<Record<Purpose, number>> = {
  ownership: 10,
  dkim: 35,
  dmarc: 25,
  'mail-from': 10,
  'mail-from-spf': 10,
  spf: 5,
  inbound: 5,
  tracking: 0,
};

export const WHY: Readonly<Record<Purpose, string>> = {
  ownership: 'Shows that the domain is yours; nobody else gets this value. Needed to send.',
  dkim: 'Signs your mail as coming from your domain. Needed to send.',
  dmarc:
    'Tells receivers what to do with mail that only pretends to be yours; Gmail, Yahoo and Outlook.com want one. A stricter policy that you have is right: keep it. Needed to send.',
  'mail-from': 'Bounces come back by a name of your domain, so that SPF counts for it.',
  'mail-from-spf': 'Says that this name may be used by the platform.',
  spf: 'Advice: one SPF record of the domain itself says who may send as it. One that you have is right as it is: mail through the platform is covered by the bounce domain.',
  inbound:
    'Optional: answers to your mail need a server that takes them. Keep the MX records you have; this value is only for a domain whose mail the operator of this platform has agreed to receive.',
  tracking: 'Your tracking host leads here, so that links carry your domain.',
};

export interface DomainFacts {
  readonly domain: string;
  readonly region: string;
  /** What this tenant and nobody else is to put there: SES's own records are the same for everyone who asks for the domain. */
  readonly proof: string;
  readonly dkim: { readonly tokens: readonly string[]; readonly zone: string };
  /** The tenant's tracking host below this domain, and where it has to lead. */
  readonly tracking?: { readonly host: string; readonly target: string };
}

/** The three DKIM names and MAIL FROM: SES guide, "Easy DKIM" and "Using a custom MAIL FROM domain". */
export const wantedRecords = ({ domain, region, proof, dkim, tracking }: DomainFacts): readonly WantedRecord[] => [
  { purpose: 'ownership', type: 'TXT', name: `_postroom.${domain}`, value: `postroom-domain=${proof}` },
  ...dkim.tokens.map((token): WantedRecord => {
    const name = `${token}._domainkey.${domain}`;
    return { purpose: 'dkim', type: 'CNAME', name, value: `${token}.${dkim.zone}` };
  }),
  { purpose: 'dmarc', type: 'TXT', name: `_dmarc.${domain}`, value: LEAST_DMARC },
  { purpose: 'mail-from', type: 'MX', name: mailFromOf(domain), value: `10 feedback-smtp.${region}.amazonses.com` },
  { purpose: 'mail-from-spf', type: 'TXT', name: mailFromOf(domain), value: AMAZON_SPF },
  { purpose: 'spf', type: 'TXT', name: domain, value: AMAZON_SPF },
  { purpose: 'inbound', type: 'MX', name: domain, value: `10 inbound-smtp.${region}.amazonaws.com` },
  ...(tracking === undefined
    ? []
    : [{ purpose: 'tracking', type: 'CNAME', name: tracking.host, value: tracking.target } as const]),
];
