/** HTTP bodies of the accounts that a tenant's mail may leave by. Every limit has a test at it and one past it. */
import * as z from 'zod';
import { ACCOUNT_TYPES } from '../domain/account/account.ts';
import { readServerName } from '../domain/outgoing-server/server.ts';
import { sendableAddress } from './emails.ts';
import { groupId, MAX_GROUPS } from './groups.ts';
import { accessToken, password } from './outgoing-server.ts';
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
  password: password.optional().meta({ description: 'Never shown. Unless it is typed again, the old one stays' }),
  accessToken: accessToken.optional().meta({ description: 'OAuth (XOAUTH2), in place of the password; never shown' }),
});

export const AccountBody = z
  .discriminatedUnion('kind', [Internal])
  .superRefine(({ user, password: typed, accessToken: token }, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (typed !== undefined && token !== undefined) wrong('accessToken', 'must be left out where there is a password');
    if (user === undefined && (typed !== undefined || token !== undefined))
      wrong('user', 'must be given where there is a password or an accessToken');
  })
  .meta({ id: 'AccountBody' });

export const TestAccountBody = z.strictObject({
  to: sendableAddress.meta({ description: 'Where the mail with the code goes' }),
});

export const TestedAccount = z.object({ to: z.string(), expiresAt: instant }).meta({ id: 'TestedAccount' });

export const ConfirmAccountBody = z.strictObject({ code: line(20).meta({ example: 'ABCD-EFGH' }) });

export const Account = z
  .object({
    id: accountId,
    kind: z.enum(['internal']),
    name: z.string(),
    type: z.enum(ACCOUNT_TYPES),
    host: z.string(),
    port: z.int(),
    tls: z.boolean(),
    user: z.string().nullable(),
    email: z.string(),
    fromName: z.string().nullable(),
    active: z.boolean(),
    status: z.enum(['unconfirmed', 'ready']).meta({ description: 'unconfirmed: no mail leaves by it yet' }),
    groups: z.array(z.string()).nullable(),
    confirmedAt: instant.nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Account' });
