/** ReceiveMessage: short and long polls, and which attributes a message is shown with. */
import type { Clock } from '#local/kernel/clock.ts';
import type { ReceivedMessage } from '#local/kernel/queues.ts';
import { md5OfAttributes, messageSizeBytes } from './message.ts';
import type { QueueStore } from './queues.ts';
import { invalidValue } from './refusals.ts';
import type { InputOf } from './requests.ts';

/** "WaitTimeSeconds: an integer from 0 to 20". */
const LONGEST_WAIT_SECONDS = 20;

const SYSTEM_ATTRIBUTES = new Set([
  'All',
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'SequenceNumber',
  'MessageDeduplicationId',
  'MessageGroupId',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
]);

/** `All`, `.*`, a name, or a prefix as in `bar.*`. */
const matcher = (wanted: readonly string[]) => (name: string) =>
  wanted.some(
    (pattern) =>
      pattern === 'All' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2))),
  );

const pick = <Value>(values: Readonly<Record<string, Value>>, wanted: readonly string[]): Record<string, Value> => {
  const isWanted = matcher(wanted);
  return Object.fromEntries(Object.entries(values).filter(([name]) => isWanted(name)));
};
const orNothing = <Value extends object>(value: Value): Value | undefined =>
  Object.keys(value).length === 0 ? undefined : value;

const shown = (message: ReceivedMessage, input: InputOf<'ReceiveMessage'>) => {
  const system = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  const attributes = pick(message.messageAttributes, input.MessageAttributeNames ?? []);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    Attributes: orNothing(pick(message.attributes, system)),
    // Of the attributes that are in the answer, else a client that asked for some of them could not check it.
    MD5OfMessageAttributes: md5OfAttributes(attributes),
    MessageAttributes: orNothing(
      Object.fromEntries(
        Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
          name,
          { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue },
        ]),
      ),
    ),
  };
};

const check = (input: InputOf<'ReceiveMessage'>): void => {
  const wait = input.WaitTimeSeconds ?? 0;
  if (wait < 0 || wait > LONGEST_WAIT_SECONDS)
    throw invalidValue(
      `Value ${wait} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`,
    );
  for (const name of [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])])
    if (!SYSTEM_ATTRIBUTES.has(name)) throw invalidValue(`Unknown Attribute ${name}.`);
};

/**
 * A long poll looks again whenever a message may be visible and ends when the clock reaches its time. Several long polls of one queue are
 * woken together; the first takes the message, the others go on waiting.
 */
export const receiveMessage = async (
  queues: QueueStore,
  clock: Clock,
  arn: string,
  input: InputOf<'ReceiveMessage'>,
): Promise<{ body: object; sizeBytes: number }> => {
  check(input);
  const waitSeconds = input.WaitTimeSeconds ?? queues.settings(arn).ReceiveMessageWaitTimeSeconds;
  const until = clock.now() + waitSeconds * 1000;
  // "If you reach this limit while using long polling, Amazon SQS returns no error messages" (Developer Guide, quotas).
  const look = () =>
    waitSeconds > 0 && queues.isFull(arn)
      ? []
      : queues.receive(arn, input.MaxNumberOfMessages, input.VisibilityTimeout);
  let messages = look();
  while (messages.length === 0 && clock.now() < until) {
    await queues.waitForMessage(arn, until);
    messages = look();
  }
  const sizeBytes = messages.reduce((sum, message) => sum + messageSizeBytes(message), 0);
  return { body: messages.length === 0 ? {} : { Messages: messages.map((each) => shown(each, input)) }, sizeBytes };
};
