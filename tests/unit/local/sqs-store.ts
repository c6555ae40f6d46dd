/** A queue store on a state of its own, for the unit tests of SQS and SNS; `restart` opens the same file as a new process would. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClock } from '#local/kernel/clock.ts';
import { makeRandom } from '#local/kernel/random.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { openState } from '#local/kernel/state.ts';
import { makeQueues } from '#local/services/sqs/queues.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'postroom-sqs-'));

export const aQueue = (name: string, properties: Record<string, unknown> = {}): DeployedResource => ({
  logicalId: name,
  type: 'AWS::SQS::Queue',
  properties: { QueueName: name, ...properties },
  ref: `http://127.0.0.1:1/000000000000/${name}`,
  attributes: { Arn: arnOf(name) },
});

export const arnOf = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

const open = (folder: string, offsetMs: number, resources: readonly DeployedResource[]) => {
  const state = openState(folder);
  const clock = makeClock({ offsetMs, onOffset: () => undefined });
  const random = makeRandom(7);
  const queues = makeQueues({ state, clock, random });
  for (const resource of resources) queues.declare(resource);
  return {
    queues,
    clock,
    state,
    random,
    pass: (ms: number) => clock.advance(ms, async () => undefined),
    /** Ends this one as a kill would, without telling it, and opens its file again `laterMs` later. */
    restart: (laterMs = 0) => {
      const offset = clock.now() - Date.now() + laterMs;
      clock.stop();
      state.close();
      return open(folder, offset, resources);
    },
  };
};

export const openQueues = (...resources: readonly DeployedResource[]) =>
  open(mkdtempSync(join(FOLDER, 'state-')), 0, resources);
