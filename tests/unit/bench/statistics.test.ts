import { describe, expect, test } from 'vitest';
import { quantile, ratiosOf, spreadOf } from '../../../bench/statistics.ts';

describe('the statistics of the bench', () => {
  test('a quantile lies between the two nearest values, in proportion, whatever their order', () => {
    expect(quantile([40, 10, 30, 20], 0.25)).toBe(17.5);
    expect(quantile([40, 10, 30, 20], 0.5)).toBe(25);
    expect(quantile([1, 2, 3], 0.75)).toBe(2.5);
    expect(quantile([7], 0.25)).toBe(7);
  });

  test('one round that was disturbed moves neither the median nor the quartiles far', () => {
    expect(spreadOf([1, 1, 1, 1, 100])).toEqual({ p25: 1, median: 1, p75: 1 });
  });

  test('each round is compared with itself, not the sums: a slow round of both sides counts like any other', () => {
    expect(ratiosOf([3, 300, 6], [2, 100, 4])).toEqual([1.5, 3, 1.5]);
  });

  test('sides with different numbers of rounds, and no rounds at all, are mistakes and no figures', () => {
    expect(() => ratiosOf([1, 2], [1])).toThrow('2 rounds of one side and 1 of the other.');
    expect(() => spreadOf([])).toThrow('no values');
  });
});
