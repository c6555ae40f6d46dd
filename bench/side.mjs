/**
 * One side of a comparison in a process of its own, started by side.ts. Plain JavaScript: its own start must cost nothing, because cold starts are
 * measured here. Loads the CommonJS asset of its argument as Lambda does, hands it events, answers with what that took of the processor.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [assetFile] = process.argv.slice(2);
const MS = 1000;
const totalMs = ({ user, system }) => (user + system) / MS;

const context = {
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${process.env.AWS_LAMBDA_FUNCTION_NAME}`,
  memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
  logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  getRemainingTimeInMillis: () => 60_000,
};

/** Not resourceUsage().maxRSS where it can be helped: on Linux that begins with what the parent process held. */
const peakRssBytes = () => {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'latin1') : '';
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kilobytes) * 1024;
};

let handler;
const load = () => {
  handler ??= assetFile === '' ? () => undefined : createRequire(import.meta.url)(assetFile).handler;
};

const run = async ({ events, concurrency }) => {
  load();
  const waiting = [...events];
  const failures = [];
  const before = process.cpuUsage();
  const work = async () => {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
      const answer = await handler(event, context);
      failures.push(...(answer?.batchItemFailures ?? []));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return {
    cpuMs: totalMs(process.cpuUsage(before)),
    processMs: totalMs(process.cpuUsage()),
    rssBytes: process.memoryUsage.rss(),
    peakRssBytes: peakRssBytes(),
    failures: failures.length,
  };
};

process.on('message', async (work) => {
  process.send(await run(work));
});
process.on('disconnect', () => process.exit());
process.send('ready');
