/** Declares http-mailroom. Its flow is in functions/http-mailroom/README.md. */
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { HttpFunction } from '../constructs/http-function.ts';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { onObjects, onQueue, onTable } from '../grants.ts';
import { ATTACHMENTS_PREFIX, INBOUND_PREFIX, type State } from '../state.ts';
import type { ClaimNames } from '../tokens.ts';

export interface HttpMailroomProps {
  readonly surroundings: Surroundings;
  readonly state: State;
  readonly claims: ClaimNames;
  readonly inboundDomains: readonly string[];
  /** Of receive-mail: a replay is one more message in it. */
  readonly receiveQueue: Queue;
}

export const makeHttpMailroom = (scope: Construct, props: HttpMailroomProps): HttpFunction<'http-mailroom'> => {
  const { crm, mail, due, settings, mailBucket } = props.state;
  return new HttpFunction(scope, {
    folder: 'http-mailroom',
    ifItFails: 'Nobody can look up what became of a mail or run it again; mail itself is still received.',
    memoryMb: 512,
    environment: {
      ...props.claims,
      CRM_TABLE: crm.tableName,
      MAIL_TABLE: mail.tableName,
      DUE_TABLE: due.tableName,
      SETTINGS_TABLE: settings.tableName,
      MAIL_BUCKET: mailBucket.bucketName,
      RECEIVE_QUEUE_URL: props.receiveQueue.queueUrl,
      INBOUND_DOMAINS: props.inboundDomains.join(','),
    },
    grants: [
      // A rule that is only tried looks records up and threads, as a mail does, and writes none.
      onTable(crm, 'GetItem', 'Query', 'BatchGetItem'),
      // A deleted mail is written over; its files are the schedule's to delete.
      onTable(mail, 'GetItem', 'PutItem', 'Query', 'BatchGetItem'),
      onTable(due, 'PutItem'),
      onTable(settings, 'GetItem', 'PutItem', 'DeleteItem', 'Query'),
      onObjects(mailBucket, INBOUND_PREFIX, 'GetObject'),
      onObjects(mailBucket, ATTACHMENTS_PREFIX, 'GetObject'),
      onQueue(props.receiveQueue, 'SendMessage'),
    ],
    surroundings: props.surroundings,
  });
};
