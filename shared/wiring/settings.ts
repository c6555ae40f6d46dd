/** Joins what http-settings changes to its table. */
import { makeGroupStore } from '../adapters/dynamodb/group-store.ts';
import { makeIdempotency } from '../adapters/dynamodb/idempotency.ts';
import { makeOutgoingEmailStore } from '../adapters/dynamodb/outgoing-email-store.ts';
import type { Table } from '../adapters/dynamodb/table.ts';
import { makeTenantStore } from '../adapters/dynamodb/tenant-store.ts';
import { makeTrackingSettings } from '../adapters/dynamodb/tracking-store.ts';
import { cleanPiece } from '../adapters/html/clean-piece.ts';
import { textOfHtml } from '../adapters/html/text-of-html.ts';

export const wireSettings = (table: Table) => ({
  idempotency: makeIdempotency(table),
  tenants: makeTenantStore(table),
  groups: makeGroupStore(table),
  tracking: makeTrackingSettings(table),
  outgoingEmail: { store: makeOutgoingEmailStore(table), clean: cleanPiece, textOf: textOfHtml },
});
