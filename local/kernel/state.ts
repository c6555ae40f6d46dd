/**
 * The one file that holds the state of the small servers (S3, SQS, SES, clock ...); DynamoDB's lies beside it. Write-ahead log with
 * synchronous=NORMAL: what was answered survives `kill -9` of the process, not a power cut of the machine.
 */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type State = DatabaseSync;

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

/**
 * One level after the other. With `recursive`, Node 24.21 tries for ever where a folder that is there answers ENOENT to mkdir, as /proc does, and
 * the start would hang without a word.
 */
const makeFolder = (folder: string): void => {
  const path = resolve(folder);
  const parent = dirname(path);
  if (parent !== path && !exists(parent)) makeFolder(parent);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) mkdirSync(path);
};

/** `folder` is made when missing; throws what the file system says when it cannot be written. */
export const openState = (folder: string): State => {
  makeFolder(folder);
  const database = new DatabaseSync(join(folder, 'cloud.sqlite'));
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;');
  database.exec('CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  return database;
};

/** Small named values that must survive a restart (clock offset, keys of the token issuer). */
export const readFact = (state: State, name: string): string | undefined => {
  const row = state.prepare('SELECT value FROM facts WHERE name = ?').get(name);
  return row === undefined ? undefined : String(row['value']);
};

export const writeFact = (state: State, name: string, value: string): void => {
  state
    .prepare('INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
    .run(name, value);
};
