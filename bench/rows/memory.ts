/** M1: how much memory the largest mail takes, and how much more than the bare loop a worker holds while it works. */
import type { BenchCloud } from '../cloud.ts';
import type { Conditions, MeasureRow, Part } from '../row.ts';
import { type SqsEvent, startSide, type Took } from '../side.ts';
import { median, ratiosOf, spreadOf } from '../statistics.ts';
import { inboundLoad, outgoingLoad } from '../workload.ts';

const PEAK_BAR = 3.5;
/** PERFORMANCE's moonshot: the libraries and the runtime, which take most of the peak, are not the mail's. */
const ABOVE_BAR = 1.5;
const STEADY_BAR = 1.3;
const LARGEST = 'file, 40 MB';
const SMALLEST = 'plain, 3 KB';
/** SES's bound, and what PERFORMANCE calls the message's size. */
const MEGABYTE = 1024 * 1024;
/** Enough for the heap to have found its size. */
const STEADY_MAILS = 120;
const MAX_PROCESSES = 5;

type Next = (mails: number) => Promise<readonly SqsEvent[]>;

/** A process of its own for each figure: a heap that has grown does not shrink. */
const fresh = async (
  cloud: BenchCloud,
  folder: string,
  asset: string | undefined,
  events: readonly SqsEvent[],
): Promise<Took> => {
  const side = await startSide(asset, cloud.fn(folder));
  const took = await side.run(events);
  side.stop();
  return took;
};

const measurePeak = async ({ held, bareOf, rounds, say }: Conditions): Promise<readonly Part[]> => {
  const cloud = await held();
  const load = inboundLoad(cloud);
  const folder = 'receive-mail';
  const processes = Math.min(rounds, MAX_PROCESSES);
  say(`${LARGEST}: ${processes} processes a side`);
  const peakOf = async (asset: string | undefined, events: readonly SqsEvent[]) =>
    (await fresh(cloud, folder, asset, events)).peakRssBytes;
  const peaks: number[] = [];
  const barePeaks: number[] = [];
  const small: number[] = [];
  const idle: number[] = [];
  for (let n = 0; n < processes; n += 1) {
    const events = await load.events([LARGEST, LARGEST, SMALLEST]);
    const asset = cloud.fn(folder).assetFolder;
    peaks.push(await peakOf(asset, events.slice(0, 1)));
    barePeaks.push(await peakOf(bareOf(folder), events.slice(1, 2)));
    small.push(await peakOf(asset, events.slice(2)));
    idle.push(await peakOf(undefined, []));
  }
  const bytes = load.sizeOf(LARGEST);
  return [
    {
      name: 'receive-mail, peak for a mail of 40 MB / its size',
      ratio: spreadOf(peaks.map((peak) => peak / bytes)),
      bar: PEAK_BAR,
      figures: {
        messageMb: bytes / MEGABYTE,
        oursMb: median(peaks) / MEGABYTE,
        bareMb: median(barePeaks) / MEGABYTE,
        emptyProcessMb: median(idle) / MEGABYTE,
      },
    },
    {
      name: 'receive-mail, what a mail of 40 MB takes above one of 3 KB / its size',
      ratio: spreadOf(peaks.map((peak, n) => (peak - (small[n] ?? Number.NaN)) / bytes)),
      bar: ABOVE_BAR,
      figures: { smallMailMb: median(small) / MEGABYTE },
    },
  ];
};

const measureSteady = async (folder: string, next: Next, { held, bareOf, rounds, say }: Conditions): Promise<Part> => {
  const cloud = await held();
  const processes = Math.min(rounds, MAX_PROCESSES);
  say(`${folder}: ${processes} processes a side, ${STEADY_MAILS} mails each`);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let n = 0; n < processes; n += 1) {
    const events = await next(2 * STEADY_MAILS);
    const run = async (asset: string, share: readonly SqsEvent[]) =>
      (await fresh(cloud, folder, asset, share)).rssBytes;
    ours.push(await run(cloud.fn(folder).assetFolder, events.slice(0, STEADY_MAILS)));
    bare.push(await run(bareOf(folder), events.slice(STEADY_MAILS)));
  }
  return {
    name: `${folder}, steady / bare loop`,
    ratio: spreadOf(ratiosOf(ours, bare)),
    bar: STEADY_BAR,
    figures: { oursMb: median(ours) / MEGABYTE, bareMb: median(bare) / MEGABYTE },
  };
};

export const measureMemory: MeasureRow = async (conditions) => {
  const cloud = await conditions.held();
  const inbound = inboundLoad(cloud);
  const outgoing = outgoingLoad(cloud);
  return {
    id: 'M1',
    title: 'Memory',
    parts: [
      ...(await measurePeak(conditions)),
      await measureSteady(
        'receive-mail',
        (mails) => inbound.events(Array.from({ length: mails }, () => 'text and HTML, 32 KB')),
        conditions,
      ),
      await measureSteady('send-adhoc-mail', outgoing.events, conditions),
    ],
    notes: [],
  };
};
