/** HTTP bodies of the accounts that a tenant's mail may leave by. Every limit has a test at it and one past it. */
import * as z from 'zod';
import { ACCOUNT_TYPES } from '../domain/account/account.ts';
import { isAtDomain, isRegion, isSenderRole, MAILGUN_REGIONS } from '../domain/account/provider.ts';
import { readServerName, typeOfHost } from '../domain/outgoing-server/server.ts';
import { limitsTooHigh } from '../domain/quota/provider-limits.ts';
import { debugUntil } from './debug.ts';
import { sendableAddress } from './emails.ts';
import { groupId, MAX_GROUPS } from './groups.ts';
import { connectionId } from './oauth.ts';
import { accessToken, givenLimits, password, shownLimits } from './outgoing-server.ts';
import { accountId, instant, line } from './values.ts';

/** RFC 1035 section 2.3.4. */
const host = line(255)
  .refine((value) => readServerName(`tls://${value}`) !== undefined && !/:\d{1,5}$/.test(value), {
    error: 'must be the name of a mail server such as smtp.example.com, without protocol and port',
  })
  .meta({ example: 'smtp.example.com' });

const common = {
  name: line(100),
  type: z.enum(ACCOUNT_TYPES).meta({
    description:
      'What mail leaves by it: campaigns, mail from cases (customer-service), or what the CRM writes by itself (system)',
  }),
  email: sendableAddress.meta({ description: 'All its mail comes from here' }),
  fromName: line(100).optional(),
  active: z.boolean().default(true),
  limits: givenLimits.optional(),
  groups: z
    .array(groupId)
    .min(1)
    .max(MAX_GROUPS)
    .optional()
    .meta({ description: 'Whose members may name it for a mail; everybody unless said' }),
};

const Internal = z.strictObject({
  kind: z.literal('internal').meta({ description: 'A mail server of your own' }),
  ...common,
  host,
  port: z.int().min(1).max(65_535),
  tls: z.boolean().default(true).meta({ description: '465: encrypted from the first byte; other ports by STARTTLS' }),
  user: line(255).optional(),
  debugUntil,
  password: password.optional().meta({ description: 'Never shown. Unless it is typed again, the old one stays' }),
  accessToken: accessToken.optional().meta({ description: 'OAuth (XOAUTH2), in place of the password; never shown' }),
  connection: connectionId.optional(),
});

/** RFC 1035 section 2.3.4; in ASCII, as providers name domains. */
const domain = line(253)
  .regex(/^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/, {
    error: 'must be a domain such as example.com',
  })
  .meta({ description: 'The domain that the provider sends for', example: 'example.com' });

const external = {
  kind: z.literal('external').meta({ description: 'An account at a provider, which is asked whether it works' }),
  ...common,
  domain,
};

const Mailgun = z.strictObject({
  ...external,
  provider: z.literal('mailgun'),
  region: z.enum(MAILGUN_REGIONS).default('us').meta({ description: 'Where Mailgun keeps the domain' }),
  apiKey: line(255)
    .regex(/^[\x21-\x7e]+$/, { error: 'must be a key without spaces' })
    .optional()
    .meta({ description: 'Must be given at first. Never shown. Unless it is given again, the old one stays' }),
});

const OtherSes = z.strictObject({
  ...external,
  provider: z.literal('ses').meta({ description: 'Amazon SES of an AWS account of your own' }),
  region: line(30)
    .refine(isRegion, { error: 'must be an AWS region such as eu-west-1' })
    .meta({ example: 'eu-west-1' }),
  roleArn: line(120)
    .refine(isSenderRole, { error: 'must be the ARN of a role named PostroomSender...' })
    .meta({ example: 'arn:aws:iam::111122223333:role/PostroomSender', description: 'It must trust externalId' }),
});

export const AccountBody = z
  .discriminatedUnion('kind', [Internal, z.discriminatedUnion('provider', [Mailgun, OtherSes])])
  .superRefine((wanted, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (wanted.kind === 'external') {
      if (!isAtDomain(wanted.email, wanted.domain)) wrong('email', 'must be an address at the domain');
      return;
    }
    const { user, password: typed, accessToken: token, connection } = wanted;
    for (const { name, most } of limitsTooHigh({ type: typeOfHost(wanted.host), user }, wanted.limits ?? {}))
      context.addIssue({
        code: 'custom',
        path: ['limits', name],
        message: `must be at most ${most}: the provider lets this account send no more`,
      });
    if (typed !== undefined && token !== undefined) wrong('accessToken', 'must be left out where there is a password');
    if (connection !== undefined && (typed !== undefined || token !== undefined))
      wrong('connection', 'must be left out where there is a password or an accessToken');
    if (user === undefined && connection !== undefined) wrong('user', 'must be given where there is a connection');
    if (user === undefined && (typed !== undefined || token !== undefined))
      wrong('user', 'must be given where there is a password or an accessToken');
  })
  .meta({ id: 'AccountBody' });

export const TestAccountBody = z.strictObject({
  to: sendableAddress.meta({ description: 'Where the mail with the code goes' }),
});

export const TestedAccount = z.object({ to: z.string(), expiresAt: instant }).meta({ id: 'TestedAccount' });

export const ConfirmAccountBody = z.strictObject({ code: line(20).meta({ example: 'ABCD-EFGH' }) });

const shown = {
  id: accountId,
  name: z.string(),
  type: z.enum(ACCOUNT_TYPES),
  email: z.string(),
  fromName: z.string().nullable(),
  limits: shownLimits,
  active: z.boolean(),
  status: z.enum(['unconfirmed', 'ready']).meta({ description: 'unconfirmed: no mail leaves by it yet' }),
  groups: z.array(z.string()).nullable(),
  confirmedAt: instant
    .nullable()
    .meta({ description: 'When its code was typed back, or its provider said that it works' }),
  debugUntil: instant.nullable(),
  createdAt: instant,
  updatedAt: instant,
};

export const Account = z
  .discriminatedUnion('kind', [
    z.object({
      ...shown,
      kind: z.literal('internal'),
      ...{ host: z.string(), port: z.int(), tls: z.boolean(), user: z.string().nullable() },
      connection: z.string().nullable().meta({ description: 'The sign-in (/v1/oauth-connections) it is used with' }),
    }),
    z.object({
      ...shown,
      kind: z.literal('external'),
      ...{
        provider: z.enum(['mailgun', 'ses']),
        domain: z.string(),
        region: z.string(),
        roleArn: z.string().nullable(),
      },
      externalId: z.string().nullable().meta({ description: "What the role's trust policy must ask for" }),
    }),
  ])
  .meta({ id: 'Account' });

export const UsableAccount = z
  .object({
    id: accountId,
    name: z.string(),
    type: z.enum(ACCOUNT_TYPES),
    email: z.string(),
    fromName: z.string().nullable(),
  })
  .meta({ id: 'UsableAccount' });
