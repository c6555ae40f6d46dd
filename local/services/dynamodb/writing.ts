/** PutItem, UpdateItem, DeleteItem: atomic per item, item and index rows in one commit. */
import deleteItem from 'dynalite/actions/deleteItem.js';
import putItem from 'dynalite/actions/putItem.js';
import updateItem from 'dynalite/actions/updateItem.js';
import type { Answer, Operation } from 'dynalite/db/index.js';
import type { Parsed } from 'dynalite/validations/index.js';
import { AwsError } from '#local/kernel/aws.ts';
import { type Action, runAction } from './action-store.ts';
import type { Item } from './attributes.ts';
import { type IndexChange, indexChanges, itemPrefix } from './index-rows.ts';
import type { LateIndexes } from './late-indexes.ts';
import { checkItem, checkKey } from './limits.ts';
import type { Lock } from './locks.ts';
import type { Storage } from './storage.ts';
import { type Consumption, writeConsumption } from './units.ts';

export type WriteOperation = 'PutItem' | 'UpdateItem' | 'DeleteItem';

export type Written =
  | { readonly kind: 'written'; readonly answer: Answer; readonly consumption: Consumption }
  /** Not thrown: a failed condition is charged. `existing` is the item that failed it. */
  | { readonly kind: 'condition-failed'; readonly existing: Item | undefined; readonly consumption: Consumption };

export interface Writing {
  write(operation: WriteOperation, data: Parsed): Promise<Written>;
}

const ACTIONS: Readonly<Record<WriteOperation, Action>> = {
  PutItem: putItem,
  UpdateItem: updateItem,
  DeleteItem: deleteItem,
};

export const TOO_LARGE = 'Item size has exceeded the maximum allowed size';
const TOO_LARGE_UPDATE = 'Item size to update has exceeded the maximum allowed size';

const isFailedCondition = (error: unknown) =>
  error instanceof AwsError && error.code === 'ConditionalCheckFailedException';

const operations = (key: string, after: Item | undefined, changes: readonly IndexChange[]): Operation[] => {
  const list: Operation[] = [after === undefined ? { type: 'del', key } : { type: 'put', key, value: after }];
  for (const { before, after: row } of changes) {
    if (before !== undefined && before.key !== row?.key) list.push({ type: 'del', key: before.key });
    if (row !== undefined) list.push({ type: 'put', key: row.key, value: row.item });
  }
  return list;
};

export const makeWriting = (storage: Storage, lock: Lock, late: LateIndexes): Writing => ({
  write: async (operation, data) => {
    const table = storage.table(data.TableName);
    checkKey(table, operation === 'PutItem' ? data.Item : data.Key);
    if (operation === 'PutItem') checkItem(table, data.Item, TOO_LARGE);
    const prefix = itemPrefix(table.TableName);
    let release = () => {};
    let before: Item | undefined;
    let write: { readonly key: string; readonly item: Item | undefined } | undefined;
    try {
      const answer = await runAction(ACTIONS[operation], data, {
        table,
        lock: async (key) => {
          release = await lock(prefix + key);
        },
        get: async (key) => {
          before = await storage.get(prefix + key);
          return before;
        },
        write: (key, item) => {
          write = { key: prefix + key, item };
        },
      });
      if (write === undefined) throw new Error(`${operation} answered without a write.`);
      const { key, item } = write;
      if (operation === 'UpdateItem' && item !== undefined) checkItem(table, item, TOO_LARGE_UPDATE);
      const changes = indexChanges(table, before, item);
      late.note(table.TableName, changes);
      await storage.commit(operations(key, item, changes));
      return { kind: 'written', answer, consumption: writeConsumption(table, before, item, changes) };
    } catch (error) {
      if (!isFailedCondition(error)) throw error;
      return { kind: 'condition-failed', existing: before, consumption: writeConsumption(table, before, before, []) };
    } finally {
      release();
    }
  },
});
