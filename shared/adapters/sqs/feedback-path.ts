/** Counts what waits in the feedback queue and its dead-letter queue. SQS's counts are approximate, which is why the reconciler asks twice. */
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Failure } from '../../domain/failure.ts';
import type { FeedbackPath } from '../../ports/sending.ts';
import { PATIENCE } from '../sdk.ts';

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

export const makeFeedbackPath = (queueUrls: readonly string[]): FeedbackPath => {
  const client = new SQSClient(PATIENCE);
  const waiting = async (QueueUrl: string): Promise<number> => {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...COUNTS] }),
    );
    return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  };
  return {
    isEmpty: async () => {
      try {
        for (const url of queueUrls) if ((await waiting(url)) > 0) return false;
        return true;
      } catch (cause) {
        throw new Failure('unavailable', 'queue-unavailable', 'The feedback queue could not be counted.', cause);
      }
    },
  };
};
