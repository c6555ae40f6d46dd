/**
 * The embedded cloud in a process of its own, so that its work is not counted as a side's. Started by cloud.ts; `held` means that its queues wake
 * no function: the bench takes the messages and hands them to its sides.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCloud } from '#local/cloud.ts';
import { readFunction } from '#local/lambda/deployed-function.ts';
import { environmentOf } from '#local/lambda/environment.ts';
import { sqsRecord } from '#local/lambda/sqs-event.ts';
import { isRecord, memberAt } from '#local/template/json.ts';
import { routes } from '#shared/contracts/routes.ts';
import type { BenchFunction, CloudAnswer, CloudRequest } from './cloud-messages.ts';

const PROJECT = join(import.meta.dirname, '..');
const held = process.argv[2] === 'held';

/** Every event source mapping as an operator would switch it off. */
const withoutPollers = (template: unknown): unknown => {
  const resources = memberAt(template, 'Resources');
  for (const resource of Object.values(isRecord(resources) ? resources : {})) {
    const properties = memberAt(resource, 'Properties');
    if (memberAt(resource, 'Type') === 'AWS::Lambda::EventSourceMapping' && isRecord(properties))
      Object.assign(properties, { Enabled: false });
  }
  return template;
};

const folder = await mkdtemp(join(tmpdir(), 'postroom-bench-'));
const cloud = await startCloud({
  httpPort: 0,
  smtpPort: 0,
  dataDir: folder,
  projectFolder: PROJECT,
  buildFolder: join(PROJECT, '.build'),
  randomSeed: 1,
  publicRoutes: routes.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`),
  log: () => undefined,
  warn: (sentence) => process.stderr.write(`${sentence}\n`),
  ...(held ? { change: withoutPollers, unchecked: true } : {}),
});

const functions: Record<string, BenchFunction> = {};
for (const resource of cloud.stack.ofType('AWS::Lambda::Function')) {
  const fn = readFunction(cloud.stack, resource, resource.ref);
  const name = fn.variables['POSTROOM_FUNCTION'];
  if (name === undefined) continue;
  const given = { credentials: cloud.rootCredentials, endpointUrl: cloud.endpointUrl, logStream: 'bench' };
  functions[name] = { assetFolder: fn.assetFolder, environment: environmentOf(fn, given) };
}

const queueOf = (name: string): string => {
  const found = cloud.platform.queues.figures().find(({ arn }) => arn.endsWith(name));
  if (found === undefined) throw new Error(`No queue of the template ends in ${name}.`);
  return found.arn;
};

const answer = async (request: CloudRequest): Promise<CloudAnswer> => {
  if (request.kind === 'deliver') {
    const received = await cloud.platform.inbound.receive(
      { from: request.from, to: [request.to] },
      Buffer.from(request.raw),
    );
    if (received.kind === 'refused') throw new Error(`SES refused a mail of the bench: ${received.text}`);
    return { kind: 'delivered' };
  }
  const arn = queueOf(request.folder);
  const records = [];
  for (;;) {
    const messages = cloud.platform.queues.receive(arn, 10);
    if (messages.length === 0) return { kind: 'taken', records };
    for (const message of messages) {
      records.push(sqsRecord(message, arn));
      cloud.platform.queues.delete(arn, message.receiptHandle);
    }
  }
};

const send = (message: CloudAnswer) => process.send?.(message);

process.on('message', (request: CloudRequest) => {
  answer(request).then(send, (error: unknown) => send({ kind: 'failed', message: String(error) }));
});
process.on('disconnect', async () => {
  await cloud.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit();
});
send({
  kind: 'ready',
  ready: { http: cloud.ready.http, inboundDomain: cloud.ready.inboundDomain, functions },
});
