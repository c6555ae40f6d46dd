/** Declares record-feedback. Its flow is in functions/record-feedback/README.md. */
import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { onBus, onTable } from '../grants.ts';
import type { State } from '../state.ts';

export interface RecordFeedbackProps {
  readonly surroundings: Surroundings;
  readonly state: State;
  readonly bus: EventBus;
  readonly messageIdDomain: string;
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
    environment: {
      CRM_TABLE: crm.tableName,
      MAIL_TABLE: mail.tableName,
      SENDING_TABLE: sending.tableName,
      DUE_TABLE: due.tableName,
      EVENT_BUS: props.bus.eventBusName,
      MESSAGE_ID_DOMAIN: props.messageIdDomain,
    },
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
