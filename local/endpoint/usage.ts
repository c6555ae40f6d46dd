/** What the functions and the platform used of AWS, counted per service, operation and function, and priced by local/endpoint/prices.json. */
import type { Units } from '../kernel/aws.ts';
import prices from './prices.json' with { type: 'json' };

export interface UsageRow {
  readonly service: string;
  readonly operation: string;
  readonly function: string;
  readonly requests: number;
  readonly units: Readonly<Record<string, number>>;
  readonly dollars: number;
}

export interface Usage {
  count(
    units: readonly Units[],
    of: { readonly service: string; readonly operation: string; readonly functionName: string },
  ): void;
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
  readonly units: Map<string, number>;
}

export const makeUsage = (startedAt: string): Usage => {
  let since = startedAt;
  const counted = new Map<string, Counted>();
  const rows = (): UsageRow[] =>
    [...counted.values()].map(({ units, ...row }) => ({
      ...row,
      units: Object.fromEntries(units),
      dollars: [...units].reduce((sum, [unit, amount]) => sum + amount * priceOf(unit), 0),
    }));
  return {
    count: (units, { service, operation, functionName }) => {
      const key = `${service} ${operation} ${functionName}`;
      const row = counted.get(key) ?? { service, operation, function: functionName, requests: 0, units: new Map() };
      row.requests += 1;
      for (const { unit, amount } of units) {
        priceOf(unit);
        row.units.set(unit, (row.units.get(unit) ?? 0) + amount);
      }
      counted.set(key, row);
    },
    report: () => {
      const items = rows();
      return { since, items, dollars: items.reduce((sum, row) => sum + row.dollars, 0), currency: 'USD' };
    },
    reset: (now) => {
      since = now;
      counted.clear();
    },
  };
};
