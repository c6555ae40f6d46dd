/** R1, the table: every AWS call of every function on a mail's way interrupted once in every way, each with a tenant of its own. */
import type { FaultKind } from '#local/endpoint/faults.ts';
import type { TestCloud } from '#tests/support/cloud.ts';
import { play, type Scene } from '#tests/support/kill-table.ts';
import { OTHER_SCENES, SUFFIX_SCENES } from '#tests/support/scenes.ts';
import { playSending, SENDING_SCENES, type SendingScene } from '#tests/support/sending-kill-table.ts';
import type { Drill, RowReport } from './row.ts';

const KINDS: readonly FaultKind[] = ['kill-before', 'kill-after', 'error'];
/** Together they make every call receive-mail has; the tests of the kill table have the rest. */
const RECEIVING = new Set(['+lead of a new sender', '+case of a new sender', 'two attachments']);
/** The schedule's minutes are alike: more calls than two of them make are the same calls again. */
const MOST_CALLS = 40;

interface Table {
  readonly runs: number;
  readonly wrong: number;
}

/** Interrupts the first, the second ... call until there is none left; `run` answers whether it came to what it should. */
const interruptEvery = async (
  mostCalls: number,
  run: (nth: number) => Promise<{ readonly fired: boolean; readonly isRight: boolean }>,
): Promise<Table> => {
  let wrong = 0;
  for (let nth = 1; nth <= mostCalls; nth += 1) {
    const { fired, isRight } = await run(nth);
    if (!isRight) wrong += 1;
    if (!fired) return { runs: nth - 1, wrong };
  }
  return { runs: mostCalls, wrong };
};

const receiving = async (cloud: TestCloud, scene: Scene, kind: FaultKind, most: number): Promise<Table> => {
  const undisturbed = JSON.stringify((await play(cloud, scene)).left);
  return interruptEvery(most, async (nth) => {
    const { fired, left } = await play(cloud, scene, { kind, nth });
    return { fired, isRight: JSON.stringify(left) === undisturbed };
  });
};

const sending = (drill: Drill, cloud: TestCloud, scene: SendingScene, kind: FaultKind, most: number): Promise<Table> =>
  interruptEvery(most, async (nth) => {
    try {
      const { fired, left } = await playSending(cloud, scene, { kind, nth });
      return { fired, isRight: scene.isRight(left) };
    } catch (error) {
      // The client of the scene gave up.
      cloud.faults.clear();
      drill.step(
        `R1: ${scene.functionName}, ${kind} at call ${nth}: ${error instanceof Error ? error.message : error}`,
      );
      return { fired: true, isRight: false };
    }
  });

const sum = (tables: readonly Table[], of: keyof Table) => tables.reduce((total, table) => total + table[of], 0);

export const everyCall = async (drill: Drill): Promise<RowReport> => {
  const most = drill.quick ? 2 : MOST_CALLS;
  const kinds = drill.quick ? KINDS.slice(1, 2) : KINDS;
  const scenes = [...SUFFIX_SCENES, ...OTHER_SCENES].filter(({ title }) => RECEIVING.has(title));
  const told = (title: string, tables: readonly Table[]) => {
    drill.step(`R1: ${title}: ${sum(tables, 'runs')} calls interrupted, ${sum(tables, 'wrong')} ended otherwise`);
    return tables;
  };
  const inward = drill.withCloud(async (cloud) => {
    const all: Table[] = [];
    for (const scene of drill.quick ? scenes.slice(0, 1) : scenes) {
      const tables: Table[] = [];
      for (const kind of kinds) tables.push(await receiving(cloud, scene, kind, most));
      all.push(...told(`receive-mail, ${scene.title}`, tables));
    }
    return all;
  });
  const outward = drill.withCloud(async (cloud) => {
    const all: Table[] = [];
    for (const scene of drill.quick ? SENDING_SCENES.slice(0, 1) : SENDING_SCENES) {
      const tables: Table[] = [];
      for (const kind of kinds) tables.push(await sending(drill, cloud, scene, kind, most));
      all.push(...told(`${scene.functionName}, ${scene.title.replace(/^\[\w+\] /, '')}`, tables));
    }
    return all;
  });
  // Each waits for its own clock most of the time.
  const tables = (await Promise.all([inward, outward])).flat();
  return {
    measures: [{ name: 'every call, every way: ended otherwise', value: sum(tables, 'wrong'), bar: 0 }],
    observed: { callsInterrupted: sum(tables, 'runs') },
  };
};
