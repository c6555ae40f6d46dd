/** Accounts at providers of mail (FEATURES 91, 101): Mailgun by its HTTP API, and SES of an AWS account of the customer's own. */

/** Where a domain of Mailgun lives decides which of its two hosts knows it (Mailgun, "Mailgun Regions"). */
export const MAILGUN_REGIONS = ['us', 'eu'] as const;
export type MailgunRegion = (typeof MAILGUN_REGIONS)[number];

export interface MailgunProvider {
  readonly provider: 'mailgun';
  /** In lower case. */
  readonly domain: string;
  readonly region: MailgunRegion;
}

/**
 * Always by a role of the customer's account: SES of this Postroom's own account in another region would send from whatever anybody has verified
 * there, at the operator's expense, and count in no quota (Decisions 116).
 */
export interface SesProvider {
  readonly provider: 'ses';
  /** In lower case. */
  readonly domain: string;
  readonly region: string;
  readonly roleArn: string;
}

/** Part of a host name, so nothing else may be in it: `eu-west-1`, `us-gov-east-1`. */
const REGION = /^[a-z]{2}(-[a-z]{2,12}){1,2}-\d$/;
export const isRegion = (text: string): boolean => REGION.test(text);

/** The functions may assume roles of this name alone (cdk/grants.ts): a customer who trusts this Postroom with one role trusts it with no other. */
const ROLE_ARN = /^arn:aws:iam::(\d{12}):role\/PostroomSender[\w+=,.@-]{0,50}$/;
export const isSenderRole = (arn: string): boolean => ROLE_ARN.test(arn);
export const accountOfRole = (arn: string): string | undefined => ROLE_ARN.exec(arn)?.[1];

/**
 * What the role's trust policy must ask for. Chosen here and not by the tenant: else one tenant could name another's role and have this Postroom, which that
 * role trusts, send for it (IAM User Guide, "The confused deputy problem"). It is no secret.
 */
export const externalIdOf = (tenant: string): string => `postroom-${tenant}`;

/** SES writes `<id@this>` over the Message-ID of what it sends (SES guide, "Message-ID header"). */
export const messageIdDomainOf = (region: string): string =>
  region === 'us-east-1' ? 'email.amazonses.com' : `${region}.amazonses.com`;

/** Providers sign for a domain; mail from another would leave unsigned, or not at all. */
export const isAtDomain = (email: string, domain: string): boolean =>
  email.slice(email.lastIndexOf('@') + 1).toLowerCase() === domain.toLowerCase();
