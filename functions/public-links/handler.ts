/**
 * What is reached without a token: for now the API's own description. Links in mails (unsubscribe, tracking, verification) come here too.
 * If it fails: generated clients cannot be refreshed. docs/runbook.md#public-links
 */
import { publicRoutes } from '#shared/contracts/routes/public.ts';
import { httpHandler } from '#shared/edge/http.ts';
import type { Log } from '#shared/edge/log.ts';

export const makeHandler = ({ openApi, log }: { readonly openApi: unknown; readonly log: Log }) =>
  httpHandler(
    publicRoutes,
    { getOpenApi: async () => ({ status: 200, body: openApi, headers: { 'access-control-allow-origin': '*' } }) },
    // A public route reads no claims.
    { log, claims: { TENANT_CLAIM: '', USER_CLAIM: '', ROLE_CLAIM: '' } },
  );
