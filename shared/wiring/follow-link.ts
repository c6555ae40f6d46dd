/** Joins the use case behind the links of tracked mail to its tables. */
import type * as z from 'zod';
import { makeOutgoingStore } from '../adapters/dynamodb/outgoing-store.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makeHitStore, makeTrackedLinks, makeTrackingSettings } from '../adapters/dynamodb/tracking-store.ts';
import { makeFollowLink } from '../app/tracking/follow-link.ts';
import type { PublicLinksEnvironment } from '../contracts/environment.ts';
import type { Clock, Ids } from '../ports/clock.ts';

export const wireFollowLink = ({
  clock,
  ids,
  ...environment
}: z.output<typeof PublicLinksEnvironment> & { readonly clock: Clock; readonly ids: Ids }) => {
  const sending = makeTable(environment.SENDING_TABLE);
  return makeFollowLink({
    clock,
    ids,
    tracking: makeTrackingSettings(makeTable(environment.SETTINGS_TABLE)),
    links: makeTrackedLinks(sending),
    hits: makeHitStore(sending),
    outgoing: makeOutgoingStore(sending),
    crmOrigins: environment.CRM_ORIGINS,
  });
};
