/**
 * Makes every index row anew from the items, before anybody may read. A write stores its item and index rows in one batch, so rows and
 * items differ only if something else wrote here (dynalite itself stores them one by one) or an earlier rebuild was cut short.
 */
import type { Operation } from 'dynalite/db/index.js';
import type { Table } from './attributes.ts';
import { indexPrefix, indexRow, itemPrefix } from './index-rows.ts';
import { type Storage, within } from './storage.ts';

/** Rows per batch: enough to make the batch's own cost small, few enough to stay within some megabytes. */
const BATCH_ROWS = 500;

const rebuildTable = async (storage: Storage, table: Table) => {
  const indexes = table.GlobalSecondaryIndexes ?? [];
  if (indexes.length === 0) return;
  for (const { IndexName } of indexes) await storage.clear(within(indexPrefix(table.TableName, IndexName)));
  let batch: Operation[] = [];
  for await (const [, item] of storage.rows(within(itemPrefix(table.TableName)))) {
    for (const index of indexes) {
      const row = indexRow(table, index, item);
      if (row !== undefined) batch.push({ type: 'put', key: row.key, value: row.item });
    }
    if (batch.length < BATCH_ROWS) continue;
    await storage.commit(batch);
    batch = [];
  }
  await storage.commit(batch);
};

export const rebuildIndexes = async (storage: Storage): Promise<void> => {
  for (const table of storage.tables()) await rebuildTable(storage, table);
};
