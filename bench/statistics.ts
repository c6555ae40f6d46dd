/** Medians and quartiles, for the bench: on a shared machine a mean says how often something else ran. */

export interface Spread {
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
}

/** Linear between the two nearest ranks, as spreadsheets and R (type 7) do it. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error('There is no quantile of no values.');
  return below + (above - below) * (place - Math.floor(place));
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const spreadOf = (values: readonly number[]): Spread => ({
  p25: quantile(values, 0.25),
  median: median(values),
  p75: quantile(values, 0.75),
});

/** One ratio a round: both sides of a round ran next to each other, so what disturbed the machine disturbed both. */
export const ratiosOf = (ours: readonly number[], bare: readonly number[]): readonly number[] => {
  if (ours.length !== bare.length)
    throw new Error(`${ours.length} rounds of one side and ${bare.length} of the other.`);
  return ours.map((value, round) => value / (bare[round] ?? Number.NaN));
};
