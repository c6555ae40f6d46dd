/** Declares receive-mail. Its flow is in functions/receive-mail/README.md. */
import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { onBus, onObjects, onQueue, onTable } from '../grants.ts';
import { ATTACHMENTS_PREFIX, INBOUND_PREFIX, OUTGOING_PREFIX, type State } from '../state.ts';

export interface ReceiveMailProps {
  readonly surroundings: Surroundings;
  readonly state: State;
  readonly bus: EventBus;
  readonly inboundDomains: readonly string[];
  readonly maxConcurrency: number;
  /** Of send-workflow-mail: automatic answers go there. */
  readonly workflowQueue: Queue;
}

export const makeReceiveMail = (scope: Construct, props: ReceiveMailProps): QueueWorker<'receive-mail'> => {
  const { crm, mail, sending, due, settings, mailBucket } = props.state;
  return new QueueWorker(scope, {
    folder: 'receive-mail',
    ifItFails:
      "A customer's mail is late, not lost: it is stored, but becomes no lead, case or comment until this works again.",
    // The hungriest mail of 40 MB that was found, one of HTML alone, makes a process of 170 MB while it is parsed.
    memoryMb: 512,
    timeout: Duration.seconds(60),
    batchSize: 5,
    maxConcurrency: props.maxConcurrency,
    environment: {
      CRM_TABLE: crm.tableName,
      MAIL_TABLE: mail.tableName,
      SENDING_TABLE: sending.tableName,
      DUE_TABLE: due.tableName,
      WORKFLOW_QUEUE_URL: props.workflowQueue.queueUrl,
      SETTINGS_TABLE: settings.tableName,
      MAIL_BUCKET: mailBucket.bucketName,
      EVENT_BUS: props.bus.eventBusName,
      INBOUND_DOMAINS: props.inboundDomains.join(','),
    },
    grants: [
      onTable(crm, 'GetItem', 'PutItem', 'Query', 'BatchGetItem'),
      onTable(mail, 'GetItem', 'PutItem', 'BatchGetItem'),
      // Reports that come as mail change the mail they are about; who is told of a refused mail gets one, unless the list of suppressed addresses names them.
      // A mail that is answered is no longer due to be followed up.
      onTable(sending, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchGetItem'),
      onTable(due, 'PutItem'),
      onObjects(mailBucket, OUTGOING_PREFIX, 'PutObject'),
      onQueue(props.workflowQueue, 'SendMessage'),
      onTable(settings, 'GetItem', 'Query'),
      onObjects(mailBucket, INBOUND_PREFIX, 'GetObject'),
      onObjects(mailBucket, ATTACHMENTS_PREFIX, 'PutObject'),
      onBus(props.bus),
    ],
    surroundings: props.surroundings,
  });
};
