/**
 * The one stack under every queue worker: batch loop, schema, partial failures, deadline, log context. A handler gets one parsed message and
 * throws when it must be tried again.
 */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { Failure } from '../domain/failure.ts';
import type { Log } from './log.ts';

export interface Delivered<Message> {
  readonly message: Message;
  /** From 1. */
  readonly attempt: number;
}

/** Left for answering the batch: a worker that is cut off gives everything back, done or not. */
const RESERVE_MS = 5_000;

const attemptOf = (record: SQSRecord) => Number(record.attributes.ApproximateReceiveCount);

/** Even tries go through the records in the opposite order of the odd ones before them. */
const pairOf = (record: SQSRecord) => Math.ceil(attemptOf(record) / 2);

/** FNV-1a, then the finish of MurmurHash3: without it the last character hardly moves the upper bits, which are what an order is made of. */
const drawOf = (record: SQSRecord): number => {
  let hash = 0x811c9dc5;
  for (const character of `${record.messageId} ${pairOf(record)}`)
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/**
 * What ends its worker must not keep its neighbours from their outcome: they come back together, and at the sixth hand-over what has none is set
 * aside unread (shared/app/mailroom/settle-mail.ts). First tries go first; of records that were tried equally often each stands before each other
 * in one of two tries, in an order drawn anew for the next two.
 */
const inSafeOrder = (records: readonly SQSRecord[]): SQSRecord[] =>
  [...records].sort(
    (a, b) => attemptOf(a) - attemptOf(b) || (drawOf(a) - drawOf(b)) * (attemptOf(a) % 2 === 0 ? -1 : 1),
  );

/** A body that is no JSON is the text it is: SES validates a topic with a sentence. A schema that does not expect text refuses it. */
const jsonOrText = (body: string): unknown => {
  try {
    const json: unknown = JSON.parse(body);
    return json;
  } catch {
    return body;
  }
};

const parse = <Schema extends z.ZodType>(schema: Schema, body: string): z.output<Schema> => {
  const parsed = schema.safeParse(jsonOrText(body));
  if (parsed.success) return parsed.data;
  throw new Failure('invalid-input', 'message-malformed', 'The queue message is not of its schema.', parsed.error);
};

export const queueHandler = <Schema extends z.ZodType>(
  schema: Schema,
  log: Log,
  handle: (delivered: Delivered<z.output<Schema>>) => Promise<void>,
) => {
  const processor = new BatchProcessor(EventType.SQS);
  const processOne = async (record: SQSRecord, context: Context) => {
    const attempt = attemptOf(record);
    try {
      if (context.getRemainingTimeInMillis() < RESERVE_MS)
        throw new Failure('unavailable', 'out-of-time', 'Left for the next try.');
      await handle({ message: parse(schema, record.body), attempt });
    } catch (failure) {
      log.error('message.failed', failure, { messageId: record.messageId, attempt });
      throw failure;
    }
  };
  // All failed is no error of the function: every message is already named in the answer.
  return middy<SQSEvent>().handler((event, context) =>
    processPartialResponse(
      { ...event, Records: inSafeOrder(event.Records) },
      (record: SQSRecord) => processOne(record, context),
      processor,
      {
        processInParallel: false,
        throwOnFullBatchFailure: false,
      },
    ),
  );
};
