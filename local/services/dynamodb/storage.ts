/**
 * The LevelDB under dynalite: tables, items and index rows in one folder. A commit is atomic and survives `kill -9` of the process (LevelDB
 * writes its log to the operating system at each batch), not a power cut.
 */
import { mkdirSync } from 'node:fs';
import dynalite, { type Level, type Operation, type Range } from 'dynalite/db/index.js';
import type { Item, Table } from './attributes.ts';
import { noSuchTable } from './errors.ts';
import { sameStructure, tableFromJson } from './table.ts';

export interface Storage {
  /** Throws ResourceNotFoundException. */
  table(name: string): Table;
  tables(): readonly Table[];
  /** Keeps the table that is there already; throws when its keys or indexes are others now. */
  addTable(table: Table): Promise<void>;
  get(key: string): Promise<Item | undefined>;
  commit(operations: readonly Operation[]): Promise<void>;
  /** Sees what is stored at this call; rows in order of their keys. */
  rows(range: Range): AsyncIterable<[string, Item]>;
  clear(range: Range): Promise<void>;
  close(): Promise<void>;
}

const TABLES = 'table~';

/** All keys that begin with `prefix`, which ends in `~`. */
export const within = (prefix: string): Range => ({ gt: prefix, lt: `${prefix}~` });

const isLocked = (error: unknown): boolean =>
  error instanceof Error && (('code' in error && error.code === 'LEVEL_LOCKED') || isLocked(error.cause));

const open = async (folder: string): Promise<Level> => {
  mkdirSync(folder, { recursive: true });
  const { db } = dynalite.create({ path: folder });
  try {
    await db.open();
    return db;
  } catch (cause) {
    if (!isLocked(cause)) throw cause;
    throw new Error(`The data in ${folder} is in use by another process. Stop that one, or use another data folder.`, {
      cause,
    });
  }
};

export const openStorage = async (folder: string): Promise<Storage> => {
  const level = await open(folder);
  const tables = new Map<string, Table>();
  for await (const row of level.values(within(TABLES))) {
    const table = tableFromJson(row['description']?.S ?? '');
    tables.set(table.TableName, table);
  }
  return {
    table: (name) => {
      const table = tables.get(name);
      if (table === undefined) throw noSuchTable();
      return table;
    },
    tables: () => [...tables.values()],
    addTable: async (table) => {
      const existing = tables.get(table.TableName);
      if (existing !== undefined) {
        if (sameStructure(existing, table)) return;
        throw new Error(
          `Table ${table.TableName} in ${folder} was made with other keys or indexes than the template has now, and its items cannot be converted. Delete that data folder to start empty, or go back to the template that made it.`,
        );
      }
      const value = { description: { S: JSON.stringify(table) } };
      await level.batch([{ type: 'put', key: TABLES + table.TableName, value }]);
      tables.set(table.TableName, table);
    },
    get: (key) => level.get(key),
    commit: (operations) => level.batch(operations),
    rows: (range) => level.iterator(range),
    clear: (range) => level.clear(range),
    close: () => level.close(),
  };
};
