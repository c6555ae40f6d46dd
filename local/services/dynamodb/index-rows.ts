/**
 * Which rows an item has in the secondary indexes of its table. One function decides it for the write, the rebuild at start, the units
 * and the late view, so they cannot disagree.
 */
import dynalite from 'dynalite/db/index.js';
import type { Item, SecondaryIndex, Table } from './attributes.ts';

export interface IndexRow {
  readonly key: string;
  readonly item: Item;
}

/** What one write does to one index; a row that stays as it is is no change. */
export interface IndexChange {
  readonly index: SecondaryIndex;
  readonly before: IndexRow | undefined;
  readonly after: IndexRow | undefined;
}

// No `~` in names of tables and indexes, and keys are below it: a prefix ends before `prefix~`.
export const itemPrefix = (tableName: string) => `item~${tableName}~`;
export const indexPrefix = (tableName: string, indexName: string) => `index~${tableName}~${indexName}~`;

export const itemKey = (table: Table, item: Item) => itemPrefix(table.TableName) + dynalite.createKey(item, table);

/**
 * dynalite's index key ends in 24 bits of a hash of the item's key: of 5,000 items under one index key some two are likely to collide, and
 * one of them would vanish from the index. Therefore the whole key of the item follows.
 */
const indexKey = (table: Table, index: SecondaryIndex, item: Item) =>
  `${dynalite.createIndexKey(item, table, index.KeySchema)}/${dynalite.createKey(item, table)}`;

const projected = (table: Table, index: SecondaryIndex, item: Item): Item => {
  if (index.Projection.ProjectionType === 'ALL') return item;
  const row: Record<string, Item[string]> = {};
  for (const name of projectedNames(table, index)) {
    const value = item[name];
    if (value !== undefined) row[name] = value;
  }
  return row;
};

/** Names of the attributes an index row holds; only for an index that does not project ALL. */
export const projectedNames = (table: Table, index: SecondaryIndex): readonly string[] => [
  ...[...index.KeySchema, ...table.KeySchema].map((element) => element.AttributeName),
  ...(index.Projection.NonKeyAttributes ?? []),
];

/** `undefined` when the item lacks a key attribute of the index: indexes are sparse. */
export const indexRow = (table: Table, index: SecondaryIndex, item: Item | undefined): IndexRow | undefined => {
  if (item === undefined || index.KeySchema.some((element) => item[element.AttributeName] === undefined))
    return undefined;
  const key = indexPrefix(table.TableName, index.IndexName) + indexKey(table, index, item);
  return { key, item: projected(table, index, item) };
};

export const indexChanges = (table: Table, before: Item | undefined, after: Item | undefined): IndexChange[] =>
  (table.GlobalSecondaryIndexes ?? []).flatMap((index) => {
    const [old, fresh] = [indexRow(table, index, before), indexRow(table, index, after)];
    return old?.key === fresh?.key && same(old?.item, fresh?.item) ? [] : [{ index, before: old, after: fresh }];
  });

/** Equal as JSON, whatever the order of attributes and whichever prototype (dynalite makes maps without one). */
const same = (one: unknown, other: unknown): boolean => {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return one === other;
  const [ones, others] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return (
    ones.size === others.size && [...ones].every(([name, value]) => others.has(name) && same(value, others.get(name)))
  );
};
