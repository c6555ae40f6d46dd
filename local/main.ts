/** `npm start`: the embedded cloud in the foreground until SIGINT or SIGTERM. */
import { join } from 'node:path';
import { routes } from '#shared/contracts/routes.ts';
import { startCloud } from './cloud.ts';
import { readConfig, StartError } from './config.ts';
import { readFact, writeFact } from './kernel/state.ts';
import { makeOutput } from './output.ts';
import { seedDemo } from './seed.ts';
import { TemplateError } from './template/template-error.ts';

// Worker threads share the process's time zone, and Lambda's is UTC.
process.env['TZ'] = 'UTC';

const output = makeOutput();

const SEEDED_FACT = 'seeded';

const start = async () => {
  const config = readConfig(process.env);
  const projectFolder = join(import.meta.dirname, '..');
  output.starting();
  const cloud = await startCloud({
    ...config,
    projectFolder,
    buildFolder: join(projectFolder, '.build'),
    randomSeed: Date.now(),
    publicRoutes: routes.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`),
    log: output.functionLine,
    warn: output.warning,
  });
  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    output.stopping(signal);
    await cloud.stop();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // On first start only: whoever deletes the demo contacts does not want them back.
  if (config.seed === 'demo' && readFact(cloud.state, SEEDED_FACT) === undefined) {
    await seedDemo(cloud.control, cloud.ready.http);
    writeFact(cloud.state, SEEDED_FACT, 'demo');
  }
  cloud.platform.functions.warm('receive-mail');
  output.ready(cloud.ready, config.dataDir, config.seed);
};

try {
  await start();
} catch (error) {
  const isTold = error instanceof StartError || error instanceof TemplateError;
  output.failed(error instanceof Error && (isTold || error.message.startsWith('SMTP port')) ? error.message : error);
  process.exit(1);
}
