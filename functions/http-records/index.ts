import { clock } from '#shared/adapters/clock.ts';
import { makeListDocuments } from '#shared/adapters/dynamodb/document-store.ts';
import { makeIdempotency } from '#shared/adapters/dynamodb/idempotency.ts';
import { makeRecordStore } from '#shared/adapters/dynamodb/record-store.ts';
import { makeTable } from '#shared/adapters/dynamodb/table.ts';
import { makePublishEvent } from '#shared/adapters/eventbridge/publish-event.ts';
import { ids } from '#shared/adapters/ids.ts';
import { makeMailLinks } from '#shared/adapters/s3/mail-links.ts';
import { HttpRecordsEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(HttpRecordsEnvironment, process.env);
const table = makeTable(environment.CRM_TABLE);

export const handler = makeHandler({
  ...{ clock, ids, claims: environment },
  idempotency: makeIdempotency(table),
  records: makeRecordStore(table),
  listDocuments: makeListDocuments(table),
  links: makeMailLinks(environment.MAIL_BUCKET),
  publish: makePublishEvent(environment.EVENT_BUS),
  log: makeLog(environment.POSTROOM_FUNCTION),
});
