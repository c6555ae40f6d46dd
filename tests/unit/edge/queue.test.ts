import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Log } from '#shared/edge/log.ts';
import { queueHandler } from '#shared/edge/queue.ts';

const silent: Log = { info: () => undefined, error: () => undefined };
const context = (remainingMs: number) => ({ getRemainingTimeInMillis: () => remainingMs }) as Context;
const aRecord = (messageId: string, body: unknown, attempt = 1) =>
  ({
    messageId,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: String(attempt) },
    eventSource: 'aws:sqs',
  }) as SQSRecord;

/** What the worker answers SQS, and the messages its handler was given, in order. */
const run = async (Records: SQSRecord[], { remainingMs = 60_000, fails = [] as readonly string[] } = {}) => {
  const handled: { text: string; attempt: number }[] = [];
  const handler = queueHandler(z.object({ text: z.string() }), silent, async ({ message, attempt }) => {
    handled.push({ text: message.text, attempt });
    if (fails.includes(message.text)) throw new Error('no');
  });
  const event: SQSEvent = { Records };
  const answer: unknown = await handler(event, context(remainingMs));
  return { answer, handled };
};

describe('a batch', () => {
  test('that was done is answered without failures', async () => {
    const { answer, handled } = await run([aRecord('1', { text: 'a' }), aRecord('2', { text: 'b' }, 3)]);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(handled).toEqual([
      { text: 'a', attempt: 1 },
      { text: 'b', attempt: 3 },
    ]);
  });

  test('gives back only what failed: thrown, no JSON, or not of the schema', async () => {
    const records = [
      aRecord('1', { text: 'a' }),
      aRecord('2', { text: 'bad' }),
      aRecord('3', '{'),
      aRecord('4', { text: 7 }),
    ];
    const { answer, handled } = await run(records, { fails: ['bad'] });
    expect(
      z
        .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) })
        .parse(answer)
        .batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
        .sort(),
    ).toEqual(['2', '3', '4']);
    expect(handled.map(({ text }) => text).sort()).toEqual(['a', 'bad']);
  });

  test('is worked through by the number of tries, so that what ends the worker stands behind the others', async () => {
    const records = [
      aRecord('1', { text: 'old' }, 4),
      aRecord('2', { text: 'new' }, 1),
      aRecord('3', { text: 'second' }, 2),
    ];
    expect((await run(records)).handled.map(({ text }) => text)).toEqual(['new', 'second', 'old']);
  });

  test('whose time is up is given back untouched', async () => {
    const { answer, handled } = await run([aRecord('1', { text: 'a' })], { remainingMs: 4_999 });
    expect([answer, handled]).toEqual([{ batchItemFailures: [{ itemIdentifier: '1' }] }, []]);
    expect((await run([aRecord('1', { text: 'a' })], { remainingMs: 5_000 })).handled).toHaveLength(1);
  });
});
