/** `npm start`: the embedded cloud in the foreground until SIGINT or SIGTERM, which may come while it starts. */
import { join } from 'node:path';
import { routes } from '#shared/contracts/routes.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { readConfig, StartError } from './config.ts';
import { readFact, writeFact } from './kernel/state.ts';
import { makeOutput } from './output.ts';
import { seedDemo } from './seed.ts';
import { TemplateError } from './template/template-error.ts';

// Worker threads share the process's time zone, and Lambda's is UTC.
process.env['TZ'] = 'UTC';

const output = makeOutput();
const stopping = new AbortController();
let cloud: Cloud | undefined;

const SEEDED_FACT = 'seeded';

const start = async () => {
  const config = readConfig(process.env);
  const projectFolder = join(import.meta.dirname, '..');
  output.starting();
  cloud = await startCloud({
    ...config,
    projectFolder,
    buildFolder: join(projectFolder, '.build'),
    randomSeed: Date.now(),
    publicRoutes: routes.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`),
    log: output.functionLine,
    warn: output.warning,
    signal: stopping.signal,
  });
  // On first start only: whoever deletes the demo contacts does not want them back.
  if (config.seed === 'demo' && readFact(cloud.state, SEEDED_FACT) === undefined) {
    await seedDemo(cloud.control, cloud.ready.http);
    writeFact(cloud.state, SEEDED_FACT, 'demo');
  }
  cloud.platform.functions.warm('receive-mail');
  output.ready(cloud.ready, config.dataDir, config.seed);
};

const stop = async (signal: NodeJS.Signals) => {
  if (stopping.signal.aborted) return;
  stopping.abort();
  output.stopping(signal);
  // Not there yet: startCloud closes what it opened, and the start ends below.
  if (cloud === undefined) return;
  await cloud.stop();
  process.exit(0);
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

/** How soon it is noticed that npm is gone: before a person, or a script, has started it again. */
const LOOK_FOR_NPM_EVERY_MS = 200;
// npm passes signals on, but not a `kill -9`: without this, port and data folder would stay with a process nobody sees.
const npm = process.ppid;
if (process.env['npm_lifecycle_event'] === 'start')
  setInterval(() => {
    if (process.ppid !== npm) process.exit(1);
  }, LOOK_FOR_NPM_EVERY_MS).unref();

try {
  await start();
} catch (error) {
  // A start that was stopped fails at whatever it was doing, and that is nobody's mistake.
  if (!stopping.signal.aborted) {
    output.failed(error instanceof StartError || error instanceof TemplateError ? error.message : error);
    process.exit(1);
  }
  if (cloud === undefined) process.exit(0);
}
