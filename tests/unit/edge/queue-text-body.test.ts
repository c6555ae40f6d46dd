import type { Context, SQSEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { FeedbackMessage } from '#shared/contracts/feedback.ts';
import { queueHandler } from '#shared/edge/queue.ts';

const SENTENCE = 'Successfully validated SNS topic for Amazon SES event publishing.';

const aBatch = (...bodies: readonly string[]): SQSEvent => ({
  Records: bodies.map((body, n) => ({
    messageId: `message-${n}`,
    receiptHandle: '',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:queue',
    awsRegion: 'eu-west-1',
  })),
});

const context: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'worker',
  functionVersion: '1',
  invokedFunctionArn: 'arn',
  memoryLimitInMB: '128',
  awsRequestId: 'request',
  logGroupName: '',
  logStreamName: '',
  getRemainingTimeInMillis: () => 60_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

/** What Lambda asks of a batch that may fail in part. */
const Answer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

const run = async (schema: z.ZodType, batch: SQSEvent) => {
  const handled: unknown[] = [];
  const handler = queueHandler(schema, { info: () => {}, error: () => {} }, async ({ message }) => {
    handled.push(message);
  });
  return { handled, answer: Answer.parse(await handler(batch, context)) };
};

test('[F214] the sentence with which SES validates a topic is taken, and so is an event beside it', async () => {
  const { handled, answer } = await run(FeedbackMessage, aBatch(SENTENCE, '{"eventType":"Send"}'));
  expect(handled).toHaveLength(2);
  expect(handled).toEqual(expect.arrayContaining([SENTENCE, { eventType: 'Send' }]));
  expect(answer).toEqual({ batchItemFailures: [] });
});

test('a worker that expects an object gives text back, cut-off JSON too', async () => {
  const { handled, answer } = await run(
    z.object({ mailId: z.string() }),
    aBatch(SENTENCE, '{"mailId":"m', '{"mailId":"m"}'),
  );
  expect(handled).toEqual([{ mailId: 'm' }]);
  expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual([
    'message-0',
    'message-1',
  ]);
});

test.each(['[]', '7', 'null', 'true'])('%s is no message of SES', async (body) => {
  const { answer } = await run(FeedbackMessage, aBatch(body));
  expect(answer.batchItemFailures).toHaveLength(1);
});
