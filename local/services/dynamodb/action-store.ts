/**
 * dynalite's actions, run in this process on a store of ours. Each action gets its own store: a write is only gathered there, so that the
 * front can check it, count it and commit it in one batch; dynalite's own store would write the index rows one by one before the item.
 */
import { Stream } from 'node:stream';
import type { ActionStore, Answer, ItemDb, Range } from 'dynalite/db/index.js';
import type { Parsed } from 'dynalite/validations/index.js';
import type { Item, Table } from './attributes.ts';
import { fromDynalite } from './errors.ts';

export type Action = (store: ActionStore, data: Parsed, done: (error: unknown, value?: Answer) => void) => void;

/** What the front answers to an action; the methods an action does not use are left out. */
export interface Backing {
  readonly table: Table;
  get?(key: string): Promise<Item | undefined>;
  /** Resolves when the caller has the item to itself. */
  lock?(key: string): Promise<void>;
  /** `undefined` = the item is to be deleted. */
  write?(key: string, item: Item | undefined): void;
  /** `range` is relative: keys without the prefix of the table or index. */
  rows?(range: Range): Promise<readonly Item[]>;
}

/** Ours are checked before or after dynalite's, in bytes (./limits.ts). */
export const NO_LIMITS = { options: { maxItemSize: Number.POSITIVE_INFINITY } };

const lacking = (what: string) => new Error(`This action of dynalite is not expected to ${what}.`);

/** Runs the action; rejects with AwsError for what it refuses, and with whatever it throws, also in a callback. */
export const runAction = (action: Action, data: Parsed, backing: Backing): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(fromDynalite(error));
    const itemDb: ItemDb = {
      lock: (key, run) => {
        if (backing.lock === undefined) throw lacking('lock');
        backing
          .lock(key)
          .then(() => run((done) => done))
          .catch(fail);
      },
      get: (key, done) => {
        if (backing.get === undefined) throw lacking('get');
        backing
          .get(key)
          .then((item) => done(null, item))
          .catch(fail);
      },
      put: (key, item, done) => {
        if (backing.write === undefined) throw lacking('write');
        backing.write(key, item);
        done(null);
      },
      del: (key, done) => {
        if (backing.write === undefined) throw lacking('write');
        backing.write(key, undefined);
        done(null);
      },
      createValueStream: (range) => {
        const stream = new Stream();
        if (backing.rows === undefined) throw lacking('read rows');
        backing
          .rows(range)
          .then((rows) => {
            for (const row of rows) stream.emit('data', row);
            stream.emit('end');
          })
          .catch(fail);
        return stream;
      },
    };
    // Index rows follow from the item (./index-rows.ts); what dynalite makes of them is not used.
    const indexDb: ItemDb = { ...itemDb, put: (_key, _item, done) => done(null), del: (_key, done) => done(null) };
    const store: ActionStore = {
      ...NO_LIMITS,
      getTable: (_name, done) => done(null, backing.table),
      getItemDb: () => itemDb,
      getIndexDb: () => indexDb,
    };
    action(store, data, (error, answer) => (error ? fail(error) : resolve(answer ?? {})));
  });
