/** What a call to SQS needs of IAM and what it is billed as. */
import { describe, expect, test } from 'vitest';
import { makeSqs } from '#local/services/sqs/sqs.ts';
import { aQueue, arnOf, openQueues } from './sqs-store.ts';

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/k';
const QueueUrl = 'http://127.0.0.1:1/000000000000/jobs';
const ROOT = { principal: { kind: 'root' }, functionName: 'root', kill: () => undefined } as const;
const entry = { Id: 'a', ReceiptHandle: 'h', VisibilityTimeout: 0 };
const deletion = { Id: 'a', ReceiptHandle: 'h' };

const openSqs = (properties: Record<string, unknown> = {}) => makeSqs(openQueues(aQueue('jobs', properties)));
const aCall = (operation: string, input: object) => ({
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: { 'x-amz-target': `AmazonSQS.${operation}`, host: '127.0.0.1:1' },
  body: Buffer.from(JSON.stringify(input)),
});

test.each([
  ['SendMessage', { QueueUrl, MessageBody: 'm' }, 'sqs:SendMessage'],
  ['SendMessageBatch', { QueueUrl, Entries: [{ Id: 'a', MessageBody: 'm' }] }, 'sqs:SendMessage'],
  ['ReceiveMessage', { QueueUrl }, 'sqs:ReceiveMessage'],
  ['DeleteMessage', { QueueUrl, ReceiptHandle: 'h' }, 'sqs:DeleteMessage'],
  ['DeleteMessageBatch', { QueueUrl, Entries: [deletion] }, 'sqs:DeleteMessage'],
  ['ChangeMessageVisibility', { QueueUrl, ReceiptHandle: 'h', VisibilityTimeout: 0 }, 'sqs:ChangeMessageVisibility'],
  ['ChangeMessageVisibilityBatch', { QueueUrl, Entries: [entry] }, 'sqs:ChangeMessageVisibility'],
  ['GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] }, 'sqs:GetQueueAttributes'],
  ['GetQueueUrl', { QueueName: 'jobs' }, 'sqs:GetQueueUrl'],
])('%s needs its permission on the queue and nothing else', (operation, input, action) => {
  expect(openSqs().read(aCall(operation, input)).permissions).toEqual([{ action, resource: arnOf('jobs') }]);
});

describe('a queue with a key of its own', () => {
  const actions = (operation: string, input: object) =>
    openSqs({ KmsMasterKeyId: KEY })
      .read(aCall(operation, input))
      .permissions.map((permission) => permission.action);

  test('needs the key for sending and receiving, not for deleting', () => {
    expect(actions('SendMessage', { QueueUrl, MessageBody: 'm' })).toEqual([
      'sqs:SendMessage',
      'kms:GenerateDataKey',
      'kms:Decrypt',
    ]);
    expect(actions('ReceiveMessage', { QueueUrl })).toEqual(['sqs:ReceiveMessage', 'kms:Decrypt']);
    expect(actions('DeleteMessage', { QueueUrl, ReceiptHandle: 'h' })).toEqual(['sqs:DeleteMessage']);
  });
});

test.each([
  ['one byte', 'x', 1],
  ['64 KB', 'x'.repeat(65_536), 1],
  ['one byte more', 'x'.repeat(65_537), 2],
  ['1 MiB', 'x'.repeat(1_048_576), 16],
])('a message of %s is billed by started 64 KB, sent and received', async (_, MessageBody, amount) => {
  const sqs = openSqs();
  for (const [operation, input] of [
    ['SendMessage', { QueueUrl, MessageBody }],
    ['ReceiveMessage', { QueueUrl }],
  ] as const) {
    const { units } = await sqs.execute(sqs.read(aCall(operation, input)), ROOT);
    expect(units).toEqual([{ unit: 'SqsRequest', amount }]);
  }
});

test.each([
  ['an unknown operation', 'CreateQueue', { QueueName: 'x' }, 'NotEmulated'],
  ['an unknown parameter', 'SendMessage', { QueueUrl, MessageBody: 'm', Colour: 'blue' }, 'NotEmulated'],
  ['a missing parameter', 'SendMessage', { QueueUrl }, 'MissingParameter'],
  ['a parameter of another type', 'SendMessage', { QueueUrl, MessageBody: 7 }, 'SerializationException'],
  ['a queue of another account', 'SendMessage', { QueueUrl: 'http://h/1/jobs', MessageBody: 'm' }, 'QueueDoesNotExist'],
])('%s is refused before permissions are looked at', (_, operation, input, code) => {
  expect(() => openSqs().read(aCall(operation, input))).toThrow(expect.objectContaining({ code }));
});
