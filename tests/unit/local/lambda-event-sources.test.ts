import { afterEach, describe, expect, test } from 'vitest';
import type { AuthorizationRequest } from '#local/kernel/aws.ts';
import { makeEventSources } from '#local/lambda/event-sources.ts';
import { makeFakeQueues } from './fake-queues.ts';
import { openGate } from './gate.ts';
import { anAuthorizer, aResource, aRuntime } from './lambda-fixtures.ts';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:mail';
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const SETTLE_MS = 20_000;
const start = (
  code: string,
  options: {
    readonly mapping?: Readonly<Record<string, unknown>>;
    readonly queue?: Readonly<Record<string, unknown>>;
    readonly variables?: Readonly<Record<string, string>>;
    readonly refuses?: (request: AuthorizationRequest) => string | undefined;
    readonly before?: (send: (body: string) => void) => void;
  } = {},
) => {
  const resources = [
    aResource({ type: 'AWS::SQS::Queue', ref: 'mail', attributes: { Arn: QUEUE }, properties: options.queue ?? {} }),
    aResource({
      type: 'AWS::Lambda::EventSourceMapping',
      logicalId: 'MailToWork',
      properties: {
        EventSourceArn: QUEUE,
        FunctionName: 'Postroom-work',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ...options.mapping,
      },
    }),
  ];
  const variables = { POSTROOM_FUNCTION: 'work', ...options.variables };
  const runtime = aRuntime(
    { work: code },
    { properties: { work: { Environment: { Variables: variables } } }, resources },
  );
  const queues = makeFakeQueues(runtime.clock, [QUEUE]);
  const { authorizer, asked } = anAuthorizer(options.refuses);
  const counted: string[] = [];
  const sources = makeEventSources({
    ...runtime,
    queues,
    authorizer,
    count: (units, by) => counted.push(`${by.operation} ${units[0]?.amount} ${units[0]?.unit} ${by.functionName}`),
    log: ({ line }) => runtime.lines.push(line),
  });
  stops.push(async () => {
    sources.stop();
    await runtime.stop();
  });
  options.before?.((body) => queues.send(QUEUE, { body }));
  sources.deploy(runtime.stack);
  const send = (...bodies: string[]) => bodies.map((body) => queues.send(QUEUE, { body }));
  const settled = () => runtime.activity.settled(SETTLE_MS);
  const settle = async () => void (await settled());
  return { ...runtime, queues, asked, counted, sources, send, settled, settle };
};
const left = (queues: ReturnType<typeof makeFakeQueues>) => queues.peek(QUEUE, 100).map(({ body }) => body);
/** Fails the messages whose body says so, for as many deliveries as it says. */
const FAILS = `exports.handler = async ({ Records }) => {
  console.log('batch ' + Records.map((record) => record.body).join('+'));
  return { batchItemFailures: Records.filter((r) => r.body.startsWith('bad')).map((r) => ({ itemIdentifier: r.messageId })) };
};`;

describe('a batch', () => {
  test('has the records as AWS makes them', async () => {
    const { queues, lines, settled } = start(
      'exports.handler = async (event) => { console.log(JSON.stringify(event)); };',
    );
    const messageId = queues.send(QUEUE, {
      body: 'hello',
      messageAttributes: { kind: { dataType: 'String', stringValue: 'x' } },
    });
    expect(await settled()).toBe(true);
    expect(JSON.parse((lines[0] ?? '').slice('work: '.length))).toEqual({
      Records: [
        {
          messageId,
          receiptHandle: expect.any(String),
          body: 'hello',
          attributes: { ApproximateReceiveCount: '1', SentTimestamp: expect.stringMatching(/^\d+$/) },
          messageAttributes: {
            kind: { stringValue: 'x', stringListValues: [], binaryListValues: [], dataType: 'String' },
          },
          md5OfBody: '5d41402abc4b2a76b9719d911017c592',
          eventSource: 'aws:sqs',
          eventSourceARN: QUEUE,
          awsRegion: 'us-east-1',
        },
      ],
    });
    expect(left(queues)).toEqual([]);
  });

  test('that partly fails is deleted but for the failed ones, which come back only after their visibility timeout', async () => {
    const { queues, send, settled, settle, clock, lines } = start(FAILS, { mapping: { BatchSize: 10 } });
    send('good', 'bad');
    await settled();
    expect(left(queues)).toEqual(['bad']);
    expect(queues.hasVisible(QUEUE)).toBe(false);
    await clock.advance(20_000, settle);
    expect(queues.peek(QUEUE, 1)).toMatchObject([{ receiveCount: 1 }]);
    await clock.advance(11_000, settle);
    expect(queues.peek(QUEUE, 1)).toMatchObject([{ receiveCount: 2 }]);
    expect(lines.at(-1)).toBe('work: batch bad');
  });

  test.each([
    ['a function error', 'exports.handler = async () => { throw new Error("no"); };'],
    ['a malformed answer', 'exports.handler = async () => ({ batchItemFailures: [{ id: 1 }] });'],
    [
      'an id that is not in the batch',
      'exports.handler = async () => ({ batchItemFailures: [{ itemIdentifier: "x" }] });',
    ],
  ])('with %s keeps every message', async (_, code) => {
    const { queues, send, settled } = start(code);
    send('one', 'two');
    await settled();
    expect(left(queues)).toEqual(['one', 'two']);
  });

  test('without ReportBatchItemFailures is deleted whatever the function answered', async () => {
    const { queues, send, settled } = start(FAILS, { mapping: { FunctionResponseTypes: [] } });
    send('bad');
    await settled();
    expect(left(queues)).toEqual([]);
  });

  test('is at most BatchSize long', async () => {
    const { lines, settled } = start(FAILS, {
      mapping: { BatchSize: 2 },
      before: (send) => ['1', '2', '3', '4', '5'].map(send),
    });
    await settled();
    expect(lines.toSorted()).toEqual(['work: batch 1+2', 'work: batch 3+4', 'work: batch 5']);
  });

  test('gathers for its window on the embedded clock, or until it is full', async () => {
    const { send, settled, settle, clock, lines } = start(FAILS, {
      mapping: { BatchSize: 12, MaximumBatchingWindowInSeconds: 20 },
    });
    send('1');
    await settled();
    send('2');
    await settled();
    expect(lines).toEqual([]);
    await clock.advance(20_000, settle);
    expect(lines).toEqual(['work: batch 1+2']);
    send(...'abcdefghijkl');
    await settled();
    expect(lines[1]).toBe('work: batch a+b+c+d+e+f+g+h+i+j+k+l');
  });

  test('is split where the event would pass 6 MB', async () => {
    const big = 'x'.repeat(1024 * 1024 - 1000);
    const { lines, settled, queues } = start(
      'exports.handler = async ({ Records }) => { console.log(Records.length); };',
      {
        before: (send) => Array.from({ length: 7 }, () => send(big)),
      },
    );
    await settled();
    expect(lines.toSorted()).toEqual(['work: 1', 'work: 6']);
    expect(left(queues)).toEqual([]);
  });
});

