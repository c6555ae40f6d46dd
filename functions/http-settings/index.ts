import { clock } from '#shared/adapters/clock.ts';
import { makeTable } from '#shared/adapters/dynamodb/table.ts';
import { ids } from '#shared/adapters/ids.ts';
import { HttpSettingsEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { wireOwnServer } from '#shared/wiring/own-server.ts';
import { wireSettings } from '#shared/wiring/settings.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(HttpSettingsEnvironment, process.env);
const table = makeTable(environment.SETTINGS_TABLE);

export const handler = makeHandler({
  ...{ clock, ids, ...wireOwnServer(table, environment), ...wireSettings(table) },
  inboundDomains: environment.INBOUND_DOMAINS,
  log: makeLog(environment.POSTROOM_FUNCTION),
  claims: environment,
});
