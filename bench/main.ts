/**
 * `npm run bench`: holds this project against the bare loop one would write without it. Both sides run by turns on this machine, and the ratio is judged:
 * how fast the machine is takes no part. Exit code 1: a bar is missed; 2: it could not be measured.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleFunctions } from '#cdk/bundle.ts';
import { type BenchCloud, startBenchCloud } from './cloud.ts';
import { documentOf, textOf } from './report.ts';
import { isMissed, type MeasureRow, type Result, type RowId } from './row.ts';
import { measureAdhocCpu } from './rows/adhoc-cpu.ts';
import { measureColdStart } from './rows/cold-start.ts';
import { measureInboundCpu } from './rows/inbound-cpu.ts';
import { measureMemory } from './rows/memory.ts';
import { measureRules } from './rows/rules.ts';
import { measureInboundUnits, measureOutgoingUnits } from './rows/units.ts';

const PROJECT = join(import.meta.dirname, '..');
const BUILD = join(PROJECT, '.build');
/** Committed with the change that moves it; a run of some rows is not written over it. */
const LATEST = join(PROJECT, 'bench', 'results', 'latest.json');

const ROWS: Readonly<Record<RowId, MeasureRow>> = {
  P1a: measureAdhocCpu,
  P2: measureOutgoingUnits,
  P3: measureInboundCpu,
  P4: measureInboundUnits,
  P5: measureColdStart,
  G1: measureRules,
  M1: measureMemory,
};

const isRow = (name: string): name is RowId => Object.hasOwn(ROWS, name);
const ROW_IDS = Object.keys(ROWS).filter(isRow);

const DEFAULT_ROUNDS = 15;

const readOptions = () => {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, json: { type: 'string' }, rounds: { type: 'string' } },
  });
  const rows = values.only === undefined ? ROW_IDS : values.only.split(',').filter(isRow);
  if (values.only !== undefined && rows.length !== values.only.split(',').length)
    throw new Error(`--only takes rows by their names, parted by commas: ${ROW_IDS.join(', ')}.`);
  const rounds = Number(values.rounds ?? DEFAULT_ROUNDS);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a whole number of 1 or more.');
  return { rows, rounds, json: values.json ?? (values.only === undefined ? LATEST : join(BUILD, 'bench.json')) };
};

/** Started when a row needs it, stopped at the end. */
const makeClouds = () => {
  const started = new Map<'held' | 'working', Promise<BenchCloud>>();
  const cloud = (how: 'held' | 'working') => () => {
    const there = started.get(how) ?? startBenchCloud(how);
    started.set(how, there);
    return there;
  };
  return {
    held: cloud('held'),
    working: cloud('working'),
    stop: async () => {
      for (const one of started.values()) await (await one).stop();
    },
  };
};

const main = async (): Promise<number> => {
  const { rows, rounds, json } = readOptions();
  const startedAt = performance.now();
  const bareOf = bundleFunctions({
    functionsFolder: join(PROJECT, 'bench', 'bare'),
    outFolder: join(BUILD, 'bench-bare'),
  });
  const clouds = makeClouds();
  const results: Result[] = [];
  try {
    for (const id of rows) {
      const say = (sentence: string) => console.log(`${id}: ${sentence} ...`);
      const result = await ROWS[id]({ ...clouds, bareOf, rounds, say });
      results.push(result);
      console.log(`${textOf(result)}\n`);
    }
  } finally {
    await clouds.stop();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  mkdirSync(dirname(json), { recursive: true });
  writeFileSync(json, `${JSON.stringify(documentOf(results, seconds), undefined, 2)}\n`);
  const missed = results.flatMap(({ id, parts }) => parts.filter(isMissed).map(({ name }) => `${id} (${name})`));
  console.log(
    `${missed.length === 0 ? 'Every bar is met' : `Missed: ${missed.join('; ')}`}. ${seconds.toFixed(0)} s; ${json}`,
  );
  return missed.length === 0 ? 0 : 1;
};

// Not only the exit code: where a row failed its sides are still there, and they end with this process.
try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
