/** The stores of outgoing mail over their tables, for the functions that need several of them. */
import { clock } from '../clock.ts';
import { randomSecret } from '../ids.ts';
import { makeAccountPlaces } from './account-places.ts';
import { makeDueEntries } from './due-entries.ts';
import { makeFailureLog } from './failure-log.ts';
import { makeFollowUps } from './follow-ups.ts';
import { makeIdempotency } from './idempotency.ts';
import { makeMailroomSettings } from './mailroom-settings.ts';
import { makeOutgoingStore } from './outgoing-store.ts';
import { makeQuotaCounters } from './quota-counters.ts';
import { makeSuppressions } from './suppressions.ts';
import { makeTable } from './table.ts';
import { makeTalks } from './talk-store.ts';
import { makeTenantStore } from './tenant-store.ts';
import { makeHitStore, makeTrackedLinks } from './tracking-store.ts';

export const makeSendingStores = (tables: {
  readonly SENDING_TABLE: string;
  readonly DUE_TABLE: string;
  readonly SETTINGS_TABLE: string;
}) => {
  const sending = makeTable(tables.SENDING_TABLE);
  const settings = makeTable(tables.SETTINGS_TABLE);
  return {
    outgoing: makeOutgoingStore(sending),
    quota: makeQuotaCounters(sending),
    accountPlaces: makeAccountPlaces(sending),
    suppressions: makeSuppressions(sending),
    idempotency: makeIdempotency(sending),
    due: makeDueEntries(makeTable(tables.DUE_TABLE)),
    tenants: makeTenantStore(settings),
    links: makeTrackedLinks(sending),
    hits: makeHitStore(sending),
    failures: makeFailureLog(sending),
    followUps: makeFollowUps(sending),
    talks: makeTalks(sending, clock.nowMs),
    settings: makeMailroomSettings(settings, randomSecret),
  };
};
