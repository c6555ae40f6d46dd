import { afterEach, describe, expect, test } from 'vitest';
import type { AuthorizationRequest } from '#local/kernel/aws.ts';
import { makeAsyncInvocations } from '#local/lambda/async-invocation.ts';
import { parseSchedule } from '#local/lambda/schedule-expression.ts';
import { makeSchedules, type SchedulesOptions } from '#local/lambda/schedules.ts';
import { makeDelivery } from '#local/services/events/delivery.ts';
import { makeFakeQueues } from './fake-queues.ts';
import { anAuthorizer, aResource, aRuntime } from './lambda-fixtures.ts';

const MINUTE = 60_000;
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:ticks';
const DEAD = 'arn:aws:sqs:us-east-1:000000000000:dead';
const RULE = 'arn:aws:events:us-east-1:000000000000:rule/EachMinute';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:Postroom-work';
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const at = (text: string) => Date.parse(`${text}Z`);
const iso = (ms: number | undefined) => (ms === undefined ? 'never' : new Date(ms).toISOString().slice(0, 16));

describe('a schedule expression', () => {
  test.each([
    ['rate(1 minute)', '2026-11-21T10:00:30', '2026-11-21T10:01'],
    ['rate(5 minutes)', '2026-11-21T10:01:00', '2026-11-21T10:05'],
    ['rate(1 hour)', '2026-11-21T10:00:00', '2026-11-21T11:00'],
    ['rate(1 day)', '2026-11-21T10:00:00', '2026-11-22T00:00'],
    ['cron(0 4 * * ? *)', '2026-11-21T04:00:00', '2026-11-22T04:00'],
    ['cron(0/15 * * * ? *)', '2026-11-21T10:16:00', '2026-11-21T10:30'],
    ['cron(30 8-9 ? * MON-FRI *)', '2026-11-20T09:30:00', '2026-11-23T08:30'],
    ['cron(0 12 1,15 JAN ? *)', '2026-11-21T00:00:00', '2027-01-01T12:00'],
    ['cron(0 0 29 2 ? *)', '2026-11-21T00:00:00', '2028-02-29T00:00'],
    ['cron(0 0 ? * 1 2027/2)', '2026-11-21T00:00:00', '2027-01-03T00:00'],
    ['cron(0 0 1 1 ? 2020)', '2026-11-21T00:00:00', 'never'],
  ])('%s after %s ticks at %s', (expression, after, next) => {
    expect(iso(parseSchedule(expression)(at(after)))).toBe(next);
  });

  test.each([
    ['rate(1 minutes)'],
    ['rate(5 minute)'],
    ['rate(0 minutes)'],
    ['rate(5 seconds)'],
    ['every minute'],
    ['cron(0 4 * * *)'],
    ['cron(0 4 * * * *)'],
    ['cron(0 4 ? * ? *)'],
    ['cron(60 4 * * ? *)'],
    ['cron(0 0 L * ? *)'],
    ['cron(5-1 0 * * ? *)'],
  ])('%s is refused', (expression) => {
    expect(() => parseSchedule(expression)).toThrow(/ScheduleExpression is not valid/);
  });
});

const start = (
  options: {
    readonly target?: Readonly<Record<string, unknown>>;
    readonly rule?: Readonly<Record<string, unknown>>;
    readonly code?: string;
    readonly functionProperties?: Readonly<Record<string, unknown>>;
    readonly isQuiet?: SchedulesOptions['isQuiet'];
    readonly refuses?: (request: AuthorizationRequest) => string | undefined;
  } = {},
) => {
  const rule = aResource({
    type: 'AWS::Events::Rule',
    logicalId: 'EachMinute',
    ref: 'EachMinute',
    attributes: { Arn: RULE },
    properties: {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [{ Id: 'Target0', Arn: QUEUE, ...options.target }],
      ...options.rule,
    },
  });
  const runtime = aRuntime(
    { work: options.code ?? 'exports.handler = async (event) => { console.log(JSON.stringify(event)); };' },
    { resources: [rule], properties: { work: options.functionProperties ?? {} } },
  );
  const queues = makeFakeQueues(runtime.clock, [QUEUE, DEAD]);
  const denied: string[] = [];
  const { authorizer, asked } = anAuthorizer(options.refuses);
  const shared = { ...runtime, queues, authorizer, onDenied: (sentence: string) => denied.push(sentence) };
  const invocations = makeAsyncInvocations(shared);
  const deliver = makeDelivery({ ...shared, invocations });
  const schedules = makeSchedules({ ...runtime, deliver, ...(options.isQuiet ? { isQuiet: options.isQuiet } : {}) });
  stops.push(async () => {
    schedules.stop();
    await runtime.stop();
  });
  const deploy = () => {
    invocations.deploy(runtime.stack);
    schedules.deploy(runtime.stack);
  };
  const settle = async () => void (await runtime.activity.settled(20_000));
  const ticks = (arn = QUEUE) =>
    queues.peek(arn, 10_000).map(({ body, sentAt }) => ({ time: (JSON.parse(body) as { time: string }).time, sentAt }));
  return { ...runtime, queues, denied, asked, invocations, schedules, deploy, settle, ticks };
};
const instant = async () => undefined;

