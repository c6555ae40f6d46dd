/** HTTP bodies of a tenant's own outgoing server. Every limit has a test at it and one past it. */
import * as z from 'zod';
import { readServerName, SERVER_TYPES, sendsOnlyAsUser, serverOf } from '../domain/outgoing-server/server.ts';
import { sendableAddress } from './emails.ts';
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

const token = line(MAX_TOKEN_LENGTH).regex(/^[\x21-\x7e]+$/, { error: 'must be a token without spaces' });

const TYPES = ['platform', ...SERVER_TYPES] as const;

export const PutOutgoingServerBody = z
  .strictObject({
    type: z.enum(TYPES).meta({ description: 'platform alone resets to the default' }),
    server: serverName.optional(),
    requiresAuthentication: z.boolean().default(true),
    user: line(255).optional(),
    password: line(MAX_PASSWORD_LENGTH).optional().meta({ description: 'At every save; never shown' }),
    accessToken: token.optional().meta({ description: 'OAuth (XOAUTH2), in place of the password; never shown' }),
    from: sendableAddress.optional().meta({ description: 'All mail comes from it; without it, from who sends it' }),
    allowsFromOverride: z
      .boolean()
      .default(false)
      .meta({ description: 'The server lets a sender choose another From; then people may' }),
  })
  .superRefine((wanted, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    const { type, user, from } = wanted;
    if (type === 'platform') {
      const given = (['server', 'user', 'password', 'accessToken', 'from'] as const).filter((name) => name in wanted);
      for (const name of given) wrong(name, 'must be left out: the platform needs no settings');
      return;
    }
    if (serverOf(type) === undefined && wanted.server === undefined)
      wrong('server', 'must be given where the type is others');
    const proofs = [wanted.password, wanted.accessToken].filter((one) => one !== undefined).length;
    if (wanted.requiresAuthentication && user === undefined)
      wrong('user', 'must be given where the server asks for it');
    if (wanted.requiresAuthentication && proofs === 0)
      wrong('password', 'must be typed at every save, or an accessToken given');
    if (!wanted.requiresAuthentication && (proofs > 0 || user !== undefined))
      wrong('requiresAuthentication', 'must be true where user, password or accessToken are given');
    if (proofs > 1) wrong('accessToken', 'must be left out where there is a password');
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

export const OutgoingServer = z
  .object({
    type: z.enum(TYPES),
    server: z.string().nullable(),
    requiresAuthentication: z.boolean(),
    user: z.string().nullable(),
    from: z.string().nullable().meta({ description: 'The From all mail gets that may not choose another' }),
    allowsFromOverride: z.boolean(),
    testedAt: instant.nullable().meta({ description: 'When its test mail was taken' }),
  })
  .meta({ id: 'OutgoingServer' });
