/**
 * Compares the template of the stage `embedded` with the committed one (tests/cdk/snapshots/template.json), so that every change of what is
 * deployed is seen in review. `npm run check` runs it; `node scripts/template-snapshot.ts --write` takes the present template over.
 * Hashes of assets are masked: they change with every line of code.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROJECT = join(import.meta.dirname, '..');
const SNAPSHOT = join(PROJECT, 'tests', 'cdk', 'snapshots', 'template.json');

/** Differences shown at most; the rest is seen in the diff after --write. */
const SHOWN_LINES = 20;

/** What cdk/app.ts makes of the stage, as it is written to disk. */
const synthesize = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-template-'));
  try {
    const run = spawnSync(process.execPath, [join(PROJECT, 'cdk', 'app.ts')], {
      cwd: PROJECT,
      env: { ...process.env, CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify({ stage: 'embedded' }) },
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`The template could not be synthesized:\n${run.stdout}${run.stderr}`);
    return readFileSync(join(folder, 'postroom-embedded.template.json'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The template in a form that changes only with what is deployed: keys in order, hashes of assets gone. */
export const maskTemplate = (template: string): string => {
  const inOrder = (_key: string, value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  const masked = template.replace(/\b[0-9a-f]{64}\b/g, 'asset-hash');
  return `${JSON.stringify(JSON.parse(masked) as unknown, inOrder, 1)}\n`;
};

/** Lines only one of the two has, `-` of the first and `+` of the second; a moved line is no difference. */
export const differencesOf = (committed: string, present: string): string[] => {
  const lines = { committed: committed.split('\n'), present: present.split('\n') };
  const had = new Set(lines.committed);
  const has = new Set(lines.present);
  const changed = [
    ...lines.committed.filter((line) => !has.has(line)).map((line) => `- ${line}`),
    ...lines.present.filter((line) => !had.has(line)).map((line) => `+ ${line}`),
  ];
  return changed.length === 0 && committed !== present ? ['the same lines in another order or number'] : changed;
};

const main = (): number => {
  const present = maskTemplate(synthesize());
  if (process.argv.includes('--write')) {
    writeFileSync(SNAPSHOT, present);
    console.log('template snapshot: written');
    return 0;
  }
  const differences = differencesOf(readFileSync(SNAPSHOT, 'utf8'), present);
  if (differences.length === 0) {
    console.log('template snapshot: as committed');
    return 0;
  }
  console.error('What is deployed differs from tests/cdk/snapshots/template.json:');
  for (const line of differences.slice(0, SHOWN_LINES)) console.error(line);
  if (differences.length > SHOWN_LINES) console.error(`... and ${differences.length - SHOWN_LINES} lines more`);
  console.error('If that is meant: node scripts/template-snapshot.ts --write, and commit the file with the change.');
  return 1;
};

if (import.meta.main) process.exitCode = main();
