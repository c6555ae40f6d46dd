/** The embedded cloud for one test file: real ports, a folder of its own, gone afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cloud, type CloudOptions, startCloud } from '#local/cloud.ts';
import { routes } from '#shared/contracts/routes.ts';
import { type RequestOptions, request } from './request.ts';
import { BUILD_FOLDER, PROJECT_FOLDER } from './synthesize-once.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape; a wrong guess fails the test, which is the point
  readonly body: any;
}

export interface TestCloud extends Cloud {
  readonly folder: string;
  /** Calls the public server; JSON in and out. */
  call(method: string, path: string, options?: RequestOptions): Promise<Reply>;
  token(tenant: string, user: string, expiresIn?: string): Promise<string>;
  /** A tenant with the users owner@, admin@ and user@<tenant>.example, ids alike. */
  tenant(
    tenant: string,
    more?: Readonly<Record<string, unknown>>,
  ): Promise<{
    readonly owner: string;
    readonly admin: string;
    readonly user: string;
    readonly address: (suffix: string) => string;
  }>;
  /** Hands a mail to the emulated SES as its SMTP listener would. */
  deliver(to: string | readonly string[], raw: string | Buffer, from?: string): Promise<void>;
  /** Answers when there is nothing left to do now. */
  idle(): Promise<void>;
  /** Jumps the clock until the queues are empty: retries after a killed worker wait for their visibility timeout. */
  drain(): Promise<void>;
  warnings: string[];
}

export const startTestCloud = async (more: Partial<CloudOptions> = {}): Promise<TestCloud> => {
  const folder = more.dataDir ?? (await mkdtemp(join(tmpdir(), 'postroom-test-')));
  const warnings: string[] = [];
  const cloud = await startCloud({
    httpPort: 0,
    smtpPort: 0,
    dataDir: folder,
    projectFolder: PROJECT_FOLDER,
    buildFolder: BUILD_FOLDER,
    randomSeed: 1,
    // Nobody here waits for the post.
    deliveredAfterMs: 30,
    publicRoutes: routes.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`),
    log: () => undefined,
    warn: (sentence) => warnings.push(sentence),
    ...more,
  });
  const call: TestCloud['call'] = async (method, path, options) => {
    const answer = await request(cloud.ready.http, method, path, options);
    const text = await answer.text();
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    return { status: answer.status, headers: answer.headers, body: isJson && text !== '' ? JSON.parse(text) : text };
  };
  const token: TestCloud['token'] = async (tenant, user, expiresIn) => {
    const answer = await call('POST', '/local/tokens', {
      body: { tenant, user, ...(expiresIn === undefined ? {} : { expiresIn }) },
    });
    if (answer.status !== 200) throw new Error(`No token for ${user} of ${tenant}: ${JSON.stringify(answer.body)}`);
    return String(answer.body.token);
  };
  const waiting = () =>
    cloud.platform.queues
      .figures()
      .filter(
        ({ deadLetterQueueArn, visible, inFlight, delayed }) =>
          deadLetterQueueArn !== undefined && visible + inFlight + delayed > 0,
      );
  const idle = async () => {
    const answer = await call('POST', '/local/idle');
    if (answer.status !== 200) throw new Error(`Not idle: ${JSON.stringify(answer.body)}`);
  };
  return {
    ...cloud,
    folder,
    warnings,
    call,
    token,
    idle,
    tenant: async (tenant, extra = {}) => {
      const users = ['owner', 'admin', 'user'].map((role) => ({ id: role, email: `${role}@${tenant}.example`, role }));
      const made = await call('POST', '/local/tenants', {
        body: { tenant, plan: 'professional', inboundHandle: tenant, users, ...extra },
      });
      if (made.status !== 201) throw new Error(`No tenant ${tenant}: ${JSON.stringify(made.body)}`);
      const [owner = '', admin = '', user = ''] = await Promise.all(users.map(({ id }) => token(tenant, id)));
      return { owner, admin, user, address: (suffix) => `${tenant}${suffix}@${cloud.ready.inboundDomain}` };
    },
    deliver: async (to, raw, from = 'sender@outside.example') => {
      const received = await cloud.platform.inbound.receive(
        { from, to: [to].flat() },
        Buffer.isBuffer(raw) ? raw : Buffer.from(raw),
      );
      if (received.kind === 'refused') throw new Error(`SES refused the mail: ${received.code} ${received.text}`);
    },
    drain: async () => {
      // A message is hidden for at most 15 minutes and tried at most ten times.
      for (let jump = 0; jump < 12; jump += 1) {
        await idle();
        if (waiting().length === 0) return;
        await call('POST', '/local/clock', { body: { advance: 'PT16M' } });
      }
      throw new Error(`Still waiting: ${JSON.stringify(waiting())}`);
    },
    stop: async () => {
      await cloud.stop();
      if (more.dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};
