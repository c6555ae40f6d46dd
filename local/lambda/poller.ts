/**
 * Lambda's poller for one mapping: receives, gathers a batch, invokes, deletes what succeeded. What failed is left alone and becomes visible
 * when its visibility timeout is over - not at once, as AWS does it. Keeps nothing that must survive: after a crash the queue hands it out again.
 */
import { AwsError } from '#local/kernel/aws.ts';
import type { Clock, Timer } from '#local/kernel/clock.ts';
import type { Queues, ReceivedMessage } from '#local/kernel/queues.ts';
import { readBatchAnswer } from './batch-answer.ts';
import type { Count } from './count.ts';
import type { Mapping } from './event-source-mapping.ts';
import { EVENT_BYTES, type Functions } from './functions.ts';
import { type SqsRecord, sqsRecord } from './sqs-event.ts';

export interface Poller {
  readonly queueArn: string;
  poll(): void;
  busy(): boolean;
  stop(): void;
}

export interface PollerHost {
  readonly clock: Clock;
  readonly queues: Queues;
  readonly functions: Functions;
  readonly count: Count;
  readonly log: (entry: { readonly functionName: string; readonly line: string }) => void;
}

/** ReceiveMessage and DeleteMessageBatch take ten messages at most. */
const MOST_PER_CALL = 10;
/** SQS pricing: every 64 KB chunk of a payload is one request. */
const BILLED_CHUNK_BYTES = 64 * 1024;

const bytesOf = (record: SqsRecord): number => Buffer.byteLength(JSON.stringify(record)) + 1;
const ENVELOPE_BYTES = Buffer.byteLength('{"Records":[]}');

export const makePoller = (mapping: Mapping, { clock, queues, functions, count, log }: PollerHost): Poller => {
  const { fn, queueArn, batchSize, windowSeconds, concurrency, reportsItems } = mapping;
  const ready: SqsRecord[][] = [];
  let gathering: SqsRecord[] = [];
  let gatheredBytes = ENVELOPE_BYTES;
  let window: Timer | undefined;
  let running = 0;
  let stopped = false;

  const counted = (operation: string, amount: number) =>
    count([{ unit: 'SqsRequest', amount }], { service: 'sqs', operation, functionName: fn.name });

  const close = () => {
    window?.cancel();
    window = undefined;
    if (gathering.length > 0) ready.push(gathering);
    gathering = [];
    gatheredBytes = ENVELOPE_BYTES;
  };
  const gather = (message: ReceivedMessage) => {
    const record = sqsRecord(message, queueArn);
    // A batch ends at its size, its window or Lambda's payload limit, whichever comes first.
    if (gatheredBytes + bytesOf(record) > EVENT_BYTES) close();
    gathering.push(record);
    gatheredBytes += bytesOf(record);
    if (gathering.length >= batchSize) close();
  };
  const receive = (): boolean => {
    const messages = queues.receive(queueArn, Math.min(MOST_PER_CALL, batchSize - gathering.length));
    const sizeBytes = messages.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    counted('ReceiveMessage', Math.max(1, Math.ceil(sizeBytes / BILLED_CHUNK_BYTES)));
    for (const message of messages) gather(message);
    if (gathering.length > 0 && windowSeconds === 0) close();
    else if (gathering.length > 0)
      window ??= clock.at(clock.now() + windowSeconds * 1000, `batch window of ${fn.name}`, () => {
        window = undefined;
        close();
        poll();
      });
    return messages.length > 0;
  };
  const remove = (records: readonly SqsRecord[]) => {
    for (let from = 0; from < records.length; from += MOST_PER_CALL) counted('DeleteMessageBatch', 1);
    for (const { receiptHandle } of records) {
      try {
        queues.delete(queueArn, receiptHandle);
      } catch (error) {
        // The handle is no longer good: the message is delivered again, as at least once means.
        if (!(error instanceof AwsError)) throw error;
      }
    }
  };
  const succeeded = async (records: readonly SqsRecord[]): Promise<readonly SqsRecord[]> => {
    const invocation = await functions.invoke(fn.name, { Records: records });
    if (invocation.kind === 'failed') return [];
    if (!reportsItems) return records;
    const outcome = readBatchAnswer(invocation.payload, new Set(records.map(({ messageId }) => messageId)));
    if (outcome.kind === 'items') return records.filter(({ messageId }) => !outcome.failed.has(messageId));
    log({ functionName: fn.name, line: `The whole batch counts as failed: ${outcome.because}.` });
    return [];
  };
  const run = async (records: readonly SqsRecord[]) => {
    running += 1;
    try {
      remove(await succeeded(records));
    } finally {
      running -= 1;
    }
    poll();
  };
  const poll = () => {
    while (!stopped && running < concurrency) {
      const batch = ready.shift();
      if (batch !== undefined) void run(batch);
      else if (!queues.hasVisible(queueArn)) return;
      // What was visible went to the dead-letter queue; look again without holding up everybody else.
      else if (!receive()) return void setImmediate(poll);
    }
  };

  return {
    queueArn,
    poll,
    busy: () => running > 0 || (!stopped && (ready.length > 0 || (concurrency > 0 && queues.hasVisible(queueArn)))),
    stop: () => {
      stopped = true;
      window?.cancel();
    },
  };
};
