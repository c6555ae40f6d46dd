/**
 * What SQS answers, by its API reference, asked through the real client. Everything here is meant to hold for a real account too (with
 * the two queues made by hand and the base URL left out); nobody has run it against one yet.
 */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeSqs } from '#local/services/sqs/sqs.ts';
import { aQueue, openQueues } from '#tests/unit/local/sqs-store.ts';
import { type ServedService, serveOne } from './serve-one.ts';

const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
let served: ServedService;
let client: SQSClient;
let cloud: ReturnType<typeof openQueues>;
let QueueUrl: string;
let run = 0;

beforeAll(async () => {
  cloud = openQueues();
  served = await serveOne(makeSqs(cloud));
  client = new SQSClient({ endpoint: served.baseUrl, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  cloud.clock.stop();
  await served.stop();
});
beforeEach(async () => {
  run += 1;
  cloud.queues.declare(aQueue(`jobs-${run}`));
  QueueUrl = (await client.send(new GetQueueUrlCommand({ QueueName: `jobs-${run}` }))).QueueUrl ?? '';
});

const send = (MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
const receive = async (more: object = {}) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
const refusal = async (call: Promise<unknown>) => {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  return outcome instanceof Error ? outcome.name : 'no refusal';
};

describe('SendMessage and ReceiveMessage', () => {
  test('the client accepts the MD5 of body and attributes, of every type', async () => {
    const MessageAttributes = {
      word: { DataType: 'String', StringValue: 'grün' },
      'count.of.it': { DataType: 'Number.int', StringValue: '7' },
      bytes: { DataType: 'Binary', BinaryValue: Buffer.from([0, 1, 255]) },
    };
    const sent = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hällo', MessageAttributes }));
    // As `printf hällo | md5sum` says.
    expect(sent.MD5OfMessageBody).toBe('38bbce5fb3d0aec801f9eab39182fa7a');
    const [message] = await receive({ MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
    expect(message?.Body).toBe('hällo');
    expect(message?.MD5OfMessageAttributes).toBe(sent.MD5OfMessageAttributes);
    expect(message?.MessageAttributes?.['word']).toEqual(MessageAttributes.word);
    expect(Buffer.from(message?.MessageAttributes?.['bytes']?.BinaryValue ?? [])).toEqual(Buffer.from([0, 1, 255]));
    expect(Object.keys(message?.Attributes ?? {}).sort()).toEqual([
      'ApproximateFirstReceiveTimestamp',
      'ApproximateReceiveCount',
      'SenderId',
      'SentTimestamp',
    ]);
  });

  test('attributes are shown only when they are asked for, also by prefix', async () => {
    const attribute = { DataType: 'String', StringValue: 'x' };
    const MessageAttributes = { 'a.one': attribute, b: attribute };
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm', MessageAttributes }));
    const [bare] = await receive({ VisibilityTimeout: 0 });
    expect([bare?.Attributes, bare?.MessageAttributes]).toEqual([undefined, undefined]);
    const [some] = await receive({ MessageAttributeNames: ['a.*'], MessageSystemAttributeNames: ['SentTimestamp'] });
    expect(Object.keys(some?.MessageAttributes ?? {})).toEqual(['a.one']);
    expect(Object.keys(some?.Attributes ?? {})).toEqual(['SentTimestamp']);
  });

  test('a long poll ends with the message that comes while it waits', async () => {
    const waiting = receive({ WaitTimeSeconds: 20 });
    await send('finally');
    expect(await waiting).toMatchObject([{ Body: 'finally' }]);
  });

  test('a long poll of an empty queue ends when the clock reaches its time', async () => {
    const since = cloud.clock.now();
    let done = false;
    const waiting = receive({ WaitTimeSeconds: 20 }).finally(() => {
      done = true;
    });
    while (!done) {
      // Lets sockets be read: a jump of the clock alone runs in microtasks.
      await new Promise((resolve) => setImmediate(resolve));
      await cloud.pass(1000);
    }
    expect(await waiting).toEqual([]);
    expect(cloud.clock.now() - since).toBeGreaterThanOrEqual(20_000);
  });

  test.each([
    ['more than ten messages', { MaxNumberOfMessages: 11 }],
    ['no message', { MaxNumberOfMessages: 0 }],
    ['a wait above 20 seconds', { WaitTimeSeconds: 21 }],
    ['a visibility timeout above 12 hours', { VisibilityTimeout: 43_201 }],
  ])('asking for %s is InvalidParameterValue', async (_, parameters) => {
    expect(await refusal(receive(parameters))).toBe('InvalidParameterValue');
  });

  test('a FIFO parameter is refused on a standard queue, a group id is not', async () => {
    const message = { QueueUrl, MessageBody: 'm' };
    expect(await refusal(client.send(new SendMessageCommand({ ...message, MessageDeduplicationId: 'x' })))).toBe(
      'InvalidParameterValue',
    );
    await client.send(new SendMessageCommand({ ...message, MessageGroupId: 'tenant-a' }));
    const [received] = await receive({ MessageSystemAttributeNames: ['MessageGroupId'] });
    expect(received?.Attributes).toEqual({ MessageGroupId: 'tenant-a' });
  });

  test('a queue that does not exist is QueueDoesNotExist', async () => {
    expect(await refusal(client.send(new GetQueueUrlCommand({ QueueName: 'nothing' })))).toBe('QueueDoesNotExist');
    const there = new SendMessageCommand({ QueueUrl: QueueUrl.replace(/[^/]+$/, 'nothing'), MessageBody: 'm' });
    expect(await refusal(client.send(there))).toBe('QueueDoesNotExist');
  });
});

describe('batches', () => {
  const entries = (count: number, body = 'm') =>
    Array.from({ length: count }, (_, at) => ({ Id: `e${at}`, MessageBody: `${body}` }));
  const sendAll = (Entries: { Id: string; MessageBody: string }[]) =>
    client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));

  test('ten entries are sent and received in one call each', async () => {
    expect((await sendAll(entries(10))).Successful).toHaveLength(10);
    expect(await receive()).toHaveLength(10);
  });

  test('an entry that SQS refuses is named and holds up no other', async () => {
    const outcome = await sendAll([...entries(1), { Id: 'bad', MessageBody: 'a\u0000' }]);
    expect(outcome.Successful?.map((entry) => entry.Id)).toEqual(['e0']);
    expect(outcome.Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'InvalidMessageContents' }]);
  });

  test.each([
    ['no entry', () => entries(0), 'EmptyBatchRequest'],
    ['eleven entries', () => entries(11), 'TooManyEntriesInBatchRequest'],
    ['two entries of one id', () => [...entries(1), ...entries(1)], 'BatchEntryIdsNotDistinct'],
    ['an id with a space', () => [{ Id: 'a b', MessageBody: 'm' }], 'InvalidBatchEntryId'],
    ['more than 1 MiB in all', () => entries(2, 'x'.repeat(524_289)), 'BatchRequestTooLong'],
  ])('%s is refused', async (_, batch, code) => {
    expect(await refusal(sendAll(batch()))).toBe(code);
  });

  test('exactly 1 MiB in all is accepted', async () => {
    expect((await sendAll(entries(2, 'x'.repeat(524_288)))).Successful).toHaveLength(2);
  });

  test('deleting names the handle that is none and deletes the others', async () => {
    await send('m');
    const [message] = await receive();
    const Entries = [
      { Id: 'good', ReceiptHandle: message?.ReceiptHandle },
      { Id: 'bad', ReceiptHandle: 'made-up' },
    ];
    const outcome = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    expect(outcome.Successful).toEqual([{ Id: 'good' }]);
    expect(outcome.Failed).toMatchObject([{ Id: 'bad', Code: 'ReceiptHandleIsInvalid' }]);
  });
});

describe('a received message', () => {
  test('is gone after DeleteMessage, which may be repeated', async () => {
    await send('m');
    const [message] = await receive();
    const deletion = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle });
    await client.send(deletion);
    await client.send(deletion);
    await cloud.pass(31_000);
    expect(await receive()).toEqual([]);
  });

  test('is visible again at once after a visibility timeout of 0', async () => {
    await send('m');
    const [message] = await receive();
    const handle = { QueueUrl, ReceiptHandle: message?.ReceiptHandle };
    await client.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 0 }));
    expect(await receive()).toHaveLength(1);
    const again = client.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 10 }));
    expect(await refusal(again)).toBe('InvalidParameterValue');
  });
});

describe('GetQueueAttributes', () => {
  test('counts what is visible, in flight and delayed', async () => {
    await send('one');
    await send('two');
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 900 }));
    await receive({ MaxNumberOfMessages: 1 });
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      QueueArn: `arn:aws:sqs:us-east-1:000000000000:jobs-${run}`,
      VisibilityTimeout: '30',
      MaximumMessageSize: '1048576',
    });
  });

  test('answers an unknown name with InvalidAttributeName', async () => {
    const odd = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] });
    odd.input.AttributeNames?.push(JSON.parse('"Colour"'));
    expect(await refusal(client.send(odd))).toBe('InvalidAttributeName');
  });
});

test('an operation that is not emulated says so', async () => {
  expect(await refusal(client.send(new PurgeQueueCommand({ QueueUrl })))).toBe('NotEmulated');
});
