/** Declares http-records. Its flow is in functions/http-records/README.md. */
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { HttpFunction } from '../constructs/http-function.ts';
import type { Surroundings } from '../constructs/postroom-function.ts';
import { onBus, onTable } from '../grants.ts';
import type { State } from '../state.ts';
import type { ClaimNames } from '../tokens.ts';

export interface HttpRecordsProps {
  readonly surroundings: Surroundings;
  readonly state: State;
  readonly bus: EventBus;
  readonly claims: ClaimNames;
}

export const makeHttpRecords = (scope: Construct, props: HttpRecordsProps): HttpFunction<'http-records'> => {
  const { crm } = props.state;
  return new HttpFunction(scope, {
    folder: 'http-records',
    ifItFails: 'People and programs can neither read nor change leads, contacts and cases; mail still becomes records.',
    memoryMb: 512,
    environment: { ...props.claims, CRM_TABLE: crm.tableName, EVENT_BUS: props.bus.eventBusName },
    grants: [onTable(crm, 'GetItem', 'PutItem', 'DeleteItem', 'Query', 'BatchGetItem'), onBus(props.bus)],
    surroundings: props.surroundings,
  });
};
