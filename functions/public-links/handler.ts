/**
 * What is reached without a token: the API's own description, the links in tracked mails, and the page where somebody says that an address is theirs.
 * If it fails: readers get an error page instead of where a link leads. docs/runbook.md#public-links
 */
import type { AnswerOfOwner } from '#shared/app/settings/sender-addresses.ts';
import type { FollowLink } from '#shared/app/tracking/follow-link.ts';
import { publicRoutes } from '#shared/contracts/routes/public.ts';
import { httpHandler } from '#shared/edge/http.ts';
import type { Log } from '#shared/edge/log.ts';
import { senderAddressHandlers } from './sender-address.ts';
import { trackedHandlers } from './tracked.ts';

export interface Wiring {
  readonly openApi: unknown;
  readonly followLink: FollowLink;
  readonly answerOfOwner: AnswerOfOwner;
  readonly log: Log;
}

export const makeHandler = ({ openApi, followLink, answerOfOwner, log }: Wiring) =>
  httpHandler(
    publicRoutes,
    {
      getOpenApi: async () => ({ status: 200, body: openApi, headers: { 'access-control-allow-origin': '*' } }),
      ...trackedHandlers({ followLink, log }),
      ...senderAddressHandlers(answerOfOwner),
    },
    // A public route reads no claims.
    { log, claims: { TENANT_CLAIM: '', USER_CLAIM: '', ROLE_CLAIM: '' } },
  );
