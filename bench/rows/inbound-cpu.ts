/** P3: processor time of one inbound mail against simpleParser and the same calls, by size. */
import { compare, figuresOf } from '../comparison.ts';
import { CLASSES, type Shape, type SizeClass } from '../mails.ts';
import type { MeasureRow, Part } from '../row.ts';
import { startSide } from '../side.ts';
import { ratiosOf, spreadOf } from '../statistics.ts';
import { inboundLoad } from '../workload.ts';

const FOLDER = 'receive-mail';
const BAR = 1.2;

/** Mails of each shape a side gets in a round: some hundred milliseconds of work. */
const MAILS_PER_ROUND: Readonly<Record<SizeClass, number>> = {
  '<= 10 KB': 12,
  '<= 100 KB': 10,
  '<= 1 MB': 10,
  '>= 5 MB': 2,
};
const WARM_UP_ROUNDS = 6;

const SIZES: readonly SizeClass[] = ['<= 10 KB', '<= 100 KB', '<= 1 MB', '>= 5 MB'];

/** Both halves hold the same shapes in the same order. */
const shapesOf = (size: SizeClass): readonly Shape[] => {
  const half = Array.from({ length: MAILS_PER_ROUND[size] }, () => CLASSES[size]).flat();
  return [...half, ...half];
};

export const measureInboundCpu: MeasureRow = async ({ held, bareOf, rounds, say }) => {
  const cloud = await held();
  const fn = cloud.fn(FOLDER);
  const ours = await startSide(fn.assetFolder, fn);
  const bare = await startSide(bareOf(FOLDER), fn);
  const load = inboundLoad(cloud);
  const parts: Part[] = [];
  for (const size of SIZES) {
    const shapes = shapesOf(size);
    say(`${size}: ${rounds} rounds of ${shapes.length / 2} mails a side`);
    const took = await compare(
      cloud,
      { ours, bare, events: () => load.events(shapes) },
      { rounds, warmUp: WARM_UP_ROUNDS },
    );
    parts.push({ name: size, ratio: spreadOf(ratiosOf(took.ours, took.bare)), bar: BAR, figures: figuresOf(took) });
  }
  ours.stop();
  bare.stop();
  return { id: 'P3', title: 'CPU of an inbound mail that becomes a lead, warm', parts, notes: [] };
};
