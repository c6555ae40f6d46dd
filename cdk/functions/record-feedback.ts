/** Declares record-feedback. Its flow is in functions/record-feedback/README.md. */
import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { onBus, onTable } from '../grants.ts';
import { type SentMailProps, sentMailEnvironment } from '../sent-mail.ts';

export interface RecordFeedbackProps extends SentMailProps {
  readonly surroundings: Surroundings;
}

export const makeRecordFeedback = (scope: Construct, props: RecordFeedbackProps): QueueWorker<'record-feedback'> => {
  const { crm, mail, sending, due } = props.state;
  return new QueueWorker(scope, {
    folder: 'record-feedback',
    ifItFails:
      'Bounces, complaints and deliveries are not seen: people believe mail has arrived that came back. Nothing is lost; it is caught up.',
    memoryMb: 512,
    timeout: Duration.seconds(60),
    batchSize: 10,
    maxConcurrency: 5,
    environment: sentMailEnvironment(props),
    grants: [
      onTable(crm, 'PutItem'),
      onTable(mail, 'PutItem'),
      onTable(sending, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
      onTable(due, 'DeleteItem'),
      onBus(props.bus),
    ],
    surroundings: props.surroundings,
  });
};
