/**
 * The SQS server of the embedded cloud: AWS JSON 1.0 over the queue store. Standard queues, the operations that Postroom calls.
 * Protocol: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html
 */
import {
  ACCOUNT_ID,
  type AwsService,
  type Caller,
  type HttpAnswer,
  type Permission,
  REGION,
} from '#local/kernel/aws.ts';
import type { Clock } from '#local/kernel/clock.ts';
import { queueAttributes } from './queue-attributes.ts';
import { queueArn } from './queue-settings.ts';
import type { QueueStore } from './queues.ts';
import { receiveMessage } from './receive.ts';
import { queueDoesNotExist } from './refusals.ts';
import { type Operation, readInput, type SqsInput } from './requests.ts';
import { failedEntry, sendMessage, sendMessageBatch } from './send.ts';

export interface SqsCallInput {
  readonly request: SqsInput;
  readonly queueArn: string;
  /** Where the caller reached us: a QueueUrl names the host that the SDK calls next. */
  readonly host: string;
}

/** "Every 64 KB chunk of a payload is billed as 1 request" (SQS pricing); a call without a payload is one request. */
const BILLED_CHUNK_BYTES = 65_536;

/** Batches need the permission of the single operation (SQS Developer Guide, API permissions reference). */
const ACTIONS: Readonly<Record<Operation, string>> = {
  SendMessage: 'sqs:SendMessage',
  SendMessageBatch: 'sqs:SendMessage',
  ReceiveMessage: 'sqs:ReceiveMessage',
  DeleteMessage: 'sqs:DeleteMessage',
  DeleteMessageBatch: 'sqs:DeleteMessage',
  ChangeMessageVisibility: 'sqs:ChangeMessageVisibility',
  ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility',
  GetQueueAttributes: 'sqs:GetQueueAttributes',
  GetQueueUrl: 'sqs:GetQueueUrl',
};

/** The names that the query protocol had for these errors: clients read them from x-amzn-query-error. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
};

const CONTENT_TYPE = 'application/x-amz-json-1.0';

/** `http://host/account/name`; anything else names no queue of ours. */
const arnOfUrl = (queueUrl: string): string => {
  const [account, name] = (URL.parse(queueUrl)?.pathname ?? queueUrl).split('/').slice(-2);
  if (account !== ACCOUNT_ID || name === undefined || name === '') throw queueDoesNotExist();
  return queueArn(name);
};

const arnOf = (input: SqsInput): string => {
  if (input.operation !== 'GetQueueUrl') return arnOfUrl(input.QueueUrl);
  if ((input.QueueOwnerAWSAccountId ?? ACCOUNT_ID) !== ACCOUNT_ID) throw queueDoesNotExist();
  return queueArn(input.QueueName);
};

const eachEntry = <Entry extends { readonly Id: string }>(entries: readonly Entry[], run: (entry: Entry) => void) => {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries)
    try {
      run(entry);
      Successful.push({ Id: entry.Id });
    } catch (error) {
      Failed.push(failedEntry(entry.Id, error));
    }
  return { Successful, Failed };
};

export const makeSqs = ({ queues, clock }: { queues: QueueStore; clock: Clock }): AwsService<SqsCallInput> => {
  const run = async (
    { request: input, queueArn: arn, host }: SqsCallInput,
    caller: Caller,
  ): Promise<{ body?: object; sizeBytes?: number }> => {
    const { name } = queues.settings(arn);
    switch (input.operation) {
      case 'SendMessage':
        return sendMessage(queues, arn, input, caller);
      case 'SendMessageBatch':
        return sendMessageBatch(queues, arn, input, caller);
      case 'ReceiveMessage':
        return receiveMessage(queues, clock, arn, input);
      case 'DeleteMessage':
        queues.delete(arn, input.ReceiptHandle);
        return {};
      case 'DeleteMessageBatch':
        return { body: eachEntry(input.Entries, (entry) => queues.delete(arn, entry.ReceiptHandle)) };
      case 'ChangeMessageVisibility':
        queues.changeVisibility(arn, input.ReceiptHandle, input.VisibilityTimeout);
        return {};
      case 'ChangeMessageVisibilityBatch':
        return {
          body: eachEntry(input.Entries, (entry) =>
            queues.changeVisibility(arn, entry.ReceiptHandle, entry.VisibilityTimeout),
          ),
        };
      case 'GetQueueAttributes': {
        const figures = queues.figures().find((each) => each.arn === arn);
        if (figures === undefined) throw queueDoesNotExist();
        const attributes = queueAttributes(input.AttributeNames ?? [], queues.settings(arn), figures);
        return { body: Object.keys(attributes).length === 0 ? {} : { Attributes: attributes } };
      }
      case 'GetQueueUrl':
        return { body: { QueueUrl: `http://${host}/${ACCOUNT_ID}/${name}` } };
    }
  };

  /** A queue with a key of its own: its users need the key too (SQS Developer Guide, key management). */
  const keyPermissions = ({ operation }: SqsInput, arn: string): Permission[] => {
    const resource = queues.keyOf(arn);
    if (resource === undefined || !resource.startsWith('arn:')) return [];
    const context = { 'kms:ViaService': `sqs.${REGION}.amazonaws.com`, 'kms:CallerAccount': ACCOUNT_ID };
    const decrypt = { action: 'kms:Decrypt', resource, context };
    if (operation === 'ReceiveMessage') return [decrypt];
    if (operation !== 'SendMessage' && operation !== 'SendMessageBatch') return [];
    return [{ action: 'kms:GenerateDataKey', resource, context }, decrypt];
  };

  return {
    service: 'sqs',
    throttlingCode: 'RequestThrottled',
    read: (request) => {
      const input = readInput(String(request.headers['x-amz-target'] ?? ''), request.body);
      const arn = arnOf(input);
      return {
        service: 'sqs',
        operation: input.operation,
        permissions: [{ action: ACTIONS[input.operation], resource: arn }, ...keyPermissions(input, arn)],
        input: { request: input, queueArn: arn, host: request.headers.host ?? '' },
      };
    },
    execute: async ({ input }, caller) => {
      const { body, sizeBytes = 0 } = await run(input, caller);
      const amount = Math.max(1, Math.ceil(sizeBytes / BILLED_CHUNK_BYTES));
      return {
        answer: {
          status: 200,
          headers: { 'content-type': CONTENT_TYPE },
          body: body === undefined ? '' : JSON.stringify(body),
        },
        units: [{ unit: 'SqsRequest', amount }],
      };
    },
    refuse: (error): HttpAnswer => {
      const queryCode = QUERY_CODES[error.code] ?? error.code;
      return {
        status: error.status,
        headers: {
          'content-type': CONTENT_TYPE,
          'x-amzn-query-error': `${queryCode};${error.status < 500 ? 'Sender' : 'Receiver'}`,
        },
        body: JSON.stringify({ ...error.details, __type: `com.amazonaws.sqs#${error.code}`, message: error.message }),
      };
    },
  };
};
