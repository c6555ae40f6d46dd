/**
 * The page behind "Yes, I own this address" (FEATURES 113); handler.ts has the rest. GET changes nothing, because programs that scan mail open every link; the
 * button posts. It works without script, sets no cookie and loads nothing.
 */
import type { AnswerOfOwner, OpenedLink } from '#shared/app/settings/sender-addresses.ts';
import type { answerSenderLink, openSenderLink } from '#shared/contracts/routes/public.ts';
import { escapeHtml } from '#shared/domain/message/escape-html.ts';
import type { Handlers, HttpAnswer } from '#shared/edge/http.ts';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

const STYLE =
  'body{font:16px/1.5 sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}';

const page = (status: number, title: string, body: string): HttpAnswer => ({
  status,
  headers: HEADERS,
  text: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>${body}</body></html>`,
});

const answerOf = (link: OpenedLink): HttpAnswer => {
  switch (link.kind) {
    case 'asks': {
      const address = escapeHtml(link.address);
      const button = `<form method="post"><button type="submit">Yes, I own ${address}</button></form>`;
      return page(
        200,
        'Is this your address?',
        `<p>Mail may come from <strong>${address}</strong>, and answers may go there, once you say that it is yours.</p>${button}<p>If you did not expect this, close the page: nothing happens.</p>`,
      );
    }
    case 'verified':
      return page(
        200,
        'Thank you',
        `<p><strong>${escapeHtml(link.address)}</strong> is verified. You can close this page.</p>`,
      );
    case 'expired':
      return page(
        410,
        'This link has expired',
        '<p>It worked for 7 days. Whoever asked you can have a new one sent: in the settings of outgoing mail, or where they write a mail.</p>',
      );
    case 'void':
      return page(
        404,
        'This link does not work',
        '<p>It is not whole, or the address is no longer asked for. Use the link of the newest mail, or ask for a new one.</p>',
      );
  }
};

export const senderAddressHandlers = (
  answerOfOwner: AnswerOfOwner,
): Handlers<readonly [typeof openSenderLink, typeof answerSenderLink]> => ({
  openSenderLink: async ({ params }) => answerOf(await answerOfOwner.look(params.token)),
  answerSenderLink: async ({ params }) => answerOf(await answerOfOwner.yes(params.token)),
});
