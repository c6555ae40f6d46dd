/** SendMessage and SendMessageBatch. */
import { AwsError, type Caller } from '#local/kernel/aws.ts';
import { md5, md5OfAttributes, messageSizeBytes, type OutgoingMessage } from './message.ts';
import type { QueueStore } from './queues.ts';
import type { InputOf, MessageInput } from './requests.ts';

/** "The total size of all messages that you send in a single SendMessageBatch call can't exceed 1,048,576 bytes". */
const LARGEST_BATCH_BYTES = 1_048_576;

const senderIdOf = ({ principal, functionName }: Caller): string =>
  principal.kind === 'role' ? `${principal.roleArn.split('/').at(-1)}:${functionName}` : functionName;

type Entry = Omit<MessageInput, 'QueueUrl'>;

const outgoing = (entry: Entry, caller: Caller): OutgoingMessage => ({
  body: entry.MessageBody,
  delaySeconds: entry.DelaySeconds,
  messageGroupId: entry.MessageGroupId,
  senderId: senderIdOf(caller),
  messageAttributes: Object.fromEntries(
    Object.entries(entry.MessageAttributes ?? {}).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        dataType: DataType,
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
      },
    ]),
  ),
});

const receiptOf = (messageId: string, message: OutgoingMessage) => ({
  MessageId: messageId,
  MD5OfMessageBody: md5(message.body),
  MD5OfMessageAttributes: md5OfAttributes(message.messageAttributes ?? {}),
});

export interface Sent {
  readonly body: object;
  readonly sizeBytes: number;
}

export const sendMessage = (queues: QueueStore, arn: string, input: Entry, caller: Caller): Sent => {
  const message = outgoing(input, caller);
  return { body: receiptOf(queues.send(arn, message), message), sizeBytes: messageSizeBytes(message) };
};

/** Refused entries are named in `Failed`, and the others are sent; a batch that is too large as a whole is refused as a whole. */
export const sendMessageBatch = (
  queues: QueueStore,
  arn: string,
  { Entries }: InputOf<'SendMessageBatch'>,
  caller: Caller,
): Sent => {
  const messages = Entries.map((entry) => outgoing(entry, caller));
  const sizeBytes = messages.reduce((sum, message) => sum + messageSizeBytes(message), 0);
  if (sizeBytes > LARGEST_BATCH_BYTES)
    throw new AwsError(
      'BatchRequestTooLong',
      400,
      `Batch requests cannot be longer than ${LARGEST_BATCH_BYTES} bytes. You have sent ${sizeBytes} bytes.`,
    );
  const Successful: object[] = [];
  const Failed: object[] = [];
  queues.sendBatch(arn, messages).forEach((outcome, position) => {
    const [Id, message] = [Entries[position]?.Id, messages[position]];
    if (message === undefined) return;
    if (typeof outcome === 'string') Successful.push({ Id, ...receiptOf(outcome, message) });
    else Failed.push(failedEntry(Id ?? '', outcome));
  });
  return { body: { Successful, Failed }, sizeBytes };
};

/** A BatchResultErrorEntry; what is no AwsError is a fault of ours and goes on. */
export const failedEntry = (id: string, error: unknown): object => {
  if (!(error instanceof AwsError)) throw error;
  return { Id: id, SenderFault: true, Code: error.code, Message: error.message };
};
