/** Runs rows of the drill, each on clouds of its own. */
import { synthesize } from '#local/template/assembly.ts';
import { startTestCloud } from '#tests/support/cloud.ts';
import { BUILD_FOLDER, PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';
import { R1 } from './crashes.ts';
import { R4 } from './feedback-replay.ts';
import { R5 } from './inbound-crowd.ts';
import { L1 } from './loops.ts';
import { R3 } from './quota-crowd.ts';
import { R6 } from './replay-day.ts';
import { type Drill, isMissed, type Row, type RowId, type RowReport, randomOf } from './row.ts';
import { R2 } from './throttle-storm.ts';

const ROWS: readonly Row[] = [L1, R1, R2, R3, R4, R5, R6];

export interface RowResult extends RowReport {
  readonly id: RowId;
  readonly title: string;
  readonly seconds: number;
  readonly passed: boolean;
}

export interface DrillRun {
  readonly seed: number;
  readonly quick: boolean;
  readonly only: readonly RowId[];
  readonly step: (sentence: string) => void;
  /** Where the functions come from, if not from this project: how planted bugs get in. */
  readonly project?: { readonly projectFolder: string; readonly buildFolder: string };
}

/** A cloud keeps about one processor busy, and a third on two would only make functions run into their time-outs. */
const CLOUDS_AT_ONCE = 2;

/** Lets so many work at once; the others wait for their turn. */
const turnstile = (places: number) => {
  let free = places;
  const waiting: (() => void)[] = [];
  return async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
};

const drillOf = ({ seed, quick, step, project = undefined }: DrillRun): Drill => {
  const inTurn = turnstile(CLOUDS_AT_ONCE);
  return {
    seed,
    quick,
    step,
    random: (name) => randomOf(seed, name),
    withCloud: (use, change) =>
      inTurn(async () => {
        const cloud = await startTestCloud({
          randomSeed: seed,
          ...project,
          ...(change === undefined ? {} : { change }),
        });
        try {
          return await use(cloud);
        } finally {
          await cloud.stop();
        }
      }),
  };
};

/** One after the other would leave a processor idle: each row waits for workers that start anew most of the time. */
export const runDrill = async (wanted: DrillRun): Promise<readonly RowResult[]> => {
  const { project = { projectFolder: PROJECT_FOLDER, buildFolder: BUILD_FOLDER }, only, step } = wanted;
  await synthesize(project);
  const drill = drillOf({ ...wanted, project });
  const runOne = async ({ id, title, run }: Row): Promise<RowResult> => {
    const startedMs = performance.now();
    step(`${id}: ${title}`);
    const report = await run(drill);
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const passed = !report.measures.some(isMissed);
    step(`${id} ${passed ? 'passed' : 'MISSED A BAR'} after ${seconds} s`);
    return { id, title, ...report, seconds, passed };
  };
  const rows = ROWS.filter(({ id }) => only.length === 0 || only.includes(id));
  const results: RowResult[] = [];
  for (const row of rows.filter(({ alone }) => alone === true)) results.push(await runOne(row));
  results.push(...(await Promise.all(rows.filter(({ alone }) => alone !== true).map(runOne))));
  return results.sort((a, b) => (a.id < b.id ? -1 : 1));
};
