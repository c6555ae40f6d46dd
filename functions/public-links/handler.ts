/**
 * What is reached without a token: the API's own description, the links in tracked mails, mails as pages, and the page where somebody says that an address is theirs.
 * If it fails: readers get an error page instead of where a link leads. docs/runbook.md#public-links
 */
import type { FinishSignIn } from '#shared/app/oauth/finish-sign-in.ts';
import type { AnswerOfOwner } from '#shared/app/settings/sender-addresses.ts';
import type { ViewMail } from '#shared/app/templates/view-mail.ts';
import type { FollowLink } from '#shared/app/tracking/follow-link.ts';
import { publicRoutes } from '#shared/contracts/routes/public.ts';
import { httpHandler } from '#shared/edge/http.ts';
import type { Log } from '#shared/edge/log.ts';
import { oauthHandlers } from './oauth.ts';
import { senderAddressHandlers } from './sender-address.ts';
import { trackedHandlers } from './tracked.ts';
import { viewHandlers } from './view.ts';

export interface Wiring {
  readonly openApi: unknown;
  readonly followLink: FollowLink;
  readonly answerOfOwner: AnswerOfOwner;
  readonly viewMail: ViewMail;
  readonly finishSignIn: () => Promise<FinishSignIn>;
  readonly log: Log;
}

export const makeHandler = ({ openApi, followLink, answerOfOwner, viewMail, finishSignIn, log }: Wiring) =>
  httpHandler(
    publicRoutes,
    {
      getOpenApi: async () => ({ status: 200, body: openApi, headers: { 'access-control-allow-origin': '*' } }),
      ...trackedHandlers({ followLink, log }),
      ...senderAddressHandlers(answerOfOwner),
      ...viewHandlers(viewMail),
      ...oauthHandlers(finishSignIn),
    },
    // A public route reads no claims.
    { log, claims: { TENANT_CLAIM: '', USER_CLAIM: '', ROLE_CLAIM: '' } },
  );
