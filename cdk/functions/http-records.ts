/** Declares http-records. Its flow is in functions/http-records/README.md. */
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { HttpFunction } from '../constructs/http-function.ts';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { onBus, onObjects, onTable } from '../grants.ts';
import { ATTACHMENTS_PREFIX, type State } from '../state.ts';
import type { ClaimNames } from '../tokens.ts';

export interface HttpRecordsProps {
  readonly surroundings: Surroundings;
  readonly state: State;
  readonly bus: EventBus;
  readonly claims: ClaimNames;
}

export const makeHttpRecords = (scope: Construct, props: HttpRecordsProps): HttpFunction<'http-records'> => {
  const { crm, mailBucket } = props.state;
  return new HttpFunction(scope, {
    folder: 'http-records',
    ifItFails: 'People and programs can neither read nor change leads, contacts and cases; mail still becomes records.',
    memoryMb: 512,
    environment: {
      ...props.claims,
      CRM_TABLE: crm.tableName,
      MAIL_BUCKET: mailBucket.bucketName,
      EVENT_BUS: props.bus.eventBusName,
    },
    grants: [
      onTable(crm, 'GetItem', 'PutItem', 'DeleteItem', 'Query', 'BatchGetItem'),
      // A link to a document's content is signed with what this function may read.
      onObjects(mailBucket, ATTACHMENTS_PREFIX, 'GetObject'),
      onBus(props.bus),
    ],
    surroundings: props.surroundings,
  });
};
