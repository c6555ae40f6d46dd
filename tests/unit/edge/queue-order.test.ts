import type { Context, SQSEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { queueHandler } from '#shared/edge/queue.ts';

const RECORDS = 10;

const anEvent = (attemptOf: (n: number) => number): SQSEvent => ({
  Records: Array.from({ length: RECORDS }, (_, n) => ({
    messageId: `0e6b7c1a-93c2-4f6e-8d1f-${String(n * 7919).padStart(12, '0')}`,
    receiptHandle: `handle ${n}`,
    body: JSON.stringify(n),
    attributes: {
      ApproximateReceiveCount: String(attemptOf(n)),
      SentTimestamp: '0',
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:queue',
    awsRegion: 'us-east-1',
  })),
});

const CONTEXT: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'worker',
  functionVersion: '1',
  invokedFunctionArn: '',
  memoryLimitInMB: '1024',
  awsRequestId: 'request',
  logGroupName: '',
  logStreamName: '',
  getRemainingTimeInMillis: () => 60_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};

/** The order in which a batch is worked on. */
const orderOf = async (attemptOf: (n: number) => number): Promise<readonly number[]> => {
  const order: number[] = [];
  const log = { info: () => undefined, error: () => undefined };
  const handler = queueHandler(z.number(), log, async ({ message }) => {
    order.push(message);
  });
  await handler(anEvent(attemptOf), CONTEXT);
  return order;
};

const pairs = Array.from({ length: RECORDS ** 2 }, (_, n) => [Math.floor(n / RECORDS), n % RECORDS] as const).filter(
  ([one, other]) => one !== other,
);

test.each([1, 3])('of tries %i and the next, each record stands before each other in one', async (attempt) => {
  const orders = [await orderOf(() => attempt), await orderOf(() => attempt + 1)];
  const before = ([one, other]: readonly [number, number]) =>
    orders.filter((order) => order.indexOf(one) < order.indexOf(other)).length;
  expect(pairs.map(before)).toEqual(pairs.map(() => 1));
});

test('every second try draws a new order', async () => {
  const orders = await Promise.all([1, 3, 5].map((attempt) => orderOf(() => attempt)));
  expect(new Set(orders.map(String)).size).toBe(3);
  // Not one that is merely moved: the neighbours of a record change.
  const followers = orders.map((order) => order.map((record, at) => `${record}>${order[at + 1]}`));
  expect(followers[1]?.filter((pair) => followers[0]?.includes(pair)).length).toBeLessThan(RECORDS / 2);
});

test('first tries go before what was tried already', async () => {
  const order = await orderOf((n) => (n % 3) + 1);
  expect(order.map((n) => n % 3)).toEqual([0, 0, 0, 0, 1, 1, 1, 2, 2, 2]);
});
