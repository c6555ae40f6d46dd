import { describe, expect, it } from 'vitest';
import { makeUsage, type Totals } from '#local/endpoint/usage.ts';
import { lambdaUsage } from '#local/lambda/lambda-usage.ts';

const START = '2026-11-21T09:00:00.000Z';
const read = { service: 'dynamodb', operation: 'GetItem', functionName: 'work' };
const reads = (amount: number) => [{ unit: 'ReadRequestUnit', amount }];
const pool = { functionName: 'work', warm: 0, running: 0, waiting: 0, failures: 0, coldStarts: 1, memoryMb: 512 };

describe('usage', () => {
  it('adds up requests and units by service, operation and function, and prices them', () => {
    const usage = makeUsage(START);
    usage.count(reads(1), read);
    usage.count(reads(0.5), read);
    usage.count([{ unit: 'WriteRequestUnit', amount: 4 }], { ...read, operation: 'PutItem' });
    usage.count(reads(2), { ...read, functionName: 'other' });
    const { items, dollars, since, currency } = usage.report();
    expect(items).toEqual([
      {
        service: 'dynamodb',
        operation: 'GetItem',
        function: 'work',
        requests: 2,
        refused: 0,
        units: { ReadRequestUnit: 1.5 },
        dollars: expect.closeTo(1.5 * 0.125e-6, 12),
      },
      {
        service: 'dynamodb',
        operation: 'PutItem',
        function: 'work',
        requests: 1,
        refused: 0,
        units: { WriteRequestUnit: 4 },
        dollars: expect.closeTo(4 * 0.625e-6, 12),
      },
      {
        service: 'dynamodb',
        operation: 'GetItem',
        function: 'other',
        requests: 1,
        refused: 0,
        units: { ReadRequestUnit: 2 },
        dollars: expect.closeTo(2 * 0.125e-6, 12),
      },
    ]);
    expect(dollars).toBeCloseTo(3.5 * 0.125e-6 + 4 * 0.625e-6, 12);
    expect({ since, currency }).toEqual({ since: START, currency: 'USD' });
  });

  it('counts a request that costs no unit', () => {
    const usage = makeUsage(START);
    usage.count([], read);
    expect(usage.report()).toMatchObject({ items: [{ requests: 1, units: {}, dollars: 0 }], dollars: 0 });
  });

  it('is told at once of a unit without a price', () => {
    expect(() => makeUsage(START).count([{ unit: 'Teaspoon', amount: 1 }], read)).toThrow(
      /prices\.json has no price for the unit Teaspoon/,
    );
  });

  it('counts what was refused apart from the requests', () => {
    const usage = makeUsage(START);
    usage.refuse(read);
    usage.count(reads(1), read);
    usage.refuse(read);
    expect(usage.report()).toMatchObject({ items: [{ requests: 1, refused: 2, units: { ReadRequestUnit: 1 } }] });
  });

  it('begins anew when reset', () => {
    const usage = makeUsage(START);
    usage.count(reads(1), read);
    usage.reset('2026-11-21T10:00:00.000Z');
    expect(usage.report()).toEqual({ since: '2026-11-21T10:00:00.000Z', items: [], dollars: 0, currency: 'USD' });
    usage.count(reads(1), read);
    expect(usage.report().items).toMatchObject([{ requests: 1 }]);
  });
});

describe('usage of Lambda', () => {
  it('is requests, and memory times billed time', () => {
    const usage = makeUsage(START);
    usage.watch(() => lambdaUsage([{ ...pool, invocations: 3, billedMs: 2000 }]));
    const [row] = usage.report().items;
    expect(row).toEqual({
      service: 'lambda',
      operation: 'Invoke',
      function: 'work',
      requests: 3,
      refused: 0,
      units: { LambdaRequest: 3, LambdaGbSecond: 1 },
      dollars: expect.closeTo(3 * 0.2e-6 + 0.0000133334, 12),
    });
  });

  it('leaves out functions that did nothing', () => {
    const usage = makeUsage(START);
    usage.watch(() => lambdaUsage([{ ...pool, invocations: 0, billedMs: 0 }]));
    expect(usage.report().items).toEqual([]);
  });

  it('after a reset shows only what came after it', () => {
    const usage = makeUsage(START);
    let totals: Totals[] = lambdaUsage([{ ...pool, invocations: 3, billedMs: 2000 }]);
    usage.watch(() => totals);
    usage.reset(START);
    expect(usage.report()).toMatchObject({ items: [], dollars: 0 });
    totals = lambdaUsage([{ ...pool, invocations: 5, billedMs: 3000 }]);
    expect(usage.report().items).toMatchObject([{ requests: 2, units: { LambdaRequest: 2, LambdaGbSecond: 0.5 } }]);
    usage.reset(START);
    expect(usage.report().items).toEqual([]);
  });
});
