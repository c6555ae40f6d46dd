/**
 * One Lambda execution environment: a worker thread with its own variables and its own temporary key, one event at a time. Used by pool.ts.
 * However the worker ends (kill, time-out, exit, out of memory), the invocation under way is answered as failed after the thread is gone,
 * so a retry never runs beside the attempt it replaces.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Identities } from '#local/kernel/identities.ts';
import type { DeployedFunction } from './deployed-function.ts';
import { environmentOf } from './environment.ts';
import type { FailureReport, Invocation, InvokeMessage, WorkerMessage, WorkerSetup } from './messages.ts';

export type FailureKind = 'init' | 'error' | 'timeout' | 'exit';

export interface ExecutionHost {
  readonly identities: Identities;
  readonly clockCells: SharedArrayBuffer;
  readonly endpointUrl: string;
  readonly nameServer?: string | undefined;
  readonly logStream: string;
  line(line: string): void;
  failed(kind: FailureKind, failure: FailureReport): void;
  /** The worker can take the next event. */
  idle(): void;
  /** The thread is gone. */
  ended(): void;
}

export interface Execution {
  /** Only when it has none under way. */
  invoke(requestId: string, payload: string): Promise<Invocation>;
  kill(): void;
  readonly gone: Promise<void>;
}

/** Lambda developer guide, "Init phase": limited to 10 seconds; a function invoked before that has its own time-out on top. */
const INIT_TIMEOUT_MS = 10_000;
/** "Payload per invocation (request or response, synchronous): 6 MB"; the service counts 100 bytes of its own envelope in. */
const ANSWER_BYTES = 6_291_556;

/**
 * Every kill is a cold start here: what Node compiled is kept for the next, in the folder Node has for that. By the variable and not by a call in
 * worker.ts, which would come after Node has turned worker.ts itself into JavaScript, at three times the price of a thread.
 */
const compileCache = (): string => process.env['NODE_COMPILE_CACHE'] ?? join(tmpdir(), 'node-compile-cache');

interface Running {
  readonly requestId: string;
  readonly settle: (invocation: Invocation) => void;
  timer: NodeJS.Timeout | undefined;
}

export const startExecution = (fn: DeployedFunction, host: ExecutionHost): Execution => {
  let ready = false;
  let killed = false;
  let running: Running | undefined;
  let ending: { readonly kind: FailureKind; readonly failure: FailureReport } | undefined;
  const timeoutMs = fn.timeoutSeconds * 1000;

  const credentials = host.identities.issue({
    principal: { kind: 'role', roleArn: fn.roleArn, functionName: fn.physicalName },
    functionName: fn.name,
    kill: () => kill(),
  });
  const setup: WorkerSetup = {
    assetFolder: fn.assetFolder,
    handler: fn.handler,
    clockCells: host.clockCells,
    context: {
      functionName: fn.physicalName,
      functionVersion: '$LATEST',
      invokedFunctionArn: fn.arn,
      memoryLimitInMB: String(fn.memoryMb),
      logGroupName: fn.logGroup,
      logStreamName: host.logStream,
    },
  };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: setup,
    env: {
      ...environmentOf(fn, {
        credentials,
        endpointUrl: host.endpointUrl,
        nameServer: host.nameServer,
        logStream: host.logStream,
      }),
      NODE_COMPILE_CACHE: compileCache(),
    },
    // The host's own flags (a test runner's loader, say) are part of the host's environment.
    execArgv: [],
    argv: [],
    resourceLimits: { maxOldGenerationSizeMb: fn.memoryMb },
  });

  const prefix = () => (running === undefined ? '' : `RequestId: ${running.requestId} Error: `);
  const settle = (invocation: Invocation) => {
    clearTimeout(running?.timer);
    running?.settle(invocation);
    running = undefined;
  };
  const end = (kind: FailureKind, failure: FailureReport) => {
    if (ending !== undefined) return;
    ending = { kind, failure };
    void worker.terminate();
  };
  const kill = () => {
    killed = true;
    end('exit', { errorType: 'Runtime.ExitError', message: `${prefix()}Runtime exited with error: signal: killed` });
  };
  const timeOut = () =>
    end('timeout', {
      errorType: 'Sandbox.Timedout',
      message: `${prefix()}Task timed out after ${fn.timeoutSeconds.toFixed(2)} seconds`,
    });
  const arm = (ms: number) => {
    if (running === undefined) return;
    clearTimeout(running.timer);
    running.timer = setTimeout(timeOut, ms);
  };
  const finish = (invocation: Invocation) => {
    if (invocation.kind === 'failed') host.failed('error', invocation);
    settle(invocation);
    host.idle();
  };

  worker.on('message', (message: WorkerMessage) => {
    if (message.kind === 'line') return host.line(message.line);
    // What a killed worker still had to say was never heard.
    if (ending !== undefined) return;
    switch (message.kind) {
      case 'ready':
        ready = true;
        return running === undefined ? host.idle() : arm(timeoutMs);
      case 'init-failed':
      case 'crashing':
        ending = {
          kind: message.kind === 'crashing' ? 'exit' : 'init',
          failure: { errorType: message.errorType, message: message.message },
        };
        return;
      case 'failed':
        return finish({ kind: 'failed', errorType: message.errorType, message: message.message });
      case 'answered':
        if (Buffer.byteLength(message.payload) > ANSWER_BYTES)
          return finish({
            kind: 'failed',
            errorType: 'Function.ResponseSizeTooLarge',
            message: `Response payload size exceeded maximum allowed payload size (${ANSWER_BYTES} bytes).`,
          });
        return finish({ kind: 'answered', payload: JSON.parse(message.payload) as unknown });
    }
  });
  // Only what the worker's own handlers cannot catch arrives here: the heap limit, a bootstrap that does not load.
  worker.on('error', (error: Error) => {
    host.line(`ERROR\t${error.name}: ${error.message} (memory size ${fn.memoryMb} MB)`);
    ending ??= {
      kind: 'exit',
      failure: { errorType: 'Runtime.ExitError', message: `${prefix()}Runtime exited with error: signal: aborted` },
    };
  });

  const gone = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      host.identities.revoke(credentials.accessKeyId);
      const reason =
        code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
      const { kind, failure } = ending ?? {
        kind: 'exit' as const,
        failure: { errorType: 'Runtime.ExitError', message: `${prefix()}${reason}` },
      };
      ending ??= { kind, failure };
      // Killing a worker that did nothing costs nobody anything.
      if (running !== undefined || !killed) host.failed(kind, failure);
      host.ended();
      settle({ kind: 'failed', ...failure });
      resolve();
    });
  });

  return {
    invoke: (requestId, payload) =>
      new Promise((resolve) => {
        running = { requestId, settle: resolve, timer: undefined };
        arm(ready ? timeoutMs : INIT_TIMEOUT_MS + timeoutMs);
        const message: InvokeMessage = { requestId, payload, timeoutMs };
        worker.postMessage(message);
      }),
    kill: () => kill(),
    gone,
  };
};
