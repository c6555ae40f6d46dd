/**
 * Whose turn it is in each group, in the `mail` table: `<tenant>#turns#<group>`, `claim`. One item holds the order and the claims, so that a turn and who took it
 * are one write: a worker that dies leaves neither without the other.
 */
import * as z from 'zod';
import { NO_TURNS } from '../../domain/tenant/group-turns.ts';
import type { GroupTurnStore } from '../../ports/groups.ts';
import { ABSENT, type Key, type Table } from './table.ts';

const Stored = z.object({
  served: z.array(z.string()),
  claims: z.array(z.object({ mailId: z.string(), member: z.string() })),
  revision: z.number(),
});

const keyOf = (tenant: string, groupId: string): Key => ({ pk: `${tenant}#turns#${groupId}`, sk: 'claim' });

export const makeGroupTurnStore = (table: Table): GroupTurnStore => ({
  read: async (tenant, groupId) => {
    const item = await table.get(keyOf(tenant, groupId));
    if (item === undefined) return { turns: NO_TURNS, revision: 0 };
    const { revision, ...turns } = Stored.parse(item);
    return { turns, revision };
  },
  write: (tenant, groupId, turns, seen) =>
    table.putIf(
      { ...keyOf(tenant, groupId), ...turns, revision: seen + 1 },
      seen === 0 ? ABSENT : { expression: 'revision = :seen', values: { ':seen': seen } },
    ),
});
