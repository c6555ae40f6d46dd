/**
 * The corpus of real mails, read where it lies (POSTROOM_CORPUS, else ../shared/corpus beside the project); nothing of it is copied. For the
 * corpus suites: a folder is run by its manifest, one JSON of expectations per mail, and the failing ids must be exactly the known ones.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';

export interface CorpusCase {
  /** Name of the mail without its ending. */
  readonly id: string;
  readonly raw: Buffer;
  /** The parsed JSON beside the mail, not yet checked. */
  readonly expected: unknown;
}

const folder = (): string => process.env['POSTROOM_CORPUS'] ?? resolve(PROJECT_FOLDER, '..', 'shared', 'corpus');

/**
 * Undefined where there is no corpus; then the suite says so and is left out. Not in CI: there a missing corpus is a broken set-up that would
 * let a worse parser through unseen. `ending`: of what is read; a folder without mails has the JSON alone.
 */
export const corpusCases = (name: string, ending: '.eml' | '.json' = '.eml'): readonly CorpusCase[] | undefined => {
  const path = join(folder(), name);
  if (!existsSync(path)) {
    if (process.env['CI'] === 'true')
      throw new Error(`No corpus in ${path}. Set POSTROOM_CORPUS to its folder; with CI=true it must be there.`);
    process.stdout.write('corpus: skipped\n');
    return undefined;
  }
  return readdirSync(path)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort()
    .map((id) => ({
      id,
      raw: readFileSync(join(path, `${id}${ending}`)),
      expected: JSON.parse(readFileSync(join(path, `${id}.json`), 'utf8')) as unknown,
    }));
};

/** Says how many cases passed, as a line of the test output. */
export const reportRate = (name: string, passed: number, all: number): void => {
  process.stdout.write(`corpus: ${name} ${passed} of ${all}\n`);
};

/** Both sides with every run of white space made one space, and trimmed. */
export const evenSpace = (text: string): string => text.replace(/[\s\u00a0\u200b\ufeff\u3000]+/gu, ' ').trim();

export const noSpace = (text: string): string => text.replace(/[\s\u00a0\u200b\ufeff\u3000]+/gu, '');
