/** What the functions and the platform used of AWS, counted per service, operation and function, and priced by local/endpoint/prices.json. */
import type { Units } from '../kernel/aws.ts';
import prices from './prices.json' with { type: 'json' };

export interface UsageRow {
  readonly service: string;
  readonly operation: string;
  readonly function: string;
  readonly requests: number;
  /** Calls that got an error for an answer; not among the requests. */
  readonly refused: number;
  readonly units: Readonly<Record<string, number>>;
  readonly dollars: number;
}

interface Counting {
  readonly service: string;
  readonly operation: string;
  readonly functionName: string;
}

/** Totals that a part keeps itself from its start on. */
export interface Totals {
  readonly service: string;
  readonly operation: string;
  readonly function: string;
  readonly requests: number;
  readonly units: Readonly<Record<string, number>>;
}

export interface Usage {
  count(units: readonly Units[], of: Counting): void;
  refuse(of: Counting): void;
  /** The report shows what was added to these totals since the start or the last reset. */
  watch(totals: () => readonly Totals[]): void;
  report(): {
    readonly since: string;
    readonly items: readonly UsageRow[];
    readonly dollars: number;
    readonly currency: string;
  };
  reset(now: string): void;
}

const priced = new Map<string, { readonly dollars: number; readonly per: number }>(Object.entries(prices.units));

/** Dollars for one of a unit; a unit that no price names is a mistake of ours, not a gift of AWS. */
const priceOf = (unit: string): number => {
  const price = priced.get(unit);
  if (price === undefined)
    throw new Error(`local/endpoint/prices.json has no price for the unit ${unit}; add it with its source.`);
  return price.dollars / price.per;
};

interface Counted {
  readonly service: string;
  readonly operation: string;
  readonly function: string;
  requests: number;
  refused: number;
  readonly units: Map<string, number>;
}

const keyOf = (row: Pick<Totals, 'service' | 'operation' | 'function'>) =>
  `${row.service} ${row.operation} ${row.function}`;

const since = (before: Totals | undefined, { units, ...now }: Totals): Totals => ({
  ...now,
  requests: now.requests - (before?.requests ?? 0),
  units: Object.fromEntries(Object.entries(units).map(([unit, amount]) => [unit, amount - (before?.units[unit] ?? 0)])),
});

const priceRow = (row: Totals & { readonly refused: number }): UsageRow => ({
  ...row,
  dollars: Object.entries(row.units).reduce((sum, [unit, amount]) => sum + amount * priceOf(unit), 0),
});

export const makeUsage = (startedAt: string): Usage => {
  let from = startedAt;
  const counted = new Map<string, Counted>();
  const watched: (() => readonly Totals[])[] = [];
  let before = new Map<string, Totals>();
  const totals = () => watched.flatMap((read) => read());
  const rows = (): UsageRow[] =>
    [
      ...[...counted.values()].map(({ units, ...row }) => ({ ...row, units: Object.fromEntries(units) })),
      ...totals()
        .map((row) => since(before.get(keyOf(row)), row))
        .filter(({ requests }) => requests > 0)
        .map((row) => ({ ...row, refused: 0 })),
    ].map(priceRow);
  const rowOf = ({ service, operation, functionName }: Counting): Counted => {
    const row: Counted = { service, operation, function: functionName, requests: 0, refused: 0, units: new Map() };
    const known = counted.get(keyOf(row)) ?? row;
    counted.set(keyOf(row), known);
    return known;
  };
  return {
    count: (units, of) => {
      const known = rowOf(of);
      known.requests += 1;
      for (const { unit, amount } of units) {
        priceOf(unit);
        known.units.set(unit, (known.units.get(unit) ?? 0) + amount);
      }
    },
    refuse: (of) => {
      rowOf(of).refused += 1;
    },
    watch: (read) => watched.push(read),
    report: () => {
      const items = rows();
      return {
        since: from,
        items,
        dollars: items.reduce((sum, row) => sum + row.dollars, 0),
        currency: prices.currency,
      };
    },
    reset: (now) => {
      from = now;
      counted.clear();
      before = new Map(totals().map((row) => [keyOf(row), row]));
    },
  };
};
