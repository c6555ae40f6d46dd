/**
 * Domains as identities of the embedded SES, with Easy DKIM. A domain is verified as long as the zone has its three DKIM records, and only then; the real one looks now and
 * then and takes up to 72 hours. https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
 */
import { createHash } from 'node:crypto';
import { REGION } from '#local/kernel/aws.ts';
import type { State } from '#local/kernel/state.ts';
import type { Zone } from '../dns/zone.ts';

export interface IdentityTag {
  readonly Key: string;
  readonly Value: string;
}

export interface MailFrom {
  readonly MailFromDomain: string;
  readonly BehaviorOnMxFailure: string;
}

export interface EmailIdentities {
  /** False: it is there. */
  create(domain: string, tags: readonly IdentityTag[]): boolean;
  /** What GetEmailIdentity answers; undefined: there is none. */
  get(domain: string): Readonly<Record<string, unknown>> | undefined;
  setMailFrom(domain: string, mailFrom: MailFrom): boolean;
  remove(domain: string): boolean;
  isVerified(identity: string): boolean;
}

const ZONE = 'dkim.amazonses.com';

/** The same every time: who removes a domain and makes it again need not paste again. */
const tokensOf = (domain: string): readonly string[] =>
  [1, 2, 3].map((n) => createHash('sha256').update(`${n} ${domain}`).digest('hex').slice(0, 32));

/** @param isGiven identities that stand here without records: those of the tenants' users (local/verified.ts) */
export const makeEmailIdentities = (options: {
  readonly state: State;
  readonly zone: Zone;
  readonly isGiven: (identity: string) => boolean;
}): EmailIdentities => {
  const { state, zone, isGiven } = options;
  state.exec(`CREATE TABLE IF NOT EXISTS ses_identities
    (domain TEXT PRIMARY KEY, tags TEXT NOT NULL, mail_from TEXT) STRICT`);
  const insert = state.prepare('INSERT INTO ses_identities (domain, tags) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const find = state.prepare('SELECT tags, mail_from FROM ses_identities WHERE domain = ?');
  const update = state.prepare('UPDATE ses_identities SET mail_from = ? WHERE domain = ?');
  const drop = state.prepare('DELETE FROM ses_identities WHERE domain = ?');

  const isSigned = (domain: string): boolean =>
    tokensOf(domain).every((token) =>
      zone.find(`${token}._domainkey.${domain}`, 'CNAME')?.includes(`${token}.${ZONE}`),
    );
  const mailFromOf = (stored: unknown) => {
    if (typeof stored !== 'string') return { BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' };
    const read: MailFrom = JSON.parse(stored);
    const hasMx = zone.find(read.MailFromDomain, 'MX')?.includes(`10 feedback-smtp.${REGION}.amazonses.com`);
    return { ...read, MailFromDomainStatus: hasMx === true ? 'SUCCESS' : 'PENDING' };
  };
  const described = (isVerified: boolean, domain: string) => ({
    FeedbackForwardingStatus: true,
    IdentityType: 'DOMAIN',
    VerificationStatus: isVerified ? 'SUCCESS' : 'PENDING',
    VerifiedForSendingStatus: isVerified,
    DkimAttributes: {
      SigningAttributesOrigin: 'AWS_SES',
      SigningEnabled: true,
      SigningHostedZone: ZONE,
      Status: isVerified ? 'SUCCESS' : 'PENDING',
      Tokens: tokensOf(domain),
    },
  });

  return {
    create: (domain, tags) => !isGiven(domain) && Number(insert.run(domain, JSON.stringify(tags)).changes) > 0,
    get: (domain) => {
      const row = find.get(domain);
      if (row !== undefined) {
        const Tags: unknown = JSON.parse(String(row['tags']));
        return { ...described(isSigned(domain), domain), MailFromAttributes: mailFromOf(row['mail_from']), Tags };
      }
      return isGiven(domain)
        ? { ...described(true, domain), MailFromAttributes: mailFromOf(undefined), Tags: [] }
        : undefined;
    },
    setMailFrom: (domain, mailFrom) => Number(update.run(JSON.stringify(mailFrom), domain).changes) > 0,
    remove: (domain) => Number(drop.run(domain).changes) > 0,
    isVerified: (identity) => isGiven(identity) || (find.get(identity) !== undefined && isSigned(identity)),
  };
};
