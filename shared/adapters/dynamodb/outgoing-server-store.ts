/**
 * A tenant's own outgoing server: one item beside the tenant's own in the `settings` table, so that a request that reads its tenant has it
 * (tenant-store.ts).
 *
 * | item | pk | sk |
 * | --- | --- | --- |
 * | outgoing server | `<tenant>` | `outgoing-server` |
 */
import * as z from 'zod';
import { type OutgoingServer, SERVER_TYPES } from '../../domain/outgoing-server/server.ts';
import type { OutgoingServers } from '../../ports/outgoing-server.ts';
import type { Item, Key, Table } from './table.ts';

const Public = z.object({
  type: z.enum(SERVER_TYPES),
  server: z.string(),
  requiresAuthentication: z.boolean(),
  user: z.string().exactOptional(),
  connection: z.string().exactOptional(),
  from: z.string().exactOptional(),
  allowsFromOverride: z.boolean(),
  limits: z.object({ perDay: z.number().exactOptional(), perMinute: z.number().exactOptional() }).exactOptional(),
  debugUntil: z.string().exactOptional(),
  testedAt: z.string(),
});

const Stored = Public.extend({
  secret: z.object({ kind: z.enum(['password', 'access-token']), sealed: z.string() }).exactOptional(),
});

const SORT_KEY = 'outgoing-server';
const serverKey = (tenant: string): Key => ({ pk: tenant, sk: SORT_KEY });

/** Among all items of a tenant; without its secret. */
export const outgoingServerAmong = (items: readonly Item[]): OutgoingServer | undefined => {
  const item = items.find(({ sk }) => sk === SORT_KEY);
  return item === undefined ? undefined : Public.parse(item);
};

export const makeOutgoingServers = (table: Table): OutgoingServers => ({
  get: async (tenant) => {
    const item = await table.get(serverKey(tenant));
    return item === undefined ? undefined : Stored.parse(item);
  },
  put: async (tenant, server) => {
    await table.put({ ...serverKey(tenant), ...server });
  },
  remove: async (tenant) => {
    await table.deleteIf(serverKey(tenant));
  },
});
