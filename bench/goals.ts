/** What each row of the bench is held to beside its bar, and how its value comes about. */
import type { RowId } from './row.ts';

interface Goal {
  readonly target: number;
  readonly limit: number;
  readonly unit: string;
  readonly method: string;
}

const CPU = 'processor time, ours ÷ bare, median of interleaved rounds';
const UNITS = 'request units counted by the embedded cloud, priced by local/endpoint/prices.json, ÷ price of SES';

export const GOALS: Readonly<Record<RowId, Goal>> = {
  P1a: { target: 1.1, limit: 1, unit: 'ratio', method: CPU },
  P2: { target: 0.01, limit: 0.0064, unit: 'ratio', method: UNITS },
  P3: { target: 1, limit: 0.16, unit: 'ratio', method: CPU },
  P4: { target: 0.076, limit: 0.056, unit: 'ratio', method: UNITS },
  P5: {
    target: 1,
    limit: 0.15,
    unit: 'ratio',
    method: 'cold process to its first completed call, ours ÷ bare, median of interleaved rounds',
  },
  G1: { target: 1.1, limit: 1, unit: 'ratio', method: 'processor time and read units, 10,000 rules ÷ 10' },
  M1: { target: 0.7, limit: 0.5, unit: 'ratio', method: 'resident memory: peak ÷ message size, steady ours ÷ bare' },
};
