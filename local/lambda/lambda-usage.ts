/** What Lambda bills for invocations, out of the pools' figures: requests, and memory times time with the start of a worker in it. */
import type { Totals } from '../endpoint/usage.ts';
import type { PoolFigures } from './pool.ts';

export const lambdaUsage = (figures: readonly PoolFigures[]): Totals[] =>
  figures.map(({ functionName, invocations, billedMs, memoryMb }) => ({
    service: 'lambda',
    operation: 'Invoke',
    function: functionName,
    requests: invocations,
    units: { LambdaRequest: invocations, LambdaGbSecond: (billedMs / 1000) * (memoryMb / 1024) },
  }));
