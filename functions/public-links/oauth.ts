/**
 * Where Google or Microsoft sends people back to who connect their account (FEATURES 100); handler.ts has the rest. GET changes nothing; the page says whose mail would leave by the
 * account, because whoever made the link may have sent it to somebody else, and the button connects. The code stands in the address of the page, so nothing is loaded and no
 * address is handed on (page.ts).
 */
import type { FinishSignIn, ReturnedPage } from '#shared/app/oauth/finish-sign-in.ts';
import type { connectAccount, returnFromSignIn } from '#shared/contracts/routes/public.ts';
import { escapeHtml } from '#shared/domain/message/escape-html.ts';
import { PROVIDER_NAMES } from '#shared/domain/oauth/provider.ts';
import type { Handlers, HttpAnswer } from '#shared/edge/http.ts';
import { page } from './page.ts';

const AGAIN = 'Go back to the settings of outgoing mail and connect the account again.';

const FAILED: Readonly<Record<string, string>> = {
  'sign-in-expired': 'It no longer knew the sign-in that you came from.',
  'sign-in-app-refused': 'It does not accept the client id and secret that are in the settings.',
  'sign-in-unanswered': 'It did not answer.',
};

const answerOf = (returned: ReturnedPage): HttpAnswer => {
  switch (returned.kind) {
    case 'asks': {
      const [user, company] = [escapeHtml(returned.user), escapeHtml(returned.company)];
      return page(
        200,
        'Connect this account?',
        `<p><strong>${company}</strong> will send mail by the account <strong>${user}</strong> at ${PROVIDER_NAMES[returned.provider]}.</p><form method="post"><button type="submit">Connect ${user}</button></form><p>If you do not know ${company}, close the page: nothing happens.</p>`,
      );
    }
    case 'connected':
      return page(
        200,
        'Connected',
        `<p><strong>${escapeHtml(returned.user)}</strong> is connected. You can close this page.</p>`,
      );
    case 'denied':
      return page(403, 'Not connected', `<p>The sign-in ended without a yes, so nothing was connected. ${AGAIN}</p>`);
    case 'expired':
      return page(410, 'This took too long', `<p>A sign-in has to end within ten minutes. ${AGAIN}</p>`);
    case 'void':
      return page(
        404,
        'This sign-in is over',
        `<p>It was used already, a newer one was begun, or the address is not whole. If the account is not connected: ${AGAIN}</p>`,
      );
    case 'no-refresh':
      return page(
        502,
        'Not connected',
        `<p>The provider gave access for an hour alone. Take this app's access back there, in the security settings of your account. ${AGAIN}</p>`,
      );
    case 'failed':
      return page(
        502,
        'Not connected',
        `<p>${PROVIDER_NAMES[returned.provider]} gave no access. ${FAILED[returned.code] ?? ''} ${AGAIN}</p>`,
      );
  }
};

export const oauthHandlers = (
  finishSignIn: () => Promise<FinishSignIn>,
): Handlers<readonly [typeof returnFromSignIn, typeof connectAccount]> => ({
  returnFromSignIn: async ({ query }) => answerOf(await (await finishSignIn()).look(query)),
  connectAccount: async ({ query }) => answerOf(await (await finishSignIn()).connect(query)),
});
