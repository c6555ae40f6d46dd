/**
 * The page behind "View in browser" of a mail; handler.ts has the rest. What stands there was written by a tenant, on our host: it may load pictures and be styled, and
 * nothing else. A link that is forged, too old or of a mail that is gone is answered alike.
 */
import type { ViewMail } from '#shared/app/templates/view-mail.ts';
import type { lookAtMail, viewMail as viewMailRoute } from '#shared/contracts/routes/public.ts';
import type { Handlers, HttpAnswer } from '#shared/edge/http.ts';

const ALWAYS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; img-src https: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox",
  'cache-control': 'no-store, private',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const NOT_THERE: HttpAnswer = {
  status: 404,
  headers: ALWAYS,
  text: '<!doctype html><html lang="en"><meta charset="utf-8"><title>No such mail</title><p>This mail cannot be shown here: the link is too old, or was cut off on the way. The mail itself is where you got the link.</p></html>',
};

const DOCUMENT = /^<!doctype/i;

const answerOf = (page: string | undefined): HttpAnswer =>
  page === undefined
    ? NOT_THERE
    : {
        status: 200,
        headers: ALWAYS,
        text: DOCUMENT.test(page) ? page : `<!doctype html><meta charset="utf-8">${page}`,
      };

export const viewHandlers = (viewMail: ViewMail): Handlers<readonly [typeof viewMailRoute, typeof lookAtMail]> => ({
  viewMail: async ({ params }) => answerOf(await viewMail(params.token)),
  lookAtMail: async ({ params }) => answerOf(await viewMail(params.token)),
});