describe('a rule in a jump of the clock', () => {
  test('ticks at every time, and each event carries its own', async () => {
    const { deploy, schedules, clock, ticks } = start();
    deploy();
    const from = clock.now();
    await schedules.advance(10 * MINUTE, instant);
    const first = (Math.floor(from / MINUTE) + 1) * MINUTE;
    const expected = Array.from({ length: 10 }, (_, index) => first + index * MINUTE);
    expect(ticks().map(({ sentAt }) => sentAt)).toEqual(expected);
    expect(ticks().map(({ time }) => Date.parse(time))).toEqual(expected);
  });

  test('with nothing due ticks once, at the end', async () => {
    const { deploy, schedules, clock, ticks } = start({ isQuiet: () => true });
    deploy();
    const from = clock.now();
    await schedules.advance(26 * 60 * MINUTE, instant);
    // The look-ahead is one day of minutes.
    expect(ticks().map(({ sentAt }) => Math.floor((sentAt - from) / (60 * MINUTE)))).toEqual([23, 25]);
  });

  test('ticks at the first minute in which something is due, also when that came up on the way', async () => {
    const dues = new Set<number>();
    const { deploy, schedules, clock, ticks } = start({
      isQuiet: (fromMs, toMs) => ![...dues].some((due) => due > fromMs && due <= toMs),
    });
    deploy();
    const minute = Math.floor(clock.now() / MINUTE) * MINUTE;
    dues.add(minute + 30 * MINUTE);
    clock.at(minute + 100 * MINUTE + 1, 'a new due entry', () => dues.add(minute + 120 * MINUTE));
    await schedules.advance(200 * MINUTE, instant);
    expect(ticks().map(({ sentAt }) => (sentAt - minute) / MINUTE)).toEqual([30, 120, 200]);
  });

  test('does not fold what nobody can tell to be quiet', async () => {
    const { deploy, schedules, ticks } = start({ isQuiet: () => Promise.reject(new Error('no table')) });
    deploy();
    await schedules.advance(5 * MINUTE, instant);
    expect(ticks()).toHaveLength(5);
  });

  test('is armed for its next minute again after a folded jump', async () => {
    const { deploy, schedules, clock, ticks } = start({ isQuiet: () => true });
    deploy();
    await schedules.advance(60 * MINUTE, instant);
    const after = clock.now();
    await clock.advance(MINUTE, instant);
    expect(ticks().map(({ sentAt }) => sentAt > after)).toEqual([false, true]);
  });
});

test('a tick that would find nothing is nothing to wait for; one with something due is', async () => {
  let isQuiet = true;
  const { deploy, schedules, clock } = start({ isQuiet: () => isQuiet });
  deploy();
  const soon = () => clock.now() + MINUTE;
  expect([clock.next(await schedules.quietTicks(soon())), (await schedules.quietTicks(clock.now())).size]).toEqual([
    undefined,
    0,
  ]);
  isQuiet = false;
  expect(clock.next(await schedules.quietTicks(soon()))).toBe(clock.next());
});

