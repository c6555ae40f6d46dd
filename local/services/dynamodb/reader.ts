/**
 * Reads tables for the embedded cloud itself (status page, "is anything due?"): not over the wire, not counted, nothing is late.
 */
import dynalite from 'dynalite/db/index.js';
import type { AttributeValue, Item } from './attributes.ts';
import { itemPrefix } from './index-rows.ts';
import { type Storage, within } from './storage.ts';

export interface TableReader {
  /** Names, in the order of their making. */
  tableNames(): string[];
  /** All items in no useful order, as they are stored now. Throws ResourceNotFoundException. */
  items(tableName: string): AsyncIterable<Item>;
  /** The item with the lowest sort key of one partition. */
  first(tableName: string, partitionKey: AttributeValue): Promise<Item | undefined>;
  /** The item with that whole key. */
  item(tableName: string, key: Item): Promise<Item | undefined>;
  /** Up to `limit` items of one partition with the highest sort keys, highest first. */
  newest(tableName: string, partitionKey: AttributeValue, limit: number): Promise<Item[]>;
}

async function* valuesOf(rows: AsyncIterable<[string, Item]>): AsyncGenerator<Item, void, undefined> {
  for await (const [, item] of rows) yield item;
}

export const makeReader = (storage: Storage): TableReader => {
  /** Keys of the rows of one partition: from the key of a table without a sort key, with which every key of this partition begins. */
  const partitionRange = (tableName: string, partitionKey: AttributeValue) => {
    const table = storage.table(tableName);
    const [hash] = table.KeySchema;
    if (hash === undefined) return undefined;
    const partition = dynalite.createKey({ [hash.AttributeName]: partitionKey }, { ...table, KeySchema: [hash] });
    const start = itemPrefix(tableName) + partition;
    return { gte: start, lt: `${start}~` };
  };
  const read = async (
    tableName: string,
    partitionKey: AttributeValue,
    options: { limit: number; reverse: boolean },
  ) => {
    const range = partitionRange(tableName, partitionKey);
    const found: Item[] = [];
    if (range === undefined) return found;
    for await (const [, item] of storage.rows({ ...range, ...options })) found.push(item);
    return found;
  };
  return {
    tableNames: () => storage.tables().map((table) => table.TableName),
    items: (tableName) => valuesOf(storage.rows(within(itemPrefix(storage.table(tableName).TableName)))),
    first: async (tableName, partitionKey) => (await read(tableName, partitionKey, { limit: 1, reverse: false }))[0],
    item: async (tableName, key) => {
      const at = itemPrefix(tableName) + dynalite.createKey(key, storage.table(tableName));
      for await (const [, item] of storage.rows({ gte: at, lte: at, limit: 1, reverse: false })) return item;
      return undefined;
    },
    newest: (tableName, partitionKey, limit) => read(tableName, partitionKey, { limit, reverse: true }),
  };
};
