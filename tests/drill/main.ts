/**
 * `npm run drill`: what this project promises about mail that must not get lost nor go twice, played out on the embedded cloud and counted
 * (docs/drill.md). Ends with a table and exit code 1 if a bar is missed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { figuresOf } from './figures.ts';
import { readOptions } from './options.ts';
import { provePlantedBugs } from './planted-bugs.ts';
import { runDrill } from './run.ts';
import { tableOf } from './table.ts';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const startedMs = performance.now();
const clockNow = () => {
  const seconds = Math.floor((performance.now() - startedMs) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
const step = (sentence: string) => say(`${clockNow().padStart(5)}  ${sentence}`);

const drill = async (): Promise<boolean> => {
  const { seed, quick, only, jsonFile, bugs } = readOptions(process.argv.slice(2));
  if (bugs) return provePlantedBugs({ seed, step });
  say(`Drill with seed ${seed}${quick ? ', the quick version' : ''}.`);
  const results = await runDrill({ seed, quick, only, step });
  const passed = results.every((row) => row.passed);
  await mkdir(dirname(jsonFile), { recursive: true });
  await writeFile(
    jsonFile,
    `${JSON.stringify({ seed, quick, passed, rows: figuresOf(results), details: results }, null, 2)}\n`,
  );
  say(tableOf(results));
  say(`\n${passed ? 'Every bar was kept' : 'A bar was missed'}: ${clockNow()} minutes, seed ${seed}, ${jsonFile}`);
  return passed;
};

process.exitCode = (await drill()) ? 0 : 1;
