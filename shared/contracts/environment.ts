/**
 * Environment variables by function: cdk/ fills them (its types demand exactly these names), the function parses them once per cold start
 * with shared/edge/environment.ts. A name that is not here reaches no function.
 */
import * as z from 'zod';
import { OauthPlaces } from './oauth-places.ts';

const name = z.string().min(1);

/** Folder name of the function; names log lines, metrics and control routes. */
const own = { POSTROOM_FUNCTION: name };

/** Which claims of the caller's token hold tenant, user and role: the CRM's identity provider decides, so it is configuration. */
const claims = { TENANT_CLAIM: name, USER_CLAIM: name, ROLE_CLAIM: name };

/** Comma-separated inbound domains; the first is the one shown to people. */
const inbound = {
  INBOUND_DOMAINS: name.transform((list) => list.split(',').map((domain) => domain.trim().toLowerCase())),
};

export const ReceiveMailEnvironment = z.object({
  ...own,
  ...inbound,
  CRM_TABLE: name,
  MAIL_TABLE: name,
  SENDING_TABLE: name,
  SETTINGS_TABLE: name,
  MAIL_BUCKET: name,
  EVENT_BUS: name,
  DUE_TABLE: name,
  WORKFLOW_QUEUE_URL: name,
});

export const HttpMailroomEnvironment = z.object({
  ...own,
  ...claims,
  ...inbound,
  CRM_TABLE: name,
  MAIL_TABLE: name,
  SETTINGS_TABLE: name,
  MAIL_BUCKET: name,
  RECEIVE_QUEUE_URL: name,
  DUE_TABLE: name,
});

export const HttpRecordsEnvironment = z.object({
  ...own,
  ...claims,
  CRM_TABLE: name,
  MAIL_BUCKET: name,
  EVENT_BUS: name,
});

/** Google and Microsoft as JSON (contracts/oauth-places.ts), where they are elsewhere than usual: in a national cloud, or in the embedded one. */
const oauth = {
  PUBLIC_URL: name,
  OAUTH_PLACES: name
    .transform((text): unknown => JSON.parse(text))
    .pipe(OauthPlaces)
    .optional(),
};

/**
 * Mail through customers' own servers: the key their passwords are under. `SMTP_LOOPBACK` is set by the embedded cloud alone: there a customer's server may be
 * on this very machine, in a deployed function that would be a way into it.
 */
const ownServers = {
  SECRETS_KEY_ARN: name,
  SMTP_LOOPBACK: z.literal('allowed').optional(),
  /** Mailgun's API in place of the true one: set by the embedded cloud alone too. */
  MAILGUN_URL: z.url().optional(),
  ...oauth,
};

/** Checks of tenants' domains. `DNS_SERVER` is set by the embedded cloud alone, which has a name server of its own; a deployed function asks Lambda's. */
const domains = {
  SETTINGS_TABLE: name,
  EVENT_BUS: name,
  /** Where a tracking host has to lead; without a slash at the end. */
  PUBLIC_URL: name,
  DNS_SERVER: name.optional(),
};

export const HttpSettingsEnvironment = z.object({
  ...own,
  ...claims,
  ...inbound,
  ...ownServers,
  ...domains,
  SENDING_TABLE: name,
  DUE_TABLE: name,
});

/** What follows on a mail that went: replies find its record, the CRM hears of it. */
const sentMail = {
  CRM_TABLE: name,
  MAIL_TABLE: name,
  SENDING_TABLE: name,
  DUE_TABLE: name,
  EVENT_BUS: name,
  /** SES writes the Message-ID of what it sends under this domain, which depends on the region. */
  MESSAGE_ID_DOMAIN: name,
};

export type SentMailEnvironment = { readonly [Name in keyof typeof sentMail]: string };

export const HttpEmailsEnvironment = z.object({
  ...own,
  ...claims,
  ...inbound,
  CRM_TABLE: name,
  SENDING_TABLE: name,
  DUE_TABLE: name,
  SETTINGS_TABLE: name,
  MAIL_BUCKET: name,
  ADHOC_QUEUE_URL: name,
  MESSAGE_ID_DOMAIN: name,
  EVENT_BUS: name,
  /** Where the links of verification mails lead to; without a slash at the end. */
  PUBLIC_URL: name,
});

export const SendEnvironment = z.object({
  ...own,
  ...sentMail,
  ...ownServers,
  SETTINGS_TABLE: name,
  MAIL_BUCKET: name,
  LANE: z.enum(['adhoc', 'workflow', 'campaign']),
  OWN_QUEUE_URL: name,
  CONFIGURATION_SET: name,
  /** Where the links of tracked mail lead to; without a slash at the end. */
  PUBLIC_URL: name,
});

export type SendEnvironment = z.output<typeof SendEnvironment>;

export const RunScheduleEnvironment = z.object({
  ...own,
  ...sentMail,
  ...domains,
  ADHOC_QUEUE_URL: name,
  WORKFLOW_QUEUE_URL: name,
  CAMPAIGN_QUEUE_URL: name,
  FEEDBACK_QUEUE_URL: name,
  FEEDBACK_DEAD_LETTER_QUEUE_URL: name,
  MAIL_BUCKET: name,
});

export const PublicLinksEnvironment = z.object({
  ...own,
  SENDING_TABLE: name,
  SETTINGS_TABLE: name,
  MAIL_BUCKET: name,
  /** Opens the secrets of apps at Google and Microsoft, and puts what they give under the key. */
  SECRETS_KEY_ARN: name,
  ...oauth,
  /** Comma-separated web origins of the CRM. */
  CRM_ORIGINS: name.optional().transform((list) => list?.split(',') ?? []),
});

export const RecordFeedbackEnvironment = z.object({ ...own, ...sentMail });

/** What cdk/ must give a function, by folder name. */
export interface FunctionEnvironments {
  'receive-mail': z.input<typeof ReceiveMailEnvironment>;
  'http-emails': z.input<typeof HttpEmailsEnvironment>;
  'send-adhoc-mail': z.input<typeof SendEnvironment>;
  'send-workflow-mail': z.input<typeof SendEnvironment>;
  'send-campaign-mail': z.input<typeof SendEnvironment>;
  'run-schedule': z.input<typeof RunScheduleEnvironment>;
  'record-feedback': z.input<typeof RecordFeedbackEnvironment>;
  'http-mailroom': z.input<typeof HttpMailroomEnvironment>;
  'http-records': z.input<typeof HttpRecordsEnvironment>;
  'http-settings': z.input<typeof HttpSettingsEnvironment>;
  'public-links': z.input<typeof PublicLinksEnvironment>;
}
