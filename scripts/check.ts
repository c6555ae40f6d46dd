/**
 * `npm run check`: everything that can be said of the project without starting it. The checks run side by side, as many as there are processors;
 * each prints one line, and what failed prints what it said. Exit code 1 if anything did.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';

const PROJECT = join(import.meta.dirname, '..');

interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** The slowest first: the others fit in beside it. */
const CHECKS: readonly Check[] = [
  { name: 'template and its validation', command: ['node', 'scripts/template-snapshot.ts'] },
  { name: 'types', command: ['tsc', '--noEmit', '-p', '.'] },
  { name: 'types of the deployment', command: ['tsc', '--noEmit', '-p', 'cdk/tsconfig.json'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings'] },
  { name: 'dead code', command: ['knip', '--no-progress'] },
  { name: 'dead code but for tests', command: ['knip', '--no-progress', '--production'] },
  { name: 'import direction', command: ['node', 'scripts/import-direction.ts'] },
  { name: 'house rules', command: ['node', 'scripts/house-rules.ts'] },
  { name: 'OpenAPI document', command: ['node', 'scripts/generate-openapi.ts', '--check'] },
];

interface Result {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
}

const seconds = (sinceMs: number) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

const run = ({ name, command: [program, ...args] }: Check): Promise<Result> =>
  new Promise((resolve) => {
    const startedAt = Date.now();
    const path = [join(PROJECT, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
    const child = spawn(program, args, {
      cwd: PROJECT,
      env: { ...process.env, PATH: path },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const end = (passed: boolean) => {
      console.log(`${passed ? 'passed' : 'FAILED'}  ${name.padEnd(28)} ${seconds(startedAt).padStart(7)}`);
      resolve({ name, passed, output });
    };
    child.on('error', (error) => {
      output += error.message;
      end(false);
    });
    child.on('close', (code) => end(code === 0));
  });

const startedAt = Date.now();
const waiting = [...CHECKS];
const results: Result[] = [];
const work = async (): Promise<void> => {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results.push(await run(next));
};
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work));

const failed = results.filter(({ passed }) => !passed);
for (const { name, output } of failed) console.error(`\n--- ${name} ---\n${output.trim()}`);
console.log(
  failed.length === 0
    ? `All ${results.length} checks passed in ${seconds(startedAt)}.`
    : `\n${failed.length} of ${results.length} checks failed in ${seconds(startedAt)}.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
