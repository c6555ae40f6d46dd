/** Puts a replay on `receive-mail`'s queue. */
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Failure } from '../../domain/failure.ts';
import { PATIENCE } from '../sdk.ts';

export const makeReplayQueue = (queueUrl: string) => {
  const client = new SQSClient(PATIENCE);
  return async (tenant: string, mailId: string): Promise<void> => {
    try {
      const body = JSON.stringify({ kind: 'replay', tenant, mailId });
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
    } catch (cause) {
      throw new Failure('unavailable', 'queue-unavailable', 'The queue could not be reached.', cause);
    }
  };
};