describe('a target', () => {
  test('that is a function gets the scheduled event', async () => {
    const { deploy, schedules, lines, settle, asked } = start({ target: { Arn: FUNCTION } });
    deploy();
    await schedules.advance(MINUTE, settle);
    expect(JSON.parse((lines[0] ?? '').slice('work: '.length))).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/),
      region: 'us-east-1',
      resources: [RULE],
      detail: {},
    });
    expect(asked).toEqual([
      {
        principal: { kind: 'service', service: 'events.amazonaws.com' },
        action: 'lambda:InvokeFunction',
        resource: FUNCTION,
        context: { 'aws:SourceArn': RULE },
      },
    ]);
  });

  test('with a constant input gets that instead', async () => {
    const { deploy, schedules, queues } = start({ target: { Input: '{"task":"prune"}' } });
    deploy();
    await schedules.advance(MINUTE, instant);
    expect(queues.peek(QUEUE, 1)).toMatchObject([{ body: '{"task":"prune"}' }]);
  });

  test('that may not be called is a named denial, and the event goes to the dead-letter queue', async () => {
    const { deploy, schedules, denied, ticks } = start({
      target: { Arn: FUNCTION, DeadLetterConfig: { Arn: DEAD } },
      refuses: ({ resource }) =>
        resource === FUNCTION ? 'Service: events.amazonaws.com is not authorized' : undefined,
    });
    deploy();
    await schedules.advance(MINUTE, instant);
    expect(denied).toEqual([
      `Rule EachMinute could not reach its target ${FUNCTION}: Service: events.amazonaws.com is not authorized`,
    ]);
    expect(ticks(DEAD)).toHaveLength(1);
  });

  test('that does not exist is a named failure, not a crash', async () => {
    const { deploy, schedules, denied } = start({ target: { Arn: `${QUEUE}s` } });
    deploy();
    await schedules.advance(MINUTE, instant);
    expect(denied).toEqual([
      `Rule EachMinute could not reach its target ${QUEUE}s: QueueDoesNotExist: The queue ${QUEUE}s does not exist.`,
    ]);
  });
});

test('a rule that is disabled never ticks, and one with a schedule and a pattern stops the start', async () => {
  const off = start({ rule: { State: 'DISABLED' } });
  off.deploy();
  await off.schedules.advance(MINUTE, instant);
  expect(off.ticks()).toEqual([]);
  expect(start({ rule: { EventPattern: {} } }).deploy).toThrow(
    /EachMinute \(AWS::Events::Rule\) has a property.*EventPattern/,
  );
});

test('a rule with a pattern alone is left to the buses', async () => {
  const { deploy, schedules, ticks } = start({
    rule: { EventPattern: { source: ['postroom'] }, ScheduleExpression: undefined },
  });
  deploy();
  await schedules.advance(2 * MINUTE, instant);
  expect(ticks()).toEqual([]);
});

describe('an asynchronous invocation', () => {
  const FAILS =
    'let n = 0; exports.handler = async (event, context) => { console.log(context.awsRequestId); throw new Error("no " + ++n); };';

  test('is tried again after one and two more minutes, as the same request, then buried', async () => {
    const { invocations, deploy, clock, lines, settle, queues } = start({
      code: FAILS,
      rule: { State: 'DISABLED' },
      functionProperties: { DeadLetterConfig: { TargetArn: DEAD } },
    });
    deploy();
    const tries = () => lines.filter((line) => !line.includes('ERROR'));
    invocations.invoke(FUNCTION, { a: 1 });
    await settle();
    expect(tries()).toHaveLength(1);
    await clock.advance(30_000, settle);
    expect(tries()).toHaveLength(1);
    await clock.advance(40_000, settle);
    expect(tries()).toHaveLength(2);
    await clock.advance(60_000, settle);
    expect(tries()).toHaveLength(2);
    await clock.advance(100_000, settle);
    expect(tries()).toHaveLength(3);
    expect(new Set(tries()).size).toBe(1);
    await clock.advance(600_000, settle);
    expect(tries()).toHaveLength(3);
    expect(queues.receive(DEAD, 10)).toMatchObject([
      {
        body: '{"a":1}',
        messageAttributes: { ErrorCode: { stringValue: '200' }, ErrorMessage: { stringValue: 'no 3' } },
      },
    ]);
  });

  test('may not reach the dead-letter queue without the role’s permission', async () => {
    const { invocations, settle, denied, clock, queues } = start({
      code: FAILS,
      functionProperties: { DeadLetterConfig: { TargetArn: DEAD } },
      refuses: () => 'User: work is not authorized',
    });
    invocations.invoke('work', {});
    await settle();
    await clock.advance(600_000, settle);
    expect(denied).toEqual(['User: work is not authorized']);
    expect(queues.peek(DEAD, 1)).toEqual([]);
  });
});
