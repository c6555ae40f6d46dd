/** Joins the log of failures to its table and the bus: whoever finds that a mail failed writes it down. */
import { makeFailureLog } from '../adapters/dynamodb/failure-log.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makePublishEvent } from '../adapters/eventbridge/publish-event.ts';
import { makeLogFailures } from '../app/failures/log-failures.ts';

export const wireLogFailures = (environment: { readonly SENDING_TABLE: string; readonly EVENT_BUS: string }) =>
  makeLogFailures({
    failures: makeFailureLog(makeTable(environment.SENDING_TABLE)),
    publish: makePublishEvent(environment.EVENT_BUS),
  });
