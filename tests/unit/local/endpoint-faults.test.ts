import { describe, expect, it } from 'vitest';
import { FaultPlan, type Faults, makeFaults } from '#local/endpoint/faults.ts';
import type { AwsCall } from '#local/kernel/aws.ts';

const call = (operation: string, service = 'dynamodb'): AwsCall => ({ service, operation, permissions: [], input: {} });
const plant = (faults: Faults, plan: unknown) => faults.plant(FaultPlan.parse(plan));
const ask = (faults: Faults, count: number, { name = 'work', operation = 'GetItem', service = 'dynamodb' } = {}) =>
  Array.from({ length: count }, () => faults.next(name, call(operation, service)));

describe('a planted fault', () => {
  it('fires at the nth call and not again', () => {
    const faults = makeFaults();
    plant(faults, { nth: 2, kind: 'error' });
    expect(ask(faults, 4)).toEqual([undefined, 'error', undefined, undefined]);
    expect(faults.list()).toEqual([{ nth: 2, kind: 'error', times: 1, fired: 1 }]);
  });

  it('fires so many times in a row from the nth call on', () => {
    const faults = makeFaults();
    plant(faults, { nth: 2, kind: 'throttle', times: 2 });
    expect(ask(faults, 4)).toEqual([undefined, 'throttle', 'throttle', undefined]);
    expect(faults.list()).toMatchObject([{ fired: 2 }]);
  });

  it('counts the calls of its function, service and operation only', () => {
    const faults = makeFaults();
    plant(faults, { function: 'work', service: 's3', operation: 'PutObject', nth: 2, kind: 'timeout' });
    const put = { service: 's3', operation: 'PutObject' };
    expect(ask(faults, 1, put)).toEqual([undefined]);
    expect(ask(faults, 2, { ...put, name: 'other' })).toEqual([undefined, undefined]);
    expect(ask(faults, 2, { ...put, operation: 'GetObject' })).toEqual([undefined, undefined]);
    expect(ask(faults, 2, { ...put, service: 'dynamodb' })).toEqual([undefined, undefined]);
    expect(ask(faults, 1, put)).toEqual(['timeout']);
  });

  it('without a filter counts every call of every function', () => {
    const faults = makeFaults();
    plant(faults, { nth: 3, kind: 'kill-after' });
    expect([...ask(faults, 1), ...ask(faults, 1, { name: 'other' }), ...ask(faults, 1, { service: 'sqs' })]).toEqual([
      undefined,
      undefined,
      'kill-after',
    ]);
  });

  it('counts from when it was planted', () => {
    const faults = makeFaults();
    ask(faults, 5);
    plant(faults, { nth: 1, kind: 'kill-before' });
    expect(ask(faults, 1)).toEqual(['kill-before']);
  });

  it('beside another counts the same calls; of two that are due the earlier planted one fires', () => {
    const faults = makeFaults();
    plant(faults, { nth: 2, kind: 'error' });
    plant(faults, { nth: 2, kind: 'throttle', times: 2 });
    expect(ask(faults, 3)).toEqual([undefined, 'error', 'throttle']);
    expect(faults.list()).toMatchObject([{ fired: 1 }, { fired: 1 }]);
  });

  it('is gone when the plans are cleared', () => {
    const faults = makeFaults();
    plant(faults, { nth: 1, kind: 'error', times: 9 });
    faults.clear();
    expect(ask(faults, 1)).toEqual([undefined]);
    expect(faults.list()).toEqual([]);
  });
});

describe('the plan of a fault', () => {
  it.each([
    ['no kind', { nth: 1 }],
    ['a kind that does not exist', { nth: 1, kind: 'explode' }],
    ['a call before the first', { nth: 0, kind: 'error' }],
    ['half a call', { nth: 1.5, kind: 'error' }],
    ['no times at all', { nth: 1, kind: 'error', times: 0 }],
    ['a filter nobody knows', { nth: 1, kind: 'error', tenant: 'acme' }],
  ])('is refused with %s', (_what, plan) => {
    expect(FaultPlan.safeParse(plan).success).toBe(false);
  });
});
