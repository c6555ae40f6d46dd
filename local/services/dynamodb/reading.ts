/** GetItem, Query and Scan. Pages end at 1 MB; queries on an index are late (./late-indexes.ts). */
import getItem from 'dynalite/actions/getItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import dynalite, { type Answer, type Range } from 'dynalite/db/index.js';
import type { Parsed } from 'dynalite/validations/index.js';
import { runAction } from './action-store.ts';
import type { Item, SecondaryIndex, Table } from './attributes.ts';
import { invalid, notEmulated } from './errors.ts';
import { indexPrefix, itemPrefix, projectedNames } from './index-rows.ts';
import type { LateIndexes, Mask } from './late-indexes.ts';
import { checkKey, checkKeyConditions } from './limits.ts';
import { type Page, readPage } from './pages.ts';
import { itemSize } from './sizes.ts';
import type { Storage } from './storage.ts';
import { type Consumption, readConsumption, readUnits } from './units.ts';

export interface Read {
  readonly answer: Answer;
  readonly consumption: Consumption;
}

export interface Reading {
  get(data: Parsed): Promise<Read & { readonly sizeBytes: number }>;
  query(data: Parsed): Promise<Read>;
  scan(data: Parsed): Promise<Read>;
}

const indexOf = (table: Table, name: string): SecondaryIndex => {
  const index = table.GlobalSecondaryIndexes?.find((one) => one.IndexName === name);
  if (index === undefined) throw invalid(`The table does not have the specified index: ${name}`);
  return index;
};

const checkProjected = (table: Table, index: SecondaryIndex, data: Parsed) => {
  if (index.Projection.ProjectionType === 'ALL') return;
  const names = new Set(projectedNames(table, index));
  const missing = (data._projection?.paths ?? []).map(([head]) => String(head)).filter((name) => !names.has(name));
  if (missing.length > 0)
    throw invalid(
      `One or more parameter values were invalid: Global secondary index ${index.IndexName} does not project [${missing.join(', ')}]`,
    );
  for (const name of Object.keys(data._filter?.pathHeads ?? {}))
    if (!names.has(name)) throw notEmulated(`A filter on ${name}, which index ${index.IndexName} does not project.`);
};

/** dynalite starts after the index key, which several items may share; ours goes on after the very item (./index-rows.ts). */
const afterItem = (range: Range, table: Table, { ExclusiveStartKey: start, ScanIndexForward }: Parsed): Range => {
  if (start === undefined) return range;
  const exact = `/${dynalite.createKey(start, table)}`;
  if (ScanIndexForward === false) return range.lt === undefined ? range : { ...range, lt: range.lt + exact };
  return range.gt === undefined ? range : { ...range, gt: range.gt + exact };
};

const lastKey = (table: Table, index: SecondaryIndex | undefined, item: Item): Item => {
  const key: Record<string, Item[string]> = {};
  for (const { AttributeName } of [...table.KeySchema, ...(index?.KeySchema ?? [])]) {
    const value = item[AttributeName];
    if (value !== undefined) key[AttributeName] = value;
  }
  return key;
};

const NO_MASK: Mask = new Map();

export const makeReading = (storage: Storage, late: LateIndexes): Reading => {
  const readMany = async (action: typeof query, data: Parsed): Promise<Read> => {
    const table = storage.table(data.TableName);
    const index = data.IndexName === undefined ? undefined : indexOf(table, data.IndexName);
    if (index !== undefined) checkProjected(table, index, data);
    checkKeyConditions(data);
    const prefix = index === undefined ? itemPrefix(table.TableName) : indexPrefix(table.TableName, index.IndexName);
    let page: Page = { rows: [], sizes: [], cut: false };
    let served = () => {};
    const answer = await runAction(action, data, {
      table,
      rows: async (range) => {
        const look = index === undefined ? undefined : late.look(table.TableName, index.IndexName);
        served = look?.served ?? served;
        const exact = index === undefined ? range : afterItem(range, table, data);
        page = await readPage(storage, prefix, { ...exact, limit: data.Limit ?? -1 }, look?.mask ?? NO_MASK);
        return page.rows;
      },
    });
    served();
    const scanned = answer.ScannedCount ?? 0;
    const last = page.rows.at(-1);
    if (page.cut && scanned === page.rows.length && last !== undefined)
      answer.LastEvaluatedKey = lastKey(table, index, last);
    const bytes = page.sizes.slice(0, scanned).reduce((sum, size) => sum + size, 0);
    const units = readUnits(bytes, data.ConsistentRead);
    return { answer, consumption: readConsumption(table.TableName, units, index?.IndexName) };
  };

  return {
    get: async (data) => {
      const table = storage.table(data.TableName);
      checkKey(table, data.Key);
      let sizeBytes = 0;
      const answer = await runAction(getItem, data, {
        table,
        get: async (key) => {
          const item = await storage.get(itemPrefix(table.TableName) + key);
          sizeBytes = item === undefined ? 0 : itemSize(item);
          return item;
        },
      });
      const units = readUnits(sizeBytes, data.ConsistentRead);
      return { answer, sizeBytes, consumption: readConsumption(table.TableName, units) };
    },
    query: (data) => readMany(query, data),
    scan: (data) => readMany(scan, data),
  };
};
