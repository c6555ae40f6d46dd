/** The embedded cloud as the bench uses it: tenants, mails in, mails to send, the messages that wait, and the bill. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';
import type { SqsRecord } from '#local/lambda/sqs-event.ts';
import type { BenchFunction, CloudAnswer, CloudRequest } from './cloud-messages.ts';
import { startSide } from './side.ts';

const PROCESS = join(import.meta.dirname, 'cloud-process.ts');

const Usage = z.object({
  items: z.array(
    z.object({
      service: z.string(),
      operation: z.string(),
      function: z.string(),
      requests: z.number(),
      units: z.record(z.string(), z.number()),
      dollars: z.number(),
    }),
  ),
});

export type UsageItem = z.output<typeof Usage>['items'][number];

export interface Tenant {
  readonly name: string;
  readonly token: string;
  readonly leadAddress: string;
}

export interface BenchCloud {
  fn(folder: string): BenchFunction;
  /** Plan with 500 mails a day for its one user. */
  tenant(): Promise<Tenant>;
  deliver(mail: { readonly to: string; readonly from: string; readonly raw: Uint8Array }): Promise<void>;
  submit(tenant: Tenant, mail: unknown): Promise<void>;
  take(folder: string): Promise<readonly SqsRecord[]>;
  idle(): Promise<void>;
  /** Since the last time it was asked. */
  usage(): Promise<readonly UsageItem[]>;
  stop(): Promise<void>;
}

/** Far above what the bench sends: nobody waits for a place in SES's rate while processor time is measured. */
const RATE_PER_SECOND = 100_000;

const asking = (child: ChildProcess) => {
  const waiting: { resolve: (answer: CloudAnswer) => void; reject: (error: Error) => void }[] = [];
  child.on('message', (answer: CloudAnswer) => {
    const next = waiting.shift();
    if (answer.kind === 'failed') next?.reject(new Error(answer.message));
    else next?.resolve(answer);
  });
  child.on('exit', () => {
    for (const { reject } of waiting)
      reject(new Error('The embedded cloud of the bench ended; what it said is above.'));
  });
  const answer = () =>
    new Promise<CloudAnswer>((resolve, reject) => {
      waiting.push({ resolve, reject });
    });
  return {
    answer,
    ask: (request: CloudRequest) => {
      const answered = answer();
      child.send(request);
      return answered;
    },
  };
};

export const startBenchCloud = async (how: 'held' | 'working'): Promise<BenchCloud> => {
  const child = fork(PROCESS, [how], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], serialization: 'advanced' });
  const { answer, ask } = asking(child);
  const first = await answer();
  if (first.kind !== 'ready') throw new Error('The embedded cloud of the bench did not say that it is ready.');
  const { ready } = first;

  const call = async (method: string, path: string, body?: unknown, token?: string): Promise<unknown> => {
    const response = await fetch(`${ready.http}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };

  let tenants = 0;
  const cloud: BenchCloud = {
    fn: (folder) => {
      const found = ready.functions[folder];
      if (found === undefined) throw new Error(`The template has no function ${folder}.`);
      return found;
    },
    tenant: async () => {
      tenants += 1;
      const name = `bench${tenants}`;
      const users = [{ id: 'owner', email: `owner@${name}.example`, role: 'owner' }];
      await call('POST', '/local/tenants', { tenant: name, plan: 'professional', inboundHandle: name, users });
      const { token } = z
        .object({ token: z.string() })
        .parse(await call('POST', '/local/tokens', { tenant: name, user: 'owner' }));
      return { name, token, leadAddress: `${name}+lead@${ready.inboundDomain}` };
    },
    deliver: async (mail) => {
      await ask({ kind: 'deliver', ...mail });
    },
    submit: async (tenant, mail) => {
      await call('POST', '/v1/emails', mail, tenant.token);
    },
    take: async (folder) => {
      const taken = await ask({ kind: 'take', folder });
      return taken.kind === 'taken' ? taken.records : [];
    },
    idle: async () => {
      await call('POST', '/local/idle');
    },
    usage: async () => Usage.parse(await call('GET', '/local/usage?reset=1')).items,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.disconnect();
      await ended;
    },
  };
  // The schedule is who tells the workers what SES's rate is.
  const fn = cloud.fn('run-schedule');
  await call('PUT', '/local/ses/account', { maxSendRate: RATE_PER_SECOND, max24h: 1_000_000_000 });
  // SES announces itself to a new rule; that is no mail.
  if (how === 'held') await cloud.take('receive-mail');
  const schedule = await startSide(fn.assetFolder, fn);
  await schedule.run([{ id: 'bench', 'detail-type': 'Scheduled Event' }]);
  schedule.stop();
  return cloud;
};
