/**
 * Runs inside a worker thread: one Lambda execution environment. It does what Lambda's Node.js runtime interface client does: load the
 * handler once, then one event at a time, errors reported under the names Lambda uses. Started by execution.ts.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { FailureReport, InvokeMessage, WorkerMessage, WorkerSetup } from './messages.ts';
import { patchDate } from './worker-date.ts';
import { type Handler, loadHandler } from './worker-module.ts';
import { captureOutput } from './worker-output.ts';

const setup: WorkerSetup = workerData;
const port = parentPort;
if (port === null) throw new Error('local/lambda/worker.ts runs only as a worker thread.');

const send = (message: WorkerMessage): void => port.postMessage(message);
// Node has read it by now, and the function is not to know that it ran before.
delete process.env['NODE_COMPILE_CACHE'];
patchDate(setup.clockCells);
const output = captureOutput((line) => send({ kind: 'line', line }));

const report = (error: unknown): FailureReport =>
  error instanceof Error
    ? { errorType: error.name, message: error.message }
    : { errorType: typeof error, message: String(error) };

const logError = (title: string, error: unknown): void => {
  const stack = error instanceof Error ? error.stack?.split('\n') : undefined;
  process.stderr.write(`ERROR\t${title}\t${JSON.stringify({ ...report(error), stack })}\n`);
};

// Exit codes as in the runtime interface client.
process.on('uncaughtException', (error) => {
  logError('Uncaught Exception', error);
  send({ kind: 'crashing', ...report(error) });
  process.exit(129);
});
process.on('unhandledRejection', (reason) => {
  logError('Unhandled Promise Rejection', reason);
  send({ kind: 'crashing', errorType: 'Runtime.UnhandledPromiseRejection', message: String(reason) });
  process.exit(128);
});

const stringify = (answer: unknown): string => {
  try {
    return JSON.stringify(answer === undefined ? null : answer) ?? 'null';
  } catch {
    throw Object.assign(new Error('Unable to stringify response body'), { name: 'Runtime.JSONStringifyError' });
  }
};

const run = async (handler: Handler, { requestId, payload, timeoutMs }: InvokeMessage): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  const context = {
    ...setup.context,
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.floor(deadline - performance.now()),
  };
  let message: WorkerMessage;
  try {
    message = { kind: 'answered', requestId, payload: stringify(await handler(JSON.parse(payload), context)) };
  } catch (error) {
    logError('Invoke Error', error);
    message = { kind: 'failed', requestId, ...report(error) };
  }
  output.flush();
  send(message);
};

try {
  const handler = await loadHandler(setup.assetFolder, setup.handler);
  port.on('message', (message: InvokeMessage) => run(handler, message));
  send({ kind: 'ready' });
} catch (error) {
  logError('Init Error', error);
  output.flush();
  send({ kind: 'init-failed', ...report(error) });
  process.exit(1);
}
