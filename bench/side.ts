/** Starts one side of a comparison as a process and gives it work. Its variables are the function's own and nothing of this process. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { SqsRecord } from '#local/lambda/sqs-event.ts';
import type { BenchFunction } from './cloud-messages.ts';

const PROCESS = join(import.meta.dirname, 'side.mjs');

export interface SqsEvent {
  readonly Records: readonly SqsRecord[];
}

export interface Took {
  /** Processor time of these events, user and system. */
  readonly cpuMs: number;
  /** Since the process began. */
  readonly processMs: number;
  readonly rssBytes: number;
  readonly peakRssBytes: number;
  readonly failures: number;
}

export interface Side {
  /** SqsEvents, or what else wakes the function. */
  run(events: readonly object[], concurrency?: number): Promise<Took>;
  stop(): void;
}

const isTook = (value: unknown): value is Took => typeof value === 'object' && value !== null && 'cpuMs' in value;

const nextMessage = (child: ChildProcess): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null, signal: string | null) =>
      reject(new Error(`A bench process ended (${signal ?? code}) before it answered; what it said is above.`));
    child.once('exit', ended);
    child.once('message', (message: unknown) => {
      child.off('exit', ended);
      resolve(message);
    });
  });

/** @param assetFolder undefined: a process that does nothing, to know what starting one costs */
export const startSide = async (assetFolder: string | undefined, fn: BenchFunction): Promise<Side> => {
  const child = fork(PROCESS, [assetFolder === undefined ? '' : join(assetFolder, 'index.js')], {
    env: fn.environment,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  await nextMessage(child);
  return {
    run: async (events, concurrency = 1) => {
      const answer = nextMessage(child);
      child.send({ events, concurrency });
      const took = await answer;
      if (!isTook(took)) throw new Error('A bench process answered something else than what its work took.');
      if (took.failures > 0)
        throw new Error(`${took.failures} messages of the bench failed; their reasons are in the side's log.`);
      return took;
    },
    stop: () => child.disconnect(),
  };
};
