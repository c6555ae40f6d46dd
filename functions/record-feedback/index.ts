import { makeDueEntries } from '#shared/adapters/dynamodb/due-entries.ts';
import { makeMailLog } from '#shared/adapters/dynamodb/mail-log.ts';
import { makeOutgoingStore } from '#shared/adapters/dynamodb/outgoing-store.ts';
import { makeRecordStore } from '#shared/adapters/dynamodb/record-store.ts';
import { makeSuppressions } from '#shared/adapters/dynamodb/suppressions.ts';
import { makeTable } from '#shared/adapters/dynamodb/table.ts';
import { makePublishEvent } from '#shared/adapters/eventbridge/publish-event.ts';
import { RecordFeedbackEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(RecordFeedbackEnvironment, process.env);
const sending = makeTable(environment.SENDING_TABLE);

export const handler = makeHandler({
  messageIdDomain: environment.MESSAGE_ID_DOMAIN,
  outgoing: makeOutgoingStore(sending),
  suppressions: makeSuppressions(sending),
  due: makeDueEntries(makeTable(environment.DUE_TABLE)),
  mailLog: makeMailLog(makeTable(environment.MAIL_TABLE)),
  records: makeRecordStore(makeTable(environment.CRM_TABLE)),
  publish: makePublishEvent(environment.EVENT_BUS),
  log: makeLog(environment.POSTROOM_FUNCTION),
});
