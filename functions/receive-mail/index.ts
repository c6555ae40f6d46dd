import { clock } from '#shared/adapters/clock.ts';
import { makeOutgoingStore } from '#shared/adapters/dynamodb/outgoing-store.ts';
import { makeSuppressions } from '#shared/adapters/dynamodb/suppressions.ts';
import { makeTable } from '#shared/adapters/dynamodb/table.ts';
import { makePublishEvent } from '#shared/adapters/eventbridge/publish-event.ts';
import { parseMail } from '#shared/adapters/mime/parse-mail.ts';
import { makeMailFiles } from '#shared/adapters/s3/mail-files.ts';
import { ReceiveMailEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { wireMailroom } from '#shared/wiring/mailroom.ts';
import { wireSubmitSystemMail } from '#shared/wiring/submit-system-mail.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(ReceiveMailEnvironment, process.env);
const sending = makeTable(environment.SENDING_TABLE);
export const handler = makeHandler({
  ...wireMailroom(environment),
  inboundDomains: environment.INBOUND_DOMAINS,
  ...wireSubmitSystemMail(environment),
  clock,
  outgoing: makeOutgoingStore(sending),
  suppressions: makeSuppressions(sending),
  parseMail,
  files: makeMailFiles(environment.MAIL_BUCKET),
  publish: makePublishEvent(environment.EVENT_BUS),
  log: makeLog(environment.POSTROOM_FUNCTION),
});
