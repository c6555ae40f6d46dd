/** A domain that a tenant sends from (FEATURES 103-107). It stands in the tenant's profile, so every request that sends knows it. */

export interface SenderDomain {
  /** ASCII, lower case. */
  readonly domain: string;
  /** Of the request that put it on the list. Removed and put there again it has another, and is looked after anew. */
  readonly generation: string;
  readonly requestedAt: string;
  /** Id of a user. */
  readonly requestedBy: string;
  /** By the last check that could tell. */
  readonly authenticated: boolean;
  /** A DMARC policy with `adkim=s` wants the signature of the very domain: of mail from a subdomain SES's would not count (RFC 7489 section 3.1.1). */
  readonly coversSubdomains: boolean;
  /** 0 to 100. */
  readonly score: number;
  readonly checkedAt?: string;
  /** How often it became or stopped being authenticated, and how many of these the CRM was told. */
  readonly changes: number;
  readonly told: number;
  /** Revision of the one due entry that counts. */
  readonly watch: number;
  /** Counts changes; a change names the revision it saw. */
  readonly revision: number;
}

/** Every mail that comes in reads them with its tenant: 50 are some 15 KB. */
export const MAX_SENDER_DOMAINS = 50;

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** SES itself looks for the records of a new domain for 72 hours (SES guide, "Creating and verifying identities"); so long somebody is likely at it. */
const SETUP_MS = 72 * HOUR_MS;

export const nextCheckMs = (domain: Pick<SenderDomain, 'authenticated' | 'requestedAt'>, nowMs: number): number =>
  nowMs + (!domain.authenticated && nowMs - Date.parse(domain.requestedAt) < SETUP_MS ? HOUR_MS : DAY_MS);

/** Where SES takes bounces, so that SPF is of the tenant's own domain (FEATURES 107). */
export const mailFromOf = (domain: string): string => `bounce.${domain}`;
