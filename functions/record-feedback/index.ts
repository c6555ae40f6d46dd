import { makeOutgoingStore } from '#shared/adapters/dynamodb/outgoing-store.ts';
import { makeSuppressions } from '#shared/adapters/dynamodb/suppressions.ts';
import { makeTable } from '#shared/adapters/dynamodb/table.ts';
import { makePublishEvent } from '#shared/adapters/eventbridge/publish-event.ts';
import { RecordFeedbackEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { wireAfterSent } from '#shared/wiring/after-sent.ts';
import { wireLogFailures } from '#shared/wiring/log-failures.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(RecordFeedbackEnvironment, process.env);
const sending = makeTable(environment.SENDING_TABLE);

export const handler = makeHandler({
  outgoing: makeOutgoingStore(sending),
  suppressions: makeSuppressions(sending),
  afterSent: wireAfterSent(environment),
  publish: makePublishEvent(environment.EVENT_BUS),
  logFailures: wireLogFailures(environment),
  log: makeLog(environment.POSTROOM_FUNCTION),
});
