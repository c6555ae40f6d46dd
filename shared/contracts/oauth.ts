/** HTTP bodies of signing in at Google and Microsoft. Every limit has a test at it and one past it. */
import * as z from 'zod';
import { CONNECTION_STATUSES } from '../domain/oauth/connection.ts';
import { isDirectory, OAUTH_PROVIDERS, USUAL_DIRECTORY } from '../domain/oauth/provider.ts';
import { FailureReason, sendableAddress } from './emails.ts';
import { id, instant, line } from './values.ts';

/** RFC 6749 appendix A.1 and A.2: visible ASCII. Google's ids have some 75 characters, Microsoft's secrets 40. */
const visible = (max: number) => line(max).regex(/^[\x21-\x7e]+$/, { error: 'must be visible ASCII without spaces' });

const app = { clientId: visible(255), clientSecret: visible(1024).meta({ description: 'Never shown' }) };

export const PutGoogleAppBody = z.strictObject(app).meta({ id: 'PutGoogleApp' });

export const PutMicrosoftAppBody = z
  .strictObject({
    ...app,
    directory: line(253)
      .refine(isDirectory, {
        error: 'must be the id of a directory (tenant), one of its domains, common, organizations or consumers',
      })
      .default(USUAL_DIRECTORY)
      .meta({ description: 'Whose accounts may sign in', example: 'common' }),
  })
  .meta({ id: 'PutMicrosoftApp' });

export const OauthApp = z
  .object({
    provider: z.enum(OAUTH_PROVIDERS),
    clientId: z.string().nullable().meta({ description: 'null: none is set' }),
    directory: z.string().nullable(),
    redirectUri: z.string().meta({ description: 'To be registered at the provider' }),
    scope: z.string().meta({ description: 'To be allowed there' }),
    updatedAt: instant.nullable(),
  })
  .meta({ id: 'OauthApp' });

/** In place of a password, wherever mail leaves by an account. */
export const connectionId = id.meta({ description: 'A connected account (POST /v1/oauth-connections)' });

export const BeginSignInBody = z
  .strictObject({
    provider: z.enum(OAUTH_PROVIDERS),
    user: sendableAddress.meta({ description: 'Mail address of the account' }),
  })
  .meta({ id: 'BeginSignIn' });

export const BegunSignIn = z
  .object({
    id,
    authorizeUrl: z.string().meta({ description: 'To be opened by whose account it is' }),
    expiresAt: instant,
  })
  .meta({ id: 'BegunSignIn' });

export const OauthConnection = z
  .object({
    id,
    provider: z.enum(OAUTH_PROVIDERS),
    user: z.string(),
    status: z.enum(CONNECTION_STATUSES),
    expiresAt: instant.nullable().meta({ description: 'Of the access token, which is renewed by itself' }),
    failure: FailureReason.nullable().meta({ description: 'What went wrong last' }),
    usedBy: z.array(z.string()).meta({ description: 'own-server, and ids of accounts' }),
    createdAt: instant,
  })
  .meta({ id: 'OauthConnection' });
