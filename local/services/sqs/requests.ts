/**
 * The inputs of the emulated SQS operations (AWS JSON 1.0). Strict: a parameter that is not here is refused as not emulated, so that no
 * caller relies on something that only seems to work. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/
 */
import * as z from 'zod';
import { AwsError } from '#local/kernel/aws.ts';
import { invalidValue, missingParameter, notEmulated } from './refusals.ts';

const $Attribute = z.strictObject({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.base64().optional(),
});

const message = {
  MessageBody: z.string(),
  DelaySeconds: z.int().optional(),
  MessageAttributes: z.record(z.string(), $Attribute).optional(),
  MessageGroupId: z.string().optional(),
};
const names = z.array(z.string()).optional();
const QueueUrl = z.string();
const entry = { Id: z.string() };

const inputs = {
  SendMessage: z.strictObject({ QueueUrl, ...message }),
  SendMessageBatch: z.strictObject({ QueueUrl, Entries: z.array(z.strictObject({ ...entry, ...message })) }),
  ReceiveMessage: z.strictObject({
    QueueUrl,
    MaxNumberOfMessages: z.int().default(1),
    VisibilityTimeout: z.int().optional(),
    WaitTimeSeconds: z.int().optional(),
    AttributeNames: names,
    MessageSystemAttributeNames: names,
    MessageAttributeNames: names,
  }),
  DeleteMessage: z.strictObject({ QueueUrl, ReceiptHandle: z.string() }),
  DeleteMessageBatch: z.strictObject({
    QueueUrl,
    Entries: z.array(z.strictObject({ ...entry, ReceiptHandle: z.string() })),
  }),
  ChangeMessageVisibility: z.strictObject({ QueueUrl, ReceiptHandle: z.string(), VisibilityTimeout: z.int() }),
  ChangeMessageVisibilityBatch: z.strictObject({
    QueueUrl,
    // Optional in the batch only (API_ChangeMessageVisibilityBatchRequestEntry); what SQS does without it is not documented.
    Entries: z.array(z.strictObject({ ...entry, ReceiptHandle: z.string(), VisibilityTimeout: z.int() })),
  }),
  GetQueueAttributes: z.strictObject({ QueueUrl, AttributeNames: names }),
  GetQueueUrl: z.strictObject({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() }),
};

export type Operation = keyof typeof inputs;
export type InputOf<Name extends Operation> = Readonly<z.infer<(typeof inputs)[Name]>>;
export type SqsInput = { [Name in Operation]: { readonly operation: Name } & InputOf<Name> }[Operation];
export type MessageInput = InputOf<'SendMessage'>;

const FIFO_ONLY = ['MessageDeduplicationId', 'ReceiveRequestAttemptId'];
/** "alphanumeric characters, hyphens and underscores", up to 80 (API_SendMessageBatchRequestEntry). */
const ENTRY_ID = /^[\w-]{1,80}$/;
/** "the maximum is 10 messages" of a batch. */
const MOST_ENTRIES = 10;

const refusal = (issue: z.core.$ZodIssue | undefined): AwsError => {
  const path = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const fifo = issue.keys.find((key) => FIFO_ONLY.includes(key));
    if (fifo !== undefined)
      return invalidValue(
        `Value for parameter ${fifo} is invalid. Reason: The request include parameter that is not valid for this queue type.`,
      );
    return notEmulated(`SQS parameters that are not emulated: ${issue.keys.join(', ')}.`);
  }
  if (issue?.code === 'invalid_type' && issue.message.endsWith('received undefined')) return missingParameter(path);
  return new AwsError('SerializationException', 400, `${path}: ${issue?.message}`);
};

const checkEntries = (entries: readonly { readonly Id: string }[]): void => {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 400, 'There should be at least one entry in the request.');
  if (entries.length > MOST_ENTRIES)
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      400,
      `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`,
    );
  const ids = new Set<string>();
  for (const { Id } of entries) {
    if (!ENTRY_ID.test(Id))
      throw new AwsError(
        'InvalidBatchEntryId',
        400,
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    if (ids.has(Id)) throw new AwsError('BatchEntryIdsNotDistinct', 400, `Id ${Id} repeated.`);
    ids.add(Id);
  }
};

const isOperation = (name: string): name is Operation => Object.hasOwn(inputs, name);

/** `target` is the header x-amz-target: `AmazonSQS.SendMessage`. */
export const readInput = (target: string, body: Buffer): SqsInput => {
  const operation = target.replace(/^AmazonSQS\./, '');
  if (!isOperation(operation)) throw notEmulated(`SQS operation ${operation || '(none)'} is not emulated.`);
  let json: unknown;
  try {
    json = JSON.parse(body.toString() || '{}');
  } catch {
    throw new AwsError('SerializationException', 400, 'The body of the request is not JSON.');
  }
  const parsed = inputs[operation].safeParse(json);
  if (!parsed.success) throw refusal(parsed.error.issues[0]);
  if ('Entries' in parsed.data) checkEntries(parsed.data.Entries);
  // The schema was chosen by this very name.
  return { operation, ...parsed.data } as SqsInput;
};
