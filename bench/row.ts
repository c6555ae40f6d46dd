/** What a row of the bench is: one figure of this project held against a bar. */
import type { BenchCloud } from './cloud.ts';
import type { Spread } from './statistics.ts';

export interface Part {
  /** Completes the row's title: a size class, a function. */
  readonly name: string;
  readonly ratio: Spread;
  /** Undefined: reported beside the others, not judged. */
  readonly bar?: number;
  /** Medians behind the ratio, each with its unit in its name. */
  readonly figures: Readonly<Record<string, number>>;
}

export interface Result {
  readonly id: RowId;
  readonly title: string;
  readonly parts: readonly Part[];
  /** What a reader must know to read the figures. */
  readonly notes: readonly string[];
}

export type RowId = 'P1a' | 'P2' | 'P3' | 'P4' | 'P5' | 'G1' | 'M1';

export interface Conditions {
  /** Its queues wake nobody: the bench hands the messages to its sides. */
  readonly held: () => Promise<BenchCloud>;
  /** Everything runs as deployed. */
  readonly working: () => Promise<BenchCloud>;
  /** Folder with the bare side of a function, bundled as the functions are. */
  readonly bareOf: (folder: string) => string;
  readonly rounds: number;
  readonly say: (sentence: string) => void;
}

export type MeasureRow = (conditions: Conditions) => Promise<Result>;

/** A median at its bar is good enough; one that rounds to it is too. */
export const isMissed = ({ ratio, bar }: Part): boolean =>
  bar !== undefined && Math.round(ratio.median * 1000) / 1000 > bar;
