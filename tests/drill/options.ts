/** Arguments of `npm run drill -- ...`. Throws a sentence for what it does not know. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BUILD_FOLDER, PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';
import type { RowId } from './row.ts';

export interface DrillOptions {
  readonly seed: number;
  /** Empty = all. */
  readonly only: readonly RowId[];
  readonly jsonFile: string;
  readonly quick: boolean;
  /** Plants the known bugs, and expects the drill to miss its bars. */
  readonly bugs: boolean;
}

/** Committed with the change that moves it; a part of the drill is not written over it. */
const LATEST = join(PROJECT_FOLDER, 'bench', 'results', 'drill.json');

const ROW_IDS: readonly RowId[] = ['L1', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6'];

const rowOf = (text: string): RowId => {
  const row = ROW_IDS.find((id) => id === text.trim().toUpperCase());
  if (row === undefined) throw new Error(`--only ${text}: there is no such row, only ${ROW_IDS.join(', ')}.`);
  return row;
};

export const readOptions = (args: readonly string[]): DrillOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      json: { type: 'string' },
      quick: { type: 'boolean', default: false },
      bugs: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed ${values.seed}: a seed is a whole number.`);
  return {
    seed,
    only: values.only === undefined ? [] : values.only.split(',').map(rowOf),
    jsonFile: values.json ?? (values.quick || values.only !== undefined ? join(BUILD_FOLDER, 'drill.json') : LATEST),
    quick: values.quick,
    bugs: values.bugs,
  };
};
