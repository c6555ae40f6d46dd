/** What every row of the drill is: a part of the promises (docs/drill.md), played out from one seed, measured, and held against its bar. */
import { makeRandom, type Random } from '#local/kernel/random.ts';
import type { TestCloud } from '#tests/support/cloud.ts';

export type RowId = 'L1' | 'R1' | 'R2' | 'R3' | 'R4' | 'R5' | 'R6';

/** Of the same seed always the same; what differs from run to run is `observed`. */
export interface Measure {
  readonly name: string;
  readonly value: number | boolean;
  /** What it must be; undefined = it only says how much was done. */
  readonly bar?: number | boolean;
}

export interface RowReport {
  readonly measures: readonly Measure[];
  /** Timings, and how many of the planned kills met a call. */
  readonly observed: Readonly<Record<string, number>>;
}

export interface Drill {
  readonly seed: number;
  /** A small version of everything, which shows that the drill works rather than that the project does. */
  readonly quick: boolean;
  /** A sentence for whoever watches. */
  step(sentence: string): void;
  /** A cloud of its own, with an ordinary SES account; stopped when `use` ends. */
  withCloud<Answer>(
    use: (cloud: TestCloud) => Promise<Answer>,
    change?: (template: unknown) => unknown,
  ): Promise<Answer>;
  /** Draws that depend on the seed and the name alone: rows can be run in any selection. */
  random(name: string): Random;
}

export interface Row {
  readonly id: RowId;
  readonly title: string;
  /** It measures times: nothing runs beside it. */
  readonly alone?: boolean;
  readonly run: (drill: Drill) => Promise<RowReport>;
}

export const isMissed = ({ value, bar }: Measure): boolean => bar !== undefined && value !== bar;

/** FNV-1a: neighbouring seeds and names give draws that have nothing in common. */
export const randomOf = (seed: number, name: string): Random => {
  let hash = 0x811c9dc5;
  for (const character of `${seed} ${name}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return makeRandom(hash >>> 0);
};

export const shuffled = <Value>(values: readonly Value[], random: Random): Value[] =>
  values
    .map((value) => ({ value, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);

/** Works through the list with so many at once. */
export const crowd = async <Value>(
  values: readonly Value[],
  atOnce: number,
  work: (value: Value) => Promise<unknown>,
): Promise<void> => {
  const left = [...values];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};

export const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);
