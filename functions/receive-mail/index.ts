import { clock } from '#shared/adapters/clock.ts';
import { makePublishEvent } from '#shared/adapters/eventbridge/publish-event.ts';
import { parseMail } from '#shared/adapters/mime/parse-mail.ts';
import { makeMailFiles } from '#shared/adapters/s3/mail-files.ts';
import { ReceiveMailEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { wireMailroom } from '#shared/wiring/mailroom.ts';
import { wireSentMail } from '#shared/wiring/sent-mail.ts';
import { wireSubmitSystemMail } from '#shared/wiring/submit-system-mail.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(ReceiveMailEnvironment, process.env);
export const handler = makeHandler({
  ...wireMailroom(environment),
  inboundDomains: environment.INBOUND_DOMAINS,
  ...wireSubmitSystemMail(environment),
  clock,
  ...wireSentMail(environment),
  parseMail,
  files: makeMailFiles(environment.MAIL_BUCKET),
  publish: makePublishEvent(environment.EVENT_BUS),
  log: makeLog(environment.POSTROOM_FUNCTION),
});
