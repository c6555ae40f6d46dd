/**
 * Who people sign in with so that mail may leave by their accounts (FEATURES 100): where the provider asks them, where tokens come from, and which mail servers
 * may see those. Data; a deployment may name other places (national clouds), the embedded cloud names itself.
 */

export const OAUTH_PROVIDERS = ['google', 'microsoft'] as const;
export type OauthProvider = (typeof OAUTH_PROVIDERS)[number];

export const PROVIDER_NAMES = { google: 'Google', microsoft: 'Microsoft' } as const;

export interface ProviderPlaces {
  /** `{directory}` stands for the directory of a Microsoft app. */
  readonly authorize: string;
  readonly token: string;
  /** Host names of mail servers; a token shown to any other could be used by whoever runs that (RFC 9700 section 4.9.1). */
  readonly mailHosts: readonly string[];
}

export type OauthPlaces = Readonly<Record<OauthProvider, ProviderPlaces>>;

const MICROSOFT = 'https://login.microsoftonline.com/{directory}/oauth2/v2.0';

/** Google: "Using OAuth 2.0 for Web Server Applications". Microsoft: "Microsoft identity platform and OAuth 2.0 authorization code flow". */
export const USUAL_PLACES: OauthPlaces = {
  google: {
    authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
    token: 'https://oauth2.googleapis.com/token',
    mailHosts: ['smtp.gmail.com', 'smtp-relay.gmail.com'],
  },
  microsoft: {
    authorize: `${MICROSOFT}/authorize`,
    token: `${MICROSOFT}/token`,
    mailHosts: ['smtp.office365.com', 'smtp-mail.outlook.com'],
  },
};

/** The one scope each of them has for SMTP; at Google it reads mail as well, and there is no smaller one ("OAuth 2.0 Mechanism", Gmail). */
export const SCOPES: Readonly<Record<OauthProvider, string>> = {
  google: 'https://mail.google.com/',
  microsoft: 'https://outlook.office.com/SMTP.Send offline_access',
};

/** Without them Google gives a token to renew with at the first sign-in alone, and none when somebody connects again. */
const MORE: Readonly<Record<OauthProvider, Readonly<Record<string, string>>>> = {
  google: { access_type: 'offline', prompt: 'consent' },
  microsoft: { response_mode: 'query' },
};

/** Any account; else a directory's id or one of its domains. It becomes part of a path, so nothing else may stand in it. */
export const USUAL_DIRECTORY = 'common';
const DIRECTORY =
  /^(common|organizations|consumers|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9])$/i;
export const isDirectory = (text: string): boolean => text.length <= 253 && DIRECTORY.test(text);

export const placeOf = (template: string, directory: string | undefined): string =>
  template.replace('{directory}', directory ?? USUAL_DIRECTORY);

export const mayHaveToken = (places: ProviderPlaces, host: string): boolean =>
  places.mailHosts.includes(host.toLowerCase());

/** RFC 6749 section 4.1.1 with PKCE (RFC 7636 section 4.3). */
export const authorizeUrl = (
  provider: OauthProvider,
  places: ProviderPlaces,
  request: {
    readonly clientId: string;
    readonly directory?: string | undefined;
    readonly redirectUri: string;
    readonly user: string;
    readonly state: string;
    readonly challenge: string;
  },
): string => {
  const url = new URL(placeOf(places.authorize, request.directory));
  const parameters = {
    response_type: 'code',
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    scope: SCOPES[provider],
    state: request.state,
    code_challenge: request.challenge,
    code_challenge_method: 'S256',
    login_hint: request.user,
    ...MORE[provider],
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
};
