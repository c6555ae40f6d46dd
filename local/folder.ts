/** The data folder: opened by one embedded cloud at a time. */
import { StartError } from './config.ts';
import { openState, type State } from './kernel/state.ts';

const code = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** SQLite's result code SQLITE_NOTADB: the file is there, and something else or broken. */
const NOT_A_DATABASE = 26;

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'is a file, not a folder',
  ENOTDIR: 'lies below a file, not a folder',
  EACCES: 'may not be written by you',
  EPERM: 'may not be written by you',
  ENOENT: 'cannot be made there',
  EROFS: 'is on a read-only disk',
  ENOSPC: 'is on a full disk',
};

const reasonOf = (error: unknown): string => {
  if (error instanceof Error && 'errcode' in error && error.errcode === NOT_A_DATABASE)
    return 'holds a cloud.sqlite that cannot be read';
  return REASONS[code(error)] ?? `cannot be written (${error instanceof Error ? error.message : String(error)})`;
};

export const openFolder = (folder: string): State => {
  try {
    const state = openState(folder);
    // A folder that can be read but not written shows only at the first write.
    state.exec('CREATE TABLE IF NOT EXISTS started (at TEXT NOT NULL) STRICT; DELETE FROM started;');
    return state;
  } catch (error) {
    throw new StartError(
      `The data folder ${folder} ${reasonOf(error)}. Set POSTROOM_DATA_DIR to a folder you may write to.`,
    );
  }
};

/** LevelDB locks its folder: a second process on the same data is told so. */
export const explainLock = (error: unknown, folder: string): unknown => {
  const cause = error instanceof Error ? error.cause : undefined;
  return [code(error), code(cause)].some((one) => one === 'LEVEL_LOCKED' || one === 'LEVEL_DATABASE_NOT_OPEN')
    ? new StartError(
        `The data folder ${folder} is in use by another Postroom. Stop that one, or set POSTROOM_DATA_DIR to another folder.`,
      )
    : error;
};
