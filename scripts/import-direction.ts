/**
 * Who imports whom against the rules of .dependency-cruiser.mjs; `npm run check` runs it. tests/architecture cruises planted violations through
 * the same function.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';

const PROJECT = join(import.meta.dirname, '..');
const FOLDERS = ['functions', 'shared', 'local', 'cdk', 'scripts', 'tests', 'bench'];

/** A cruise that finds next to nothing has lost its parser, not its violations (it ends well all the same). */
const FEWEST_MODULES = 150;

export interface Direction {
  readonly modules: number;
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[];
}

export const importDirection = async (baseDir: string): Promise<Direction> => {
  const options = await extractDepcruiseOptions(join(PROJECT, '.dependency-cruiser.mjs'));
  const folders = FOLDERS.filter((folder) => existsSync(join(baseDir, folder)));
  const { output } = await cruise(folders, { ...options, baseDir, validate: true }, options.enhancedResolveOptions);
  if (typeof output === 'string') throw new Error('dependency-cruiser answered text where a result was asked for.');
  const violations = output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
  return { modules: output.summary.totalCruised, violations };
};

const main = async (): Promise<number> => {
  const { modules, violations } = await importDirection(PROJECT);
  for (const { rule, from, to } of violations) console.error(`${rule}: ${from} -> ${to}`);
  if (violations.length > 0) console.error('Each rule is explained in .dependency-cruiser.mjs.');
  if (modules < FEWEST_MODULES) console.error(`Only ${modules} modules were found: the parser (@swc/core) is missing.`);
  return violations.length > 0 || modules < FEWEST_MODULES ? 1 : 0;
};

if (import.meta.main) process.exitCode = await main();
