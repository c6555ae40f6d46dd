/** One item per Idempotency-Key. DynamoDB deletes expired items some time later (TTL), so expiry is also part of the condition. */
import type { Idempotency } from '../../ports/idempotency.ts';
import type { Table } from './table.ts';

/** CONTRACT: answers are kept for 24 hours. */
const KEPT_SECONDS = 24 * 60 * 60;

export const makeIdempotency = (table: Table): Idempotency => ({
  begin: async (tenant, key, bodyDigest, { id, atMs }) => {
    const place = { pk: `${tenant}#idempotency#${key}`, sk: 'request' };
    const nowSeconds = Math.floor(atMs / 1000);
    const free = await table.putIf(
      { ...place, id, atMs, bodyDigest, expiresAt: nowSeconds + KEPT_SECONDS },
      { expression: 'attribute_not_exists(pk) OR expiresAt <= :now', values: { ':now': nowSeconds } },
    );
    if (free) return { kind: 'go', id, atMs, repeated: false };
    const first = await table.get(place);
    if (first === undefined) return { kind: 'go', id, atMs, repeated: false };
    if (first['bodyDigest'] !== bodyDigest) return { kind: 'other-body' };
    return { kind: 'go', id: String(first['id']), atMs: Number(first['atMs']), repeated: true };
  },
});
