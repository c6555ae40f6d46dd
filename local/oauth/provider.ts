/**
 * Google and Microsoft of the embedded cloud, below /local/oauth/: a page that asks for a yes, the token endpoint, and a control route that takes everything back. So connecting an
 * account can be tried whole, without a registered app (docs/sending.md).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ControlAnswer, ControlError, readJson, sendJson } from '#local/control/answer.ts';
import { html } from '#local/page/html.ts';
import { type Asked, type Grants, PROVIDERS, type Provider } from './grants.ts';

export const OAUTH_PATH = '/local/oauth/';

/** The page comes from here, and its buttons lead on to whoever asked. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
};

const MAX_FORM_BYTES = 65_536;

const readForm = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MAX_FORM_BYTES) throw new ControlError(413, 'too-large', 'A token request is small.');
  }
  return new URLSearchParams(text);
};

/** Only the way back to this machine: the page is no open redirect. */
const isOurs = (redirectUri: string): boolean => URL.parse(redirectUri)?.hostname === '127.0.0.1';

const askedOf = (provider: Provider, query: URLSearchParams): Asked => {
  const asked = {
    provider,
    clientId: query.get('client_id') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    challenge: query.get('code_challenge') ?? '',
    user: query.get('login_hint') ?? '',
  };
  const missing = Object.entries(asked).find(([, value]) => value === '');
  if (missing !== undefined)
    throw new ControlError(400, 'invalid-request', `There is no ${missing[0]} in the address.`);
  if (query.get('response_type') !== 'code' || query.get('code_challenge_method') !== 'S256')
    throw new ControlError(
      400,
      'invalid-request',
      'Only response_type=code with code_challenge_method=S256 is known here.',
    );
  if (!isOurs(asked.redirectUri))
    throw new ControlError(400, 'invalid-request', 'redirect_uri leads off this machine.');
  return asked;
};

const pageFor = ({ provider, user, clientId }: Asked, query: string): string =>
  html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in</title><style>body{font:16px/1.5 sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}form{display:inline}button{font:inherit;padding:.6rem 1.2rem}</style></head><body><h1>The embedded ${provider}</h1><p>The app <strong>${clientId}</strong> wants to send mail as <strong>${user}</strong>.</p><form method="post" action="allow?${query}"><button>Allow</button></form> <form method="post" action="deny?${query}"><button>Deny</button></form></body></html>`
    .html;

export const makeOauthProvider = (grants: Grants) => {
  const backTo = ({ redirectUri }: Asked, query: URLSearchParams, given: Readonly<Record<string, string>>): string => {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries({ ...given, state: query.get('state') ?? '' }))
      url.searchParams.set(name, value);
    return url.href;
  };

  const revoke = (body: unknown): ControlAnswer => {
    const { user, only }: { user?: unknown; only?: unknown } = typeof body === 'object' && body !== null ? body : {};
    if (typeof user !== 'string')
      throw new ControlError(
        422,
        'invalid-input',
        'user: the mail address of the account whose sign-ins are withdrawn',
      );
    return { status: 200, body: { revoked: grants.revoke(user, only === 'access') } };
  };

  /** A path below OAUTH_PATH. */
  const serve = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const [name = '', what = ''] = url.pathname.slice(OAUTH_PATH.length).split('/');
    const step = `${request.method} ${what}`;
    if (request.method === 'POST' && name === 'revoke') return sendJson(response, revoke(await readJson(request)));
    const provider = PROVIDERS.find((one) => one === name);
    if (provider === undefined) throw new ControlError(404, 'not-found', `There is no ${url.pathname} here.`);
    const query = url.searchParams;
    if (step === 'POST token') return sendJson(response, grants.token(provider, await readForm(request)));
    if (step === 'GET authorize')
      return void response.writeHead(200, PAGE_HEADERS).end(pageFor(askedOf(provider, query), query.toString()));
    if (step !== 'POST allow' && step !== 'POST deny')
      throw new ControlError(404, 'not-found', `There is no ${request.method} ${url.pathname} here.`);
    const asked = askedOf(provider, query);
    const given = what === 'allow' ? { code: grants.allow(asked) } : { error: 'access_denied' };
    response.writeHead(303, { location: backTo(asked, query, given), 'cache-control': 'no-store' }).end();
  };
  return { serve, userOf: grants.userOf };
};

export type OauthProvider = ReturnType<typeof makeOauthProvider>;
