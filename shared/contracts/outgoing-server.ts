/** HTTP bodies of a tenant's own outgoing server. Every limit has a test at it and one past it. */
import * as z from 'zod';
import { readServerName, SERVER_TYPES, sendsOnlyAsUser, serverOf } from '../domain/outgoing-server/server.ts';
import { limitsTooHigh } from '../domain/quota/provider-limits.ts';
import { debugUntil } from './debug.ts';
import { sendableAddress } from './emails.ts';
import { connectionId } from './oauth.ts';
import { instant, line } from './values.ts';

/** KMS encrypts up to 4,096 bytes; a character has at most three, tokens of Microsoft are the longest, about 2,500 letters. */
const MAX_TOKEN_LENGTH = 4096;
const MAX_PASSWORD_LENGTH = 1024;

/** RFC 1035 section 2.3.4 for the host, with encryption and port. */
const serverName = line(270)
  .refine((value) => readServerName(value) !== undefined, {
    error: 'must be encryption://host:port such as tls://smtp.example.com:587 or ssl://smtp.example.com:465',
  })
  .meta({
    description: 'encryption://host:port; filled in for the known providers',
    example: 'tls://smtp.example.com:587',
  });

export const password = line(MAX_PASSWORD_LENGTH);
export const accessToken = line(MAX_TOKEN_LENGTH).regex(/^[\x21-\x7e]+$/, { error: 'must be a token without spaces' });

/** More than that is no limit. */
const MAX_PER_DAY = 1_000_000;
const MAX_PER_MINUTE = 10_000;

const TYPES = ['platform', ...SERVER_TYPES] as const;

export const givenLimits = z
  .strictObject({
    perDay: z.int().min(1).max(MAX_PER_DAY).optional().meta({ description: 'Recipients in any 24 hours; more wait' }),
    perMinute: z.int().min(1).max(MAX_PER_MINUTE).optional().meta({ description: 'Mails in a minute; more wait' }),
  })
  .meta({ description: 'Lower than those of the provider, which apply without it' });

export const PutOutgoingServerBody = z
  .strictObject({
    type: z.enum(TYPES).meta({ description: 'platform alone resets to the default' }),
    server: serverName.optional(),
    requiresAuthentication: z.boolean().default(true),
    user: line(255).optional(),
    password: password.optional().meta({ description: 'At every save; never shown' }),
    accessToken: accessToken.optional().meta({ description: 'OAuth (XOAUTH2), in place of the password; never shown' }),
    connection: connectionId.optional(),
    debugUntil,
    from: sendableAddress.optional().meta({ description: 'All mail comes from it; without it, from who sends it' }),
    allowsFromOverride: z
      .boolean()
      .default(false)
      .meta({ description: 'The server lets a sender choose another From; then people may' }),
    limits: givenLimits.optional(),
  })
  .superRefine((wanted, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    const { type, user, from } = wanted;
    if (type === 'platform') {
      const given = (
        ['server', 'user', 'password', 'accessToken', 'connection', 'from', 'limits', 'debugUntil'] as const
      ).filter((name) => name in wanted);
      for (const name of given) wrong(name, 'must be left out: the platform needs no settings');
      return;
    }
    if (serverOf(type) === undefined && wanted.server === undefined)
      wrong('server', 'must be given where the type is others');
    const proofs = [wanted.password, wanted.accessToken, wanted.connection].filter((one) => one !== undefined).length;
    if (wanted.requiresAuthentication && user === undefined)
      wrong('user', 'must be given where the server asks for it');
    if (wanted.requiresAuthentication && proofs === 0)
      wrong('password', 'must be typed at every save, or an accessToken or a connection given');
    if (!wanted.requiresAuthentication && (proofs > 0 || user !== undefined))
      wrong('requiresAuthentication', 'must be true where user, password, accessToken or connection are given');
    if (proofs > 1)
      wrong(
        wanted.connection === undefined ? 'accessToken' : 'connection',
        'must be left out where there is a password or another token',
      );
    for (const { name, most } of limitsTooHigh({ type, user }, wanted.limits ?? {}))
      context.addIssue({
        code: 'custom',
        path: ['limits', name],
        message: `must be at most ${most}: the provider lets this account send no more`,
      });
    if (type === 'office365' && from === undefined) wrong('from', 'must be given and be the same as user: Office 365');
    if (!sendsOnlyAsUser(type)) return;
    if (!wanted.requiresAuthentication) wrong('requiresAuthentication', 'must be true: this provider always asks');
    if (user !== undefined && !sendableAddress.safeParse(user).success)
      wrong('user', 'must be the e-mail address of the account');
    if (from !== undefined && from.toLowerCase() !== user?.toLowerCase())
      wrong('from', 'must be the same as user: this provider sends as the account alone');
    if (wanted.allowsFromOverride)
      wrong('allowsFromOverride', 'must be false: this provider sends as the account alone');
  })
  .meta({ id: 'PutOutgoingServer' });

export const shownLimits = z
  .object({ perDay: z.int().nullable(), perMinute: z.int().nullable() })
  .meta({ description: 'What is sent through it at most; null: no limit' });

export const OutgoingServer = z
  .object({
    type: z.enum(TYPES),
    server: z.string().nullable(),
    requiresAuthentication: z.boolean(),
    user: z.string().nullable(),
    connection: z.string().nullable().meta({ description: 'The sign-in (/v1/oauth-connections) it is used with' }),
    from: z.string().nullable().meta({ description: 'The From all mail gets that may not choose another' }),
    allowsFromOverride: z.boolean(),
    limits: shownLimits,
    debugUntil: instant.nullable(),
    testedAt: instant.nullable().meta({ description: 'When its test mail was taken' }),
  })
  .meta({ id: 'OutgoingServer' });
