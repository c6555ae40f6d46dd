/**
 * The one file that holds the state of the small servers (S3, SQS, SES, clock ...); DynamoDB's lies beside it. Write-ahead log with
 * synchronous=NORMAL: what was answered survives `kill -9` of the process, not a power cut of the machine.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type State = DatabaseSync;

/** `folder` is made when missing; throws what the file system says when it cannot be written. */
export const openState = (folder: string): State => {
  mkdirSync(folder, { recursive: true });
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
