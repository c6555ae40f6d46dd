/** Joins the end of a sign-in at Google or Microsoft to its adapters. Loaded by public-links when somebody comes back from there: most who come follow a link. */
import { clock } from '../adapters/clock.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makeTenantStore } from '../adapters/dynamodb/tenant-store.ts';
import { makeFinishSignIn } from '../app/oauth/finish-sign-in.ts';
import { type OauthEnvironment, wireOauth } from './oauth.ts';

export const wireFinishSignIn = (environment: OauthEnvironment) =>
  makeFinishSignIn({
    clock,
    tenants: makeTenantStore(makeTable(environment.SETTINGS_TABLE)),
    ...wireOauth(environment),
  });
