/** What a corpus asks beside whether a case passes: right and asked, by field, as lines of the test output. */
import { reportRate } from './corpus.ts';

export type SideRates = Map<string, readonly [right: number, asked: number]>;

export const countSide = (rates: SideRates, field: string, right: boolean): void => {
  const [was, asked] = rates.get(field) ?? [0, 0];
  rates.set(field, [was + (right ? 1 : 0), asked + 1]);
};

export const reportSideRates = (name: string, rates: SideRates): void => {
  for (const [field, [right, asked]] of rates) reportRate(`${name}, ${field}`, right, asked);
};
