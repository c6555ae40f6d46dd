/**
 * Request units by AWS's rules ("DynamoDB read and write operations" and "Using Global Secondary Indexes", Developer Guide): dynalite
 * never charges an index, so its figures would make every list in this project look free.
 */
import type { Units } from '#local/kernel/aws.ts';
import type { Item, Table } from './attributes.ts';
import type { IndexChange } from './index-rows.ts';
import { itemSize } from './sizes.ts';

/** Units one operation took from one table and its indexes. */
export interface Consumption {
  readonly tableName: string;
  readonly kind: 'read' | 'write';
  readonly table: number;
  readonly indexes: Readonly<Record<string, number>>;
}

const WRITE_STEP_BYTES = 1024;
const READ_STEP_BYTES = 4096;

/** A write of nothing (a delete of what is not there, a failed condition on no item) still takes one. */
const writeUnits = (bytes: number) => Math.max(1, Math.ceil(bytes / WRITE_STEP_BYTES));

/** Half for an eventually consistent read; reading nothing still takes one step. */
export const readUnits = (bytes: number, consistent: boolean | undefined) =>
  Math.max(1, Math.ceil(bytes / READ_STEP_BYTES)) * (consistent === true ? 1 : 0.5);

const sizeOf = (item: Item | undefined) => (item === undefined ? 0 : itemSize(item));

/** A changed index key is a delete and a put; any other change of a row is one write of the larger of the two. */
const unitsOfIndexChange = ({ before, after }: IndexChange): number => {
  const [old, fresh] = [sizeOf(before?.item), sizeOf(after?.item)];
  if (before !== undefined && after !== undefined && before.key !== after.key)
    return writeUnits(old) + writeUnits(fresh);
  return writeUnits(Math.max(old, fresh));
};

/** The larger of the item before and after; a failed condition is paid by the item that failed it. */
export const writeConsumption = (
  table: Table,
  before: Item | undefined,
  after: Item | undefined,
  changes: readonly IndexChange[],
): Consumption => ({
  tableName: table.TableName,
  kind: 'write',
  table: writeUnits(Math.max(sizeOf(before), sizeOf(after))),
  indexes: Object.fromEntries(changes.map((change) => [change.index.IndexName, unitsOfIndexChange(change)])),
});

export const readConsumption = (tableName: string, units: number, indexName?: string): Consumption =>
  indexName === undefined
    ? { tableName, kind: 'read', table: units, indexes: {} }
    : { tableName, kind: 'read', table: 0, indexes: { [indexName]: units } };

const total = ({ table, indexes }: Consumption) => Object.values(indexes).reduce((sum, units) => sum + units, table);

export const toUnits = (consumptions: readonly Consumption[]): Units[] =>
  (['read', 'write'] as const).flatMap((kind) => {
    const amount = consumptions.filter((one) => one.kind === kind).reduce((sum, one) => sum + total(one), 0);
    return amount === 0 ? [] : [{ unit: kind === 'read' ? 'ReadRequestUnit' : 'WriteRequestUnit', amount }];
  });

/** As `ReturnConsumedCapacity` asks for it; `undefined` for NONE and when nothing was asked. */
export const consumedCapacity = (consumption: Consumption, asked: string | undefined): object | undefined => {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
  const sums = { TableName: consumption.tableName, CapacityUnits: total(consumption) };
  if (asked === 'TOTAL') return sums;
  const indexes = Object.entries(consumption.indexes).map(([name, units]) => [name, { CapacityUnits: units }]);
  return {
    ...sums,
    Table: { CapacityUnits: consumption.table },
    ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: Object.fromEntries(indexes) }),
  };
};

/** Batches answer one entry a table. */
export const consumedByTable = (consumptions: readonly Consumption[]): Consumption[] =>
  [...Map.groupBy(consumptions, (one) => one.tableName).values()].flatMap((ofTable) => {
    const [first] = ofTable;
    if (first === undefined) return [];
    const indexes: Record<string, number> = {};
    for (const one of ofTable)
      for (const [name, units] of Object.entries(one.indexes)) indexes[name] = (indexes[name] ?? 0) + units;
    return [{ ...first, table: ofTable.reduce((sum, one) => sum + one.table, 0), indexes }];
  });
