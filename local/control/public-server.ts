/**
 * What listens on POSTROOM_HTTP_PORT: the status page, the control routes and the token issuer's documents; everything else is the HTTP API. The
 * control routes are for programs on this machine: a web page elsewhere must not reach them through a browser here.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestListener } from '../api/http-api.ts';
import type { Issuer } from '../api/issuer.ts';
import { OAUTH_PATH, type OauthProvider } from '../oauth/provider.ts';
import { GALLERY_SCRIPT, GALLERY_STYLE } from '../page/gallery-looks.ts';
import { renderPage } from '../page/page.ts';
import { SCRIPT } from '../page/refresh.ts';
import { STYLE } from '../page/style.ts';
import { ControlError, problem, readJson, sendJson } from './answer.ts';
import type { Control } from './control.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** A name that resolves to 127.0.0.1 (DNS rebinding), or another site's script: neither is a program of the person at this machine. */
const isForeign = ({ headers }: IncomingMessage): boolean => {
  if (!LOOPBACK_HOST.test(headers.host ?? '')) return true;
  return headers.origin !== undefined && !LOOPBACK_HOST.test(headers.origin.replace(/^https?:\/\//, ''));
};

const SECURITY_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

const sendText = (response: ServerResponse, type: string, text: string) =>
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': `${type}; charset=utf-8` }).end(text);

/** A mail in the gallery: its styles are in it; it may do nothing else. */
const MAIL_HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups",
};

const sendMail = (response: ServerResponse, mail: string) =>
  response
    .writeHead(200, { ...SECURITY_HEADERS, ...MAIL_HEADERS, 'content-type': 'text/html; charset=utf-8' })
    .end(mail);

const GALLERY = '/local/gallery';
const VIEW = '/local/view/';

/** The port is open before the stack is there: whoever looks early is told so, and not left hanging. */
export const stillStarting: RequestListener = (_request, response) => {
  response.setHeader('retry-after', '1');
  sendJson(response, problem(new ControlError(503, 'starting', 'Postroom is still starting. Try again in a second.')));
};

export const makePublicServer = (parts: {
  readonly control: Control;
  readonly issuer: Issuer;
  readonly oauth: OauthProvider;
  readonly httpApi: RequestListener | undefined;
}): RequestListener => {
  const { control, issuer, oauth, httpApi } = parts;

  const serveOwn = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const { pathname } = url;
    if (pathname.startsWith(OAUTH_PATH)) return oauth.serve(request, response, url);
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (pathname === '/') {
        const wanted = Number(url.searchParams.get('mails') ?? Number.NaN);
        const status = await control.overview(Number.isInteger(wanted) ? wanted : undefined);
        return void sendText(response, 'text/html', renderPage(status));
      }
      if (pathname.startsWith(VIEW))
        return void sendText(response, 'text/html', await control.view(pathname.slice(VIEW.length)));
      if (pathname === '/local/page.css') return void sendText(response, 'text/css', STYLE);
      if (pathname === '/local/page.js') return void sendText(response, 'text/javascript', SCRIPT);
      if (pathname === GALLERY) return void sendText(response, 'text/html', await control.gallery.page());
      if (pathname === `${GALLERY}.css`) return void sendText(response, 'text/css', GALLERY_STYLE);
      if (pathname === `${GALLERY}.js`) return void sendText(response, 'text/javascript', GALLERY_SCRIPT);
      if (pathname.startsWith(`${GALLERY}/`))
        return void sendMail(response, await control.gallery.mail(pathname.slice(GALLERY.length + 1)));
      const document = issuer.documents[pathname];
      if (document !== undefined) return sendJson(response, { status: 200, body: document() });
    }
    const serve = control.routes[`${request.method} ${pathname}`];
    if (serve === undefined)
      throw new ControlError(404, 'not-found', `There is no ${request.method} ${pathname} here.`);
    sendJson(response, await serve({ body: await readJson(request), query: url.searchParams }));
  };

  const answerFailure = (response: ServerResponse, error: unknown) => {
    if (response.headersSent) return response.destroy();
    const known =
      error instanceof ControlError
        ? error
        : new ControlError(500, 'internal', error instanceof Error ? error.message : String(error));
    return sendJson(response, problem(known));
  };

  return (request, response) => {
    // A request line such as `GET //` makes no URL; the API's gateway has its own answer to that.
    const url = URL.parse(request.url ?? '/', 'http://127.0.0.1') ?? new URL('http://127.0.0.1/unreadable');
    if (url.pathname !== '/' && !url.pathname.startsWith('/local/')) {
      if (httpApi === undefined)
        answerFailure(response, new ControlError(404, 'not-found', 'The template has no HTTP API.'));
      else httpApi(request, response);
      return;
    }
    if (isForeign(request)) {
      answerFailure(
        response,
        new ControlError(403, 'foreign', 'The control routes answer only programs on this machine, at 127.0.0.1.'),
      );
      return;
    }
    serveOwn(request, response, url).catch((error: unknown) => answerFailure(response, error));
  };
};
