/**
 * `npm run drill -- --bugs`: shows that the drill would notice. Each known bug is planted into a copy of the sources, which is built and drilled (the
 * quick version of the row that is to see it); a bar that is kept nevertheless is a hole in the drill.
 */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '#tests/support/synthesize-once.ts';
import { isMissed, type RowId } from './row.ts';
import { type RowResult, runDrill } from './run.ts';

export interface PlantedBug {
  readonly bug: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Whose bar it makes the drill miss. */
  readonly row: RowId;
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    bug: 'a claim without its condition: two workers have the same mail',
    file: 'shared/adapters/dynamodb/outgoing-store.ts',
    find: "{ expression: 'revision = :seen', values: { ':seen': mail.revision - 1 } }",
    replace: "{ expression: 'attribute_exists(pk)' }",
    row: 'R1',
  },
  {
    bug: 'a reconciler without its window: what is not known yet goes again',
    file: 'shared/app/schedule/look-after-mail.ts',
    find: 'if (age < WINDOW_MS) return',
    replace: 'if (age < 0) return',
    row: 'R1',
  },
  {
    bug: 'a counter without the ids: a repeated request takes a place each time',
    file: 'shared/adapters/dynamodb/quota-counters.ts',
    find: '(attribute_not_exists(mailIds) OR NOT contains(mailIds, :id))',
    replace: 'NOT contains(nobody, :id)',
    row: 'R3',
  },
  {
    bug: 'an event without its comparison: what is said twice is written twice',
    file: 'shared/domain/sending/transitions.ts',
    find: '(fact) => !recipient.facts.includes(fact)',
    replace: '(_fact) => true',
    row: 'R4',
  },
  {
    bug: 'an acknowledgement before the write: the message is gone before its mail has an outcome',
    file: 'shared/edge/queue.ts',
    find: 'await handle({ message: parse(schema, record.body), attempt });',
    replace: 'handle({ message: parse(schema, record.body), attempt }).catch(() => undefined);',
    row: 'R5',
  },
];

/** Everything a synthesis reads (local/template/assembly-digest.ts), what is bundled with it, and what Node needs to run it. */
const SOURCES = [
  'cdk',
  'docs/api',
  'functions',
  'shared',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Throws when the text to be replaced is not there exactly once: the bug would be none any more, and found by nobody. */
export const plantBug = async (projectFolder: string, { bug, file, find, replace }: PlantedBug): Promise<void> => {
  const path = join(projectFolder, file);
  const parts = (await readFile(path, 'utf8')).split(find);
  if (parts.length !== 2)
    throw new Error(
      `The bug "${bug}" looks for ${JSON.stringify(find)} in ${file}, where it stands ${parts.length - 1} times. ` +
        'Write the bug anew in tests/drill/planted-bugs.ts.',
    );
  await writeFile(path, parts.join(replace));
};

/** Drills a copy of the project with the bug in it; undefined = as it is. */
export const drillWith = async (
  bug: PlantedBug | undefined,
  run: { readonly seed: number; readonly only: readonly RowId[]; readonly step: (sentence: string) => void },
): Promise<readonly RowResult[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'postroom-bug-'));
  try {
    const projectFolder = join(folder, 'project');
    for (const source of SOURCES)
      await cp(join(PROJECT_FOLDER, source), join(projectFolder, source), { recursive: true });
    await symlink(join(PROJECT_FOLDER, 'node_modules'), join(projectFolder, 'node_modules'), 'dir');
    if (bug !== undefined) await plantBug(projectFolder, bug);
    return await runDrill({ ...run, quick: true, project: { projectFolder, buildFolder: join(folder, 'build') } });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const missedIn = (results: readonly RowResult[]): readonly string[] =>
  results.flatMap(({ id, measures }) =>
    measures.filter(isMissed).map(({ name, value, bar }) => `${id} ${name}: ${value} instead of ${bar}`),
  );

/** False when a bug is not noticed, or when the drill misses a bar without any. */
export const provePlantedBugs = async (run: {
  readonly seed: number;
  readonly step: (sentence: string) => void;
}): Promise<boolean> => {
  const quiet = () => undefined;
  const only = [...new Set(PLANTED_BUGS.map(({ row }) => row))];
  const without = missedIn(await drillWith(undefined, { ...run, only, step: quiet }));
  run.step(without.length === 0 ? 'without a bug: every bar kept' : `WITHOUT A BUG: ${without.join('; ')}`);
  let noticed = 0;
  for (const bug of PLANTED_BUGS) {
    const missed = missedIn(await drillWith(bug, { ...run, only: [bug.row], step: quiet }));
    if (missed.length > 0) noticed += 1;
    run.step(
      `${missed.length > 0 ? 'noticed' : 'NOT NOTICED'}: ${bug.bug}${missed.map((one) => `\n         ${one}`).join('')}`,
    );
  }
  run.step(`${noticed} of ${PLANTED_BUGS.length} bugs noticed.`);
  return without.length === 0 && noticed === PLANTED_BUGS.length;
};
