import { clock } from '#shared/adapters/clock.ts';
import { makeGroupStore } from '#shared/adapters/dynamodb/group-store.ts';
import { makeIdempotency } from '#shared/adapters/dynamodb/idempotency.ts';
import { makeOutgoingEmailStore } from '#shared/adapters/dynamodb/outgoing-email-store.ts';
import { makeTable } from '#shared/adapters/dynamodb/table.ts';
import { makeTenantStore } from '#shared/adapters/dynamodb/tenant-store.ts';
import { makeTrackingSettings } from '#shared/adapters/dynamodb/tracking-store.ts';
import { cleanPiece } from '#shared/adapters/html/clean-piece.ts';
import { textOfHtml } from '#shared/adapters/html/text-of-html.ts';
import { ids } from '#shared/adapters/ids.ts';
import { HttpSettingsEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { wireOwnServer } from '#shared/wiring/own-server.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(HttpSettingsEnvironment, process.env);
const { SETTINGS_TABLE, INBOUND_DOMAINS: inboundDomains } = environment;
const table = makeTable(SETTINGS_TABLE);

export const handler = makeHandler({
  ...{ clock, ids, inboundDomains, ...wireOwnServer(table, environment) },
  idempotency: makeIdempotency(table),
  tenants: makeTenantStore(table),
  groups: makeGroupStore(table),
  tracking: makeTrackingSettings(table),
  outgoingEmail: { store: makeOutgoingEmailStore(table), clean: cleanPiece, textOf: textOfHtml },
  log: makeLog(environment.POSTROOM_FUNCTION),
  claims: environment,
});
