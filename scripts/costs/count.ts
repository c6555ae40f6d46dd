/** What a mail in, a mail out and a minute of nothing use of AWS, counted on an embedded cloud of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type Cloud, startCloud } from '#local/cloud.ts';
import { routes } from '#shared/contracts/routes.ts';

const PROJECT = join(import.meta.dirname, '..', '..');

/** Enough for the chance in what runs side by side (two events of one mail) to even out. */
const MAILS = 20;

export type Units = Readonly<Record<string, number>>;

export interface Counted {
  readonly units: Units;
  /** Requests a function makes and waits for. */
  readonly waits: number;
  /** What the functions themselves write to their logs. */
  readonly logBytes: number;
}

export interface Counts {
  readonly mailIn: Counted;
  readonly mailOut: Counted;
  /** A start of run-schedule that finds nothing to do. */
  readonly quietMinute: Counted;
  readonly alarms: number;
  readonly dashboards: number;
  readonly keys: number;
  /** Queues that Lambda asks for messages day and night. */
  readonly polledQueues: number;
}

const Usage = z.object({
  items: z.array(
    z.object({
      service: z.string(),
      function: z.string(),
      requests: z.number(),
      units: z.record(z.string(), z.number()),
    }),
  ),
});
const Token = z.object({ token: z.string() });
const Template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) });

/** Not waited for inside a function: its own start, what Lambda's poller and the gateway do, what SES hands over. */
const OUTSIDE = ['lambda', 'sqs', 'apigateway'];

const less = (all: Counted, quiet: Counted, mails: number): Counted => ({
  units: Object.fromEntries(
    Object.entries(all.units).map(([unit, amount]) => [unit, (amount - (quiet.units[unit] ?? 0)) / mails]),
  ),
  waits: (all.waits - quiet.waits) / mails,
  logBytes: (all.logBytes - quiet.logBytes) / mails,
});

const aMail = (n: number): string =>
  [
    `From: Customer ${n} <customer-${n}@shop.example>`,
    'To: sales@company.example',
    `Subject: An order, number ${n}`,
    `Message-ID: <order-${n}@shop.example>`,
    'Date: Sat, 21 Nov 2026 09:00:00 +0000',
    '',
    ...Array.from({ length: 40 }, () => 'Please send ten of them to the address below, and the bill with them.'),
    '',
  ].join('\r\n');

const measure = async (cloud: Cloud, logged: { bytes: number }) => {
  const call = async (method: string, path: string, body?: unknown, token?: string): Promise<unknown> => {
    const answer = await fetch(`${cloud.ready.http}${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const idle = () => call('POST', '/local/idle');
  /** From here to an hour later: whatever a mail has the schedule do is among it, and one quiet start. */
  const counted = async (work: () => Promise<void>): Promise<Counted> => {
    await idle();
    await call('GET', '/local/usage?reset=1');
    logged.bytes = 0;
    await work();
    await call('POST', '/local/clock', { advance: 'PT1H' });
    await idle();
    const { items } = Usage.parse(await call('GET', '/local/usage'));
    const units: Record<string, number> = {};
    for (const row of items)
      for (const [unit, amount] of Object.entries(row.units)) units[unit] = (units[unit] ?? 0) + amount;
    const waits = items
      .filter((row) => row.function !== row.service && !OUTSIDE.includes(row.service))
      .reduce((sum, { requests }) => sum + requests, 0);
    return { units, waits, logBytes: logged.bytes };
  };

  const users = [{ id: 'owner', email: 'owner@company.example', role: 'owner' }];
  await call('POST', '/local/tenants', { tenant: 'company', plan: 'professional', inboundHandle: 'company', users });
  const { token } = Token.parse(await call('POST', '/local/tokens', { tenant: 'company', user: 'owner' }));
  // One at a time, so that no two share an invocation or a batch: a busy Postroom pays less for each.
  const oneByOne = (work: (n: number) => Promise<unknown>) => async () => {
    for (let n = 0; n < MAILS; n += 1) {
      await work(n);
      await idle();
    }
  };
  const quietMinute = await counted(async () => undefined);
  const allIn = await counted(
    oneByOne((n) =>
      cloud.platform.inbound.receive(
        { from: `customer-${n}@shop.example`, to: [`company+lead@${cloud.ready.inboundDomain}`] },
        Buffer.from(aMail(n)),
      ),
    ),
  );
  const allOut = await counted(
    oneByOne((n) =>
      call(
        'POST',
        '/v1/emails',
        { to: [`reader-${n}@shop.example`], subject: 'Your order', text: 'It is on its way.' },
        token,
      ),
    ),
  );
  return { quietMinute, mailIn: less(allIn, quietMinute, MAILS), mailOut: less(allOut, quietMinute, MAILS) };
};

export const countUnits = async (): Promise<Counts> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'postroom-costs-'));
  const logged = { bytes: 0 };
  let types: readonly string[] = [];
  try {
    const cloud = await startCloud({
      httpPort: 0,
      smtpPort: 0,
      dataDir,
      projectFolder: PROJECT,
      buildFolder: join(PROJECT, '.build'),
      randomSeed: 1,
      publicRoutes: routes.filter(({ access }) => access === 'public').map(({ method, path }) => `${method} ${path}`),
      log: ({ line }) => {
        logged.bytes += Buffer.byteLength(line);
      },
      warn: (sentence) => console.error(sentence),
      change: (template) => {
        types = Object.values(Template.parse(template).Resources).map(({ Type }) => Type);
        return template;
      },
    });
    try {
      const having = (type: string) => types.filter((one) => one === type).length;
      return {
        ...(await measure(cloud, logged)),
        alarms: having('AWS::CloudWatch::Alarm'),
        dashboards: having('AWS::CloudWatch::Dashboard'),
        keys: having('AWS::KMS::Key'),
        polledQueues: having('AWS::Lambda::EventSourceMapping'),
      };
    } finally {
      await cloud.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};
