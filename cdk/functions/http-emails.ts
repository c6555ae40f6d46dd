/** Declares http-emails. Its flow is in functions/http-emails/README.md. */
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { HttpFunction } from '../constructs/http-function.ts';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { onBus, onKeys, onObjects, onQueue, onTable } from '../grants.ts';
import { OUTGOING_PREFIX, type State, UPLOADS_PREFIX } from '../state.ts';
import type { ClaimNames } from '../tokens.ts';

export interface HttpEmailsProps {
  readonly surroundings: Surroundings;
  readonly state: State;
  readonly claims: ClaimNames;
  readonly adhocQueue: Queue;
  readonly bus: EventBus;
  readonly messageIdDomain: string;
  readonly inboundDomains: readonly string[];
  readonly publicUrl: string;
}

export const makeHttpEmails = (scope: Construct, props: HttpEmailsProps): HttpFunction<'http-emails'> => {
  const { crm, sending, due, settings, mailBucket } = props.state;
  return new HttpFunction(scope, {
    folder: 'http-emails',
    ifItFails: 'Nobody can send a mail or look at what was sent; what was accepted before still goes.',
    memoryMb: 1024,
    environment: {
      ...props.claims,
      CRM_TABLE: crm.tableName,
      SENDING_TABLE: sending.tableName,
      DUE_TABLE: due.tableName,
      SETTINGS_TABLE: settings.tableName,
      MAIL_BUCKET: mailBucket.bucketName,
      ADHOC_QUEUE_URL: props.adhocQueue.queueUrl,
      MESSAGE_ID_DOMAIN: props.messageIdDomain,
      EVENT_BUS: props.bus.eventBusName,
      INBOUND_DOMAINS: props.inboundDomains.join(','),
      PUBLIC_URL: props.publicUrl,
    },
    grants: [
      onTable(sending, 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'BatchGetItem'),
      onTable(due, 'PutItem', 'DeleteItem'),
      // A tenant's secret is made by the first mail that is sent from one of its records.
      // Templates are kept there as well.
      onTable(settings, 'Query', 'GetItem', 'PutItem', 'DeleteItem'),
      // What the tags of a template stand for.
      onTable(crm, 'GetItem', 'Query', 'BatchGetItem'),
      onObjects(mailBucket, OUTGOING_PREFIX, 'GetObject', 'PutObject'),
      onObjects(mailBucket, UPLOADS_PREFIX, 'GetObject', 'PutObject'),
      onKeys(mailBucket),
      onQueue(props.adhocQueue, 'SendMessage'),
      // Warnings of the quota.
      onBus(props.bus),
    ],
    surroundings: props.surroundings,
  });
};
