/**
 * The deployed functions: event-source mappings, the HTTP API, schedules and SNS invoke through it. Guarantees at most four invocations of
 * a function at once, each alone in its worker, and one named line for every way a function can fail.
 */
import type { Activity } from '#local/kernel/activity.ts';
import type { Clock } from '#local/kernel/clock.ts';
import type { Identities } from '#local/kernel/identities.ts';
import type { Random } from '#local/kernel/random.ts';
import type { DeployedResource, DeployedStack } from '#local/kernel/resources.ts';
import { type DeployedFunction, readFunction } from './deployed-function.ts';
import { type FailureKind, startExecution } from './execution.ts';
import type { FailureReport, Invocation } from './messages.ts';
import { makePool, type Pool, type PoolFigures } from './pool.ts';

export interface FunctionFailure extends FailureReport {
  readonly functionName: string;
  readonly kind: FailureKind;
  /** One sentence for the console: which function, what failed, where to look. */
  readonly line: string;
}

export interface Functions {
  /**
   * Runs every `AWS::Lambda::Function` that `nameOf` names; undefined leaves one out (a provider of a custom resource on the list "ignored,
   * because"). Throws AwsError for what Lambda would not create and for properties nobody emulates.
   */
  deploy(stack: DeployedStack, nameOf: (resource: DeployedResource) => string | undefined): void;
  /** By folder name, physical name or ARN. */
  find(name: string): DeployedFunction | undefined;
  all(): readonly DeployedFunction[];
  /** How many invocations of it run at once at most. */
  limitOf(name: string): number;
  invoke(name: string, event: unknown, options?: { readonly requestId?: string }): Promise<Invocation>;
  /** Starts one worker ahead, so that the first event does not pay for it. */
  warm(name: string): void;
  /** Ends every worker of the function, or of all, as a crash of its process would. Resolves when the threads are gone. */
  killAll(name?: string): Promise<void>;
  figures(): PoolFigures[];
  stop(): Promise<void>;
}

export interface FunctionsOptions {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly identities: Identities;
  readonly random: Random;
  readonly endpointUrl: () => string;
  /** `127.0.0.1:5353`: where functions ask the DNS. */
  readonly nameServer?: string | undefined;
  readonly log: (entry: { readonly functionName: string; readonly line: string }) => void;
  readonly onFailure: (failure: FunctionFailure) => void;
}

/** Lambda quotas: 6 MB for a synchronous request. */
export const EVENT_BYTES = 6_291_456;

const SENTENCES: Record<FailureKind, string> = {
  init: 'does not start',
  error: 'failed',
  timeout: 'was ended by its time-out',
  exit: 'ended unexpectedly',
};

export const makeFunctions = (options: FunctionsOptions): Functions => {
  const pools = new Map<string, { readonly fn: DeployedFunction; readonly pool: Pool }>();
  const told = new Set<string>();

  const find = (name: string) =>
    pools.get(name) ?? [...pools.values()].find(({ fn }) => fn.arn === name || fn.physicalName === name);
  const get = (name: string) => {
    const found = find(name);
    if (found === undefined)
      throw new Error(
        `There is no function ${name} in the template; it has ${[...pools.keys()].join(', ') || 'none'}.`,
      );
    return found;
  };
  const failed = (fn: DeployedFunction, kind: FailureKind, failure: FailureReport) => {
    const line = `${fn.name} ${SENTENCES[kind]}: ${failure.errorType}: ${failure.message}`;
    // A function that cannot start fails at every event in the same way; once is a message, a thousand times is noise.
    if (kind === 'init' && told.has(line)) return;
    if (kind === 'init') told.add(line);
    options.onFailure({ functionName: fn.name, kind, errorType: failure.errorType, message: failure.message, line });
  };
  const poolOf = (fn: DeployedFunction): Pool => {
    let closing = false;
    const pool = makePool(fn, ({ idle, ended }) =>
      startExecution(fn, {
        identities: options.identities,
        clockCells: options.clock.cells,
        endpointUrl: options.endpointUrl(),
        nameServer: options.nameServer,
        logStream: `${new Date(options.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${options.random.hex(16)}`,
        line: (line) => options.log({ functionName: fn.name, line }),
        failed: (kind, failure) => {
          if (!closing) failed(fn, kind, failure);
        },
        idle,
        ended,
      }),
    );
    return {
      ...pool,
      stop: () => {
        closing = true;
        return pool.stop();
      },
    };
  };

  options.activity.probe('functions', () => [...pools.values()].some(({ pool }) => pool.busy()));

  return {
    deploy: (stack, nameOf) => {
      for (const resource of stack.ofType('AWS::Lambda::Function')) {
        const name = nameOf(resource);
        if (name === undefined) continue;
        if (pools.has(name)) throw new Error(`Two functions of the template are called ${name}.`);
        const fn = readFunction(stack, resource, name);
        pools.set(name, { fn, pool: poolOf(fn) });
      }
    },
    find: (name) => find(name)?.fn,
    all: () => [...pools.values()].map(({ fn }) => fn),
    limitOf: (name) => get(name).pool.limit,
    invoke: async (name, event, given = {}) => {
      const { pool } = get(name);
      const payload = JSON.stringify(event) ?? 'null';
      if (Buffer.byteLength(payload) > EVENT_BYTES)
        return {
          kind: 'failed',
          errorType: 'RequestEntityTooLargeException',
          message: `Request must be smaller than ${EVENT_BYTES} bytes for the InvokeFunction operation`,
        };
      return pool.invoke(given.requestId ?? options.random.uuid(), payload);
    },
    warm: (name) => get(name).pool.warm(),
    killAll: async (name) => {
      const chosen = name === undefined ? [...pools.values()] : [get(name)];
      await Promise.all(chosen.map(({ pool }) => pool.kill()));
    },
    figures: () => [...pools.values()].map(({ pool }) => pool.figures()),
    stop: async () => {
      await Promise.all([...pools.values()].map(({ pool }) => pool.stop()));
    },
  };
};