describe('polling', () => {
  test('runs at most MaximumConcurrency batches at once', async () => {
    const gate = await openGate();
    stops.push(gate.close);
    const { functions, settled, queues } = start('exports.handler = async () => { await fetch(process.env.GATE); };', {
      mapping: { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } },
      variables: { GATE: gate.url },
      before: (send) => ['1', '2', '3'].map(send),
    });
    await gate.arrived(2);
    expect(functions.figures()).toMatchObject([{ running: 2, waiting: 0 }]);
    expect(queues.figures()).toMatchObject([{ visible: 1 }]);
    gate.release();
    await gate.arrived(3);
    gate.release();
    expect(await settled()).toBe(true);
    expect(left(queues)).toEqual([]);
  });

  test('goes on with what a restart left in the queue, and counts its requests', async () => {
    const { queues, counted, settled } = start(FAILS, { before: (send) => send('x'.repeat(64 * 1024 + 1)) });
    await settled();
    expect(left(queues)).toEqual([]);
    expect(counted).toEqual(['ReceiveMessage 2 SqsRequest work', 'DeleteMessageBatch 1 SqsRequest work']);
  });

  test('keeps the cloud busy until the queue is empty, and not for what is due later', async () => {
    const { queues, activity, send, settled } = start(FAILS);
    queues.send(QUEUE, { body: 'later', delaySeconds: 60 });
    send('now');
    expect(activity.busy()).toContain('event sources');
    expect(await settled()).toBe(true);
    expect(left(queues)).toEqual(['later']);
  });

  test('takes nothing when the mapping is switched off or stopped', async () => {
    const off = start(FAILS, { mapping: { Enabled: false }, before: (send) => send('1') });
    await off.settled();
    expect(left(off.queues)).toEqual(['1']);
    const stopped = start(FAILS);
    stopped.sources.stop();
    stopped.send('1');
    expect(await stopped.settled()).toBe(true);
    expect(left(stopped.queues)).toEqual(['1']);
  });
});

describe('a mapping Lambda would not create stops the start', () => {
  test.each([
    [
      'a role that may not receive',
      {
        refuses: (r: AuthorizationRequest) =>
          r.action === 'sqs:ReceiveMessage' ? 'User: x is not authorized' : undefined,
      },
      /does not have permissions to call ReceiveMessage on SQS. User: x/,
    ],
    [
      'a queue that shows messages again before the function has timed out',
      { queue: { VisibilityTimeout: 9 } },
      /Queue visibility timeout: 9 seconds is less than Function timeout: 10 seconds/,
    ],
    ['a queue that is not there', { mapping: { EventSourceArn: `${QUEUE}s` } }, /NonExistentQueue/],
    ['a function that is not there', { mapping: { FunctionName: 'other' } }, /Function not found: other/],
    [
      'a large batch without a window',
      { mapping: { BatchSize: 11 } },
      /Maximum batch window in seconds must be greater than 0/,
    ],
    ['a property nobody runs', { mapping: { FilterCriteria: {} } }, /FilterCriteria/],
  ])('%s', (_, options, sentence) => {
    expect(() => start(FAILS, options)).toThrow(sentence);
  });

  test('the poller is checked as the role of the function', () => {
    const { asked } = start(FAILS);
    expect(asked.map(({ action }) => action)).toEqual([
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
    ]);
    expect(asked[0]).toMatchObject({
      resource: QUEUE,
      principal: { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/work' },
    });
  });
});
