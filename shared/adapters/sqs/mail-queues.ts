/** The queue of each lane. A person's mail never stands behind a campaign: each lane has its own queue and function. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import { Failure } from '../../domain/failure.ts';
import type { Lane } from '../../domain/sending/outgoing-mail.ts';
import type { MailQueues } from '../../ports/sending.ts';
import { PATIENCE } from '../sdk.ts';

export const makeMailQueues = (urls: Readonly<Partial<Record<Lane, string>>>): MailQueues => {
  let client: SQSClient | undefined;
  return {
    enqueue: async (lane, mail, delaySeconds) => {
      const QueueUrl = urls[lane];
      if (QueueUrl === undefined)
        throw new Failure('misconfigured', 'lane-without-queue', `There is no queue for ${lane} mail here.`);
      try {
        // A sender puts few mails back, and loading the client costs every cold start (docs/performance.md).
        const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
        client ??= new SQSClient(PATIENCE);
        await client.send(
          new SendMessageCommand({
            QueueUrl,
            MessageBody: JSON.stringify(mail),
            ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
          }),
        );
      } catch (cause) {
        throw new Failure('unavailable', 'queue-unavailable', 'The queue could not be reached.', cause);
      }
    },
  };
};
