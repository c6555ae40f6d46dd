/** Joins signing in at Google and Microsoft to its adapters: for http-settings, which begins it, public-links, which ends it, and the senders, which renew it. */
import { clock } from '../adapters/clock.ts';
import { makeLinkTokens } from '../adapters/dynamodb/link-tokens.ts';
import { makeConnections, makeOauthApps } from '../adapters/dynamodb/oauth-store.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makePublishEvent } from '../adapters/eventbridge/publish-event.ts';
import { ids, randomSecret } from '../adapters/ids.ts';
import { makeSecrets } from '../adapters/kms/secrets.ts';
import { challengeOf, makeAskForTokens } from '../adapters/oauth/token-endpoint.ts';
import { makeAccessTokenOf } from '../app/oauth/access-token.ts';
import { makeSignInLinks } from '../app/oauth/sign-in-link.ts';
import { type OauthPlaces, USUAL_PLACES } from '../domain/oauth/provider.ts';

export interface OauthEnvironment {
  readonly SETTINGS_TABLE: string;
  readonly SENDING_TABLE: string;
  readonly SECRETS_KEY_ARN: string;
  readonly PUBLIC_URL: string;
  readonly OAUTH_PLACES?: OauthPlaces | undefined;
}

export const wireOauth = (environment: OauthEnvironment) => {
  const settings = makeTable(environment.SETTINGS_TABLE);
  const places = environment.OAUTH_PLACES ?? USUAL_PLACES;
  return {
    places,
    apps: makeOauthApps(settings),
    connections: makeConnections(makeTable(environment.SENDING_TABLE)),
    secrets: makeSecrets(environment.SECRETS_KEY_ARN),
    askForTokens: makeAskForTokens(places),
    signInLinks: makeSignInLinks({ links: makeLinkTokens(settings, randomSecret), ids }),
    challengeOf,
    redirectUri: `${environment.PUBLIC_URL}/oauth/callback`,
  };
};

export const wireAccessTokens = (environment: OauthEnvironment & { readonly EVENT_BUS: string }) =>
  makeAccessTokenOf({ clock, ids, ...wireOauth(environment), publish: makePublishEvent(environment.EVENT_BUS) });
