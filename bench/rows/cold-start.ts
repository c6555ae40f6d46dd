/** P5: processor time from a cold process to its first answered message, against the same clients, libraries and calls without anything round them. */
import type { BenchCloud } from '../cloud.ts';
import { figuresOf } from '../comparison.ts';
import type { Conditions, MeasureRow, Part } from '../row.ts';
import { type SqsEvent, startSide } from '../side.ts';
import { median, ratiosOf, spreadOf } from '../statistics.ts';
import { inboundLoad, outgoingLoad } from '../workload.ts';

const BAR = 1.1;

const coldMs = async (cloud: BenchCloud, folder: string, asset: string | undefined, event: SqsEvent) => {
  const side = await startSide(asset, cloud.fn(folder));
  const { processMs } = await side.run([event]);
  side.stop();
  return processMs;
};

const measurePart = async (
  folder: string,
  next: () => Promise<readonly SqsEvent[]>,
  { held, bareOf, rounds, say }: Conditions,
): Promise<Part> => {
  const cloud = await held();
  say(`${folder}: ${rounds} cold starts of each side`);
  const ours: number[] = [];
  const bare: number[] = [];
  const empty: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [first, second] = await next();
    if (first === undefined || second === undefined) throw new Error('A cold start needs a message for each side.');
    const nothing = await coldMs(cloud, folder, undefined, first);
    const runOurs = async () => ours.push((await coldMs(cloud, folder, cloud.fn(folder).assetFolder, first)) - nothing);
    const runBare = async () => bare.push((await coldMs(cloud, folder, bareOf(folder), second)) - nothing);
    for (const run of round % 2 === 0 ? [runOurs, runBare] : [runBare, runOurs]) await run();
    empty.push(nothing);
  }
  return {
    name: folder,
    ratio: spreadOf(ratiosOf(ours, bare)),
    bar: BAR,
    figures: { ...figuresOf({ ours, bare }), emptyProcessMs: median(empty) },
  };
};

export const measureColdStart: MeasureRow = async (conditions) => {
  const cloud = await conditions.held();
  const inbound = inboundLoad(cloud);
  const outgoing = outgoingLoad(cloud);
  return {
    id: 'P5',
    title: 'CPU from a cold process to the first answered message',
    parts: [
      await measurePart('receive-mail', () => inbound.events(['plain, 3 KB', 'plain, 3 KB']), conditions),
      await measurePart('send-adhoc-mail', () => outgoing.events(2), conditions),
    ],
    notes: ['What an empty process takes is taken off both sides.'],
  };
};
