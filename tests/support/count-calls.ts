/**
 * How often a function makes each AWS call while something runs. Used by the kill tables, which stop there: past its last call there is none to
 * interrupt, and the run that would find that out shows what the undisturbed one has shown.
 */
import type { TestCloud } from './cloud.ts';

const callsOf = (cloud: TestCloud, functionName: string): ReadonlyMap<string, number> =>
  new Map(
    cloud.usage
      .report()
      .items.filter((row) => row.function === functionName)
      .map((row) => [row.operation, row.requests + row.refused]),
  );

/** `most` answers Infinity for all operations together: what the queue's poller does in the function's name is counted beside them. */
export const countCalls = async <Result>(
  cloud: TestCloud,
  functionName: string,
  run: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly most: (operation: string | undefined) => number }> => {
  const before = callsOf(cloud, functionName);
  const result = await run();
  const after = callsOf(cloud, functionName);
  return {
    result,
    most: (operation) =>
      operation === undefined ? Infinity : (after.get(operation) ?? 0) - (before.get(operation) ?? 0),
  };
};
