/**
 * The execution environments of one function: as many as invocations run at once, up to the limit, reused when idle. Synchronous callers
 * beyond the limit wait in line (Lambda would throttle them; ARCHITECTURE says they wait, so that a race is never answered by a 429).
 */
import type { DeployedFunction } from './deployed-function.ts';
import type { Execution } from './execution.ts';
import type { Invocation } from './messages.ts';

/** Enough for races to be real on one machine, few enough for its memory. */
export const MOST_AT_ONCE = 4;

export interface PoolFigures {
  readonly functionName: string;
  /** Workers with nothing to do. */
  readonly warm: number;
  readonly running: number;
  readonly waiting: number;
  readonly invocations: number;
  readonly failures: number;
  readonly coldStarts: number;
  /** Time of invocations as Lambda bills it: each rounded up to a millisecond. */
  readonly billedMs: number;
  readonly memoryMb: number;
}

export interface Pool {
  readonly limit: number;
  invoke(requestId: string, payload: string): Promise<Invocation>;
  warm(): void;
  kill(): Promise<void>;
  stop(): Promise<void>;
  busy(): boolean;
  figures(): PoolFigures;
}

interface Waiting {
  readonly requestId: string;
  readonly payload: string;
  readonly settle: (invocation: Invocation) => void;
}

export const makePool = (fn: DeployedFunction, start: (events: { idle(): void; ended(): void }) => Execution): Pool => {
  const limit = Math.min(MOST_AT_ONCE, fn.reservedConcurrency ?? MOST_AT_ONCE);
  const all = new Set<Execution>();
  const idle: Execution[] = [];
  const waiting: Waiting[] = [];
  const counted = { running: 0, invocations: 0, failures: 0, coldStarts: 0, billedMs: 0 };
  let stopped = false;

  const launch = (): Execution => {
    const execution: Execution = start({
      idle: () => {
        if (!idle.includes(execution)) idle.push(execution);
        dispatch();
      },
      ended: () => {
        all.delete(execution);
        if (idle.includes(execution)) idle.splice(idle.indexOf(execution), 1);
        // After the invocation it carried has been answered.
        queueMicrotask(dispatch);
      },
    });
    all.add(execution);
    counted.coldStarts += 1;
    return execution;
  };
  const run = async (execution: Execution, { requestId, payload, settle }: Waiting) => {
    const from = performance.now();
    counted.running += 1;
    const invocation = await execution.invoke(requestId, payload);
    counted.running -= 1;
    counted.invocations += 1;
    counted.billedMs += Math.ceil(performance.now() - from);
    if (invocation.kind === 'failed') counted.failures += 1;
    settle(invocation);
  };
  const dispatch = () => {
    while (waiting.length > 0 && !stopped) {
      const execution = idle.shift() ?? (all.size < limit ? launch() : undefined);
      if (execution === undefined) return;
      const next = waiting.shift();
      if (next !== undefined) void run(execution, next);
    }
  };
  const kill = async () => {
    const ending = [...all];
    for (const execution of ending) execution.kill();
    await Promise.all(ending.map((execution) => execution.gone));
  };

  return {
    limit,
    invoke: (requestId, payload) =>
      new Promise((settle) => {
        if (stopped)
          return settle({ kind: 'failed', errorType: 'ServiceException', message: 'The embedded cloud is stopping.' });
        if (limit === 0)
          return settle({ kind: 'failed', errorType: 'TooManyRequestsException', message: 'Rate Exceeded.' });
        waiting.push({ requestId, payload, settle });
        dispatch();
      }),
    warm: () => {
      if (!stopped && idle.length === 0 && all.size < limit) idle.push(launch());
    },
    kill,
    stop: async () => {
      stopped = true;
      for (const { settle } of waiting.splice(0))
        settle({ kind: 'failed', errorType: 'ServiceException', message: 'The embedded cloud is stopping.' });
      await kill();
    },
    busy: () => counted.running > 0 || waiting.length > 0,
    figures: () => ({
      functionName: fn.name,
      warm: idle.length,
      waiting: waiting.length,
      memoryMb: fn.memoryMb,
      ...counted,
    }),
  };
};
