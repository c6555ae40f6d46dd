import type { Plant } from './plant.ts';

export interface PlantedMistake {
  /** In words: the title of its test. */
  readonly mistake: string;
  readonly plant: Plant;
  /** The sentence that must name it. */
  readonly expects: RegExp;
  /** Before anything runs, or in one pass of the smoke flow. */
  readonly when: 'start' | 'run';
}

export const mistakes = (when: PlantedMistake['when'], list: readonly [string, Plant, RegExp][]): PlantedMistake[] =>
  list.map(([mistake, plant, expects]) => ({ mistake, plant, expects, when }));
