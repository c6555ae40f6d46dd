/**
 * The page behind "Yes, I own this address" (FEATURES 113); handler.ts has the rest. GET changes nothing, because programs that scan mail open every link; the
 * button posts. It works without script, sets no cookie and loads nothing.
 */
import type { AnswerOfOwner, OpenedLink } from '#shared/app/settings/sender-addresses.ts';
import type { answerSenderLink, openSenderLink } from '#shared/contracts/routes/public.ts';
import { escapeHtml } from '#shared/domain/message/escape-html.ts';
import type { Handlers, HttpAnswer } from '#shared/edge/http.ts';
import { page } from './page.ts';

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
