import { makeMailLog } from '#shared/adapters/dynamodb/mail-log.ts';
import { makeRecordStore } from '#shared/adapters/dynamodb/record-store.ts';
import { makeTable } from '#shared/adapters/dynamodb/table.ts';
import { makeTenantStore } from '#shared/adapters/dynamodb/tenant-store.ts';
import { makePublishEvent } from '#shared/adapters/eventbridge/publish-event.ts';
import { ids } from '#shared/adapters/ids.ts';
import { parseMail } from '#shared/adapters/mime/parse-mail.ts';
import { makeMailFiles } from '#shared/adapters/s3/mail-files.ts';
import { ReceiveMailEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(ReceiveMailEnvironment, process.env);
export const handler = makeHandler({
  inboundDomains: environment.INBOUND_DOMAINS,
  ids,
  parseMail,
  files: makeMailFiles(environment.MAIL_BUCKET),
  mailLog: makeMailLog(makeTable(environment.MAIL_TABLE)),
  records: makeRecordStore(makeTable(environment.CRM_TABLE)),
  tenants: makeTenantStore(makeTable(environment.SETTINGS_TABLE)),
  publish: makePublishEvent(environment.EVENT_BUS),
  log: makeLog(environment.POSTROOM_FUNCTION),
});
