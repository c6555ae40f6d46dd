import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';

const PROJECT = join(import.meta.dirname, '..', '..');
const BIOME = join(PROJECT, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');

const Report = z.object({
  diagnostics: z.array(
    z.object({ category: z.string(), location: z.object({ start: z.object({ line: z.number() }) }) }),
  ),
});

/** What Biome says of the planted files under this project's rules; only the list of files is another one. */
const lintPlanted = (): string[] => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-lint-'));
  try {
    for (const name of ['any-promise.ts', 'floating-promise.ts'])
      cpSync(join(import.meta.dirname, 'planted', name), join(folder, name));
    const rules = z.looseObject({}).parse(JSON.parse(readFileSync(join(PROJECT, 'biome.json'), 'utf8')));
    const configuration = { ...rules, $schema: undefined, vcs: { enabled: false }, files: { includes: ['**'] } };
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(configuration));
    const { stdout } = spawnSync(process.execPath, [BIOME, 'lint', '--reporter=json', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return Report.parse(JSON.parse(stdout)).diagnostics.map(
      ({ category, location }) => `${location.start.line} ${category}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

// The rules need types across files; a Biome that lost them would find nothing and be content. Only a hang takes the minute.
it('a promise nobody waits for is found, also when it is another file that makes it', { timeout: 60_000 }, () => {
  expect(lintPlanted()).toEqual([
    '4 lint/nursery/noFloatingPromises',
    '8 lint/nursery/noFloatingPromises',
    '11 lint/nursery/noMisusedPromises',
  ]);
});
