/** The event Lambda makes of SQS messages (developer guide, "Using Lambda with Amazon SQS", standard queue). */
import type { MessageAttribute, ReceivedMessage } from '#local/kernel/queues.ts';

const attributeOf = ({ dataType, stringValue, binaryValue }: MessageAttribute) => ({
  ...(stringValue === undefined ? {} : { stringValue }),
  ...(binaryValue === undefined ? {} : { binaryValue }),
  stringListValues: [],
  binaryListValues: [],
  dataType,
});

export const sqsRecord = (message: ReceivedMessage, queueArn: string) => ({
  messageId: message.messageId,
  receiptHandle: message.receiptHandle,
  body: message.body,
  attributes: message.attributes,
  messageAttributes: Object.fromEntries(
    Object.entries(message.messageAttributes).map(([name, attribute]) => [name, attributeOf(attribute)]),
  ),
  md5OfBody: message.md5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: queueArn.split(':')[3] ?? '',
});

export type SqsRecord = ReturnType<typeof sqsRecord>;
