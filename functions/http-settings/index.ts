import { clock } from '#shared/adapters/clock.ts';
import { makeTable } from '#shared/adapters/dynamodb/table.ts';
import { ids } from '#shared/adapters/ids.ts';
import { HttpSettingsEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { wireDomains } from '#shared/wiring/domains.ts';
import { wireOwnServer } from '#shared/wiring/own-server.ts';
import { wireProviders } from '#shared/wiring/providers.ts';
import { wireSettings } from '#shared/wiring/settings.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(HttpSettingsEnvironment, process.env);
const table = makeTable(environment.SETTINGS_TABLE);
const own = wireOwnServer(table, environment);

export const handler = makeHandler({
  ...{ clock, ids, ...own, ...wireSettings(table), ...wireDomains(environment) },
  checkAccount: wireProviders(environment, own.deliver, makeTable(environment.SENDING_TABLE)).checkAccount,
  inboundDomains: environment.INBOUND_DOMAINS,
  log: makeLog(environment.POSTROOM_FUNCTION),
  claims: environment,
});
