/** A queue store in memory, on the embedded clock: enough of SQS to test what works through `Queues`. */
import { createHash, randomUUID } from 'node:crypto';
import { AwsError } from '#local/kernel/aws.ts';
import type { Clock } from '#local/kernel/clock.ts';
import type { MessageAttribute, Queues } from '#local/kernel/queues.ts';
import type { QueueStore } from '#local/services/sqs/queues.ts';

interface Stored {
  readonly messageId: string;
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, MessageAttribute>>;
  readonly sentAt: number;
  receiveCount: number;
  visibleAt: number;
  receiptHandle: string;
}

export const makeFakeQueues = (clock: Clock, arns: readonly string[], visibilitySeconds = 30) => {
  const queues = new Map<string, Stored[]>(arns.map((arn) => [arn, []]));
  const listeners: ((arn: string) => void)[] = [];
  const of = (arn: string): Stored[] => {
    const messages = queues.get(arn);
    if (messages === undefined) throw new AwsError('QueueDoesNotExist', 400, `The queue ${arn} does not exist.`);
    return messages;
  };
  const tellAt = (arn: string, at: number) => {
    clock.at(at, `visible in ${arn}`, () => {
      for (const listener of listeners) listener(arn);
    });
  };
  const visible = (arn: string) => of(arn).filter((message) => message.visibleAt <= clock.now());
  const store: Queues & Pick<QueueStore, 'keyOf'> = {
    keyOf: () => undefined,
    send: (arn, { body, messageAttributes = {}, delaySeconds = 0 }) => {
      const messageId = randomUUID();
      const visibleAt = clock.now() + delaySeconds * 1000;
      of(arn).push({
        messageId,
        body,
        messageAttributes,
        sentAt: clock.now(),
        receiveCount: 0,
        visibleAt,
        receiptHandle: '',
      });
      tellAt(arn, visibleAt);
      return messageId;
    },
    receive: (arn, max, timeoutSeconds = visibilitySeconds) =>
      visible(arn)
        .slice(0, max)
        .map((message) => {
          message.receiveCount += 1;
          message.receiptHandle = randomUUID();
          message.visibleAt = clock.now() + timeoutSeconds * 1000;
          tellAt(arn, message.visibleAt);
          return {
            messageId: message.messageId,
            receiptHandle: message.receiptHandle,
            body: message.body,
            md5OfBody: createHash('md5').update(message.body).digest('hex'),
            attributes: {
              ApproximateReceiveCount: String(message.receiveCount),
              SentTimestamp: String(message.sentAt),
            },
            messageAttributes: message.messageAttributes,
          };
        }),
    delete: (arn, receiptHandle) => {
      const messages = of(arn);
      const index = messages.findIndex((message) => message.receiptHandle === receiptHandle);
      if (index >= 0) messages.splice(index, 1);
    },
    changeVisibility: (arn, receiptHandle, timeoutSeconds) => {
      const message = of(arn).find((each) => each.receiptHandle === receiptHandle);
      if (message === undefined) return;
      message.visibleAt = clock.now() + timeoutSeconds * 1000;
      tellAt(arn, message.visibleAt);
    },
    hasVisible: (arn) => visible(arn).length > 0,
    figures: () =>
      [...queues.keys()].map((arn) => ({
        name: arn.split(':').at(-1) ?? '',
        arn,
        visible: visible(arn).length,
        inFlight: of(arn).length - visible(arn).length,
        delayed: 0,
        deadLetterQueueArn: undefined,
      })),
    peek: (arn, limit) => of(arn).slice(0, limit),
    onVisible: (listener) => {
      listeners.push(listener);
    },
  };
  return store;
};
