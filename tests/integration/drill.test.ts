/** The drill itself (docs/drill.md): that it keeps its bars, says the same twice, and notices. All of its bugs are `npm run drill -- --bugs`. */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readOptions } from '#tests/drill/options.ts';
import { drillWith, PLANTED_BUGS, plantBug } from '#tests/drill/planted-bugs.ts';
import { isMissed } from '#tests/drill/row.ts';
import { runDrill } from '#tests/drill/run.ts';
import { tableOf } from '#tests/drill/table.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';

const quietly = { quick: true, only: ['R4'] as const, step: () => undefined };

/** Every drill with this seed ends with it. */
const TABLE = `
R4  What SES says, in any order and any number of times
    mails                                                       15
    events                                                     145
    stored otherwise than once in order                          0       0  kept
    suppressed addresses                                         3
    mails to them afterwards                                     0       0  kept
    mails to the others that did not go                          0       0  kept`;

test.runIf(howMuch({ part: false, whole: true }))(
  'a quick drill keeps its bars and ends with the table of its seed',
  async () => {
    const results = await runDrill({ ...quietly, seed: 3 });
    expect(results.map(({ id, passed }) => ({ id, passed }))).toEqual([{ id: 'R4', passed: true }]);
    expect(tableOf(results)).toBe(TABLE);
  },
);

test.runIf(howMuch({ part: false, whole: true }))(
  'an event that is written as often as it is said makes it miss a bar',
  async () => {
    const bug = PLANTED_BUGS.find(({ row }) => row === 'R4');
    const [result] = await drillWith(bug, { ...quietly, seed: 3 });
    expect(result?.measures.filter(isMissed).map(({ name }) => name)).toEqual(['stored otherwise than once in order']);
  },
);

test.each(PLANTED_BUGS)('can still be planted: $bug', async (bug) => {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-bug-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(join(PROJECT_FOLDER, bug.file), join(folder, bug.file));
  await plantBug(folder, bug);
  // Its text is gone now: planted twice, it would not be the bug that is meant.
  await expect(plantBug(folder, bug)).rejects.toThrow('stands 0 times');
});

test.each([
  [['--only', 'R9'], 'there is no such row'],
  [['--seed', 'x'], 'a seed is a whole number'],
  [['--kwick'], "Unknown option '--kwick'"],
])('%j is refused with a sentence', (args, sentence) => {
  expect(() => readOptions(args)).toThrow(sentence);
});

test('without arguments it is everything with seed 1', () => {
  expect(readOptions([])).toMatchObject({ seed: 1, only: [], quick: false, bugs: false });
});
