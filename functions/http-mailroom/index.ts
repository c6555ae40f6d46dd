import { makeMailLog } from '#shared/adapters/dynamodb/mail-log.ts';
import { makeDocumentClient, makeTable } from '#shared/adapters/dynamodb/table.ts';
import { makeTenantStore } from '#shared/adapters/dynamodb/tenant-store.ts';
import { parseMail } from '#shared/adapters/mime/parse-mail.ts';
import { sanitiseHtml } from '#shared/adapters/mime/sanitise-html.ts';
import { makeMailFiles, makeS3Client } from '#shared/adapters/s3/mail-files.ts';
import { makeMailLinks } from '#shared/adapters/s3/mail-links.ts';
import { makeReplayQueue } from '#shared/adapters/sqs/replay-queue.ts';
import { HttpMailroomEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(HttpMailroomEnvironment, process.env);
const documents = makeDocumentClient();
const s3 = makeS3Client();

export const handler = makeHandler({
  inboundDomains: environment.INBOUND_DOMAINS,
  content: { files: makeMailFiles(s3, environment.MAIL_BUCKET), parseMail, sanitiseHtml },
  links: makeMailLinks(s3, environment.MAIL_BUCKET),
  mailLog: makeMailLog(makeTable(documents, environment.MAIL_TABLE)),
  tenants: makeTenantStore(makeTable(documents, environment.SETTINGS_TABLE)),
  replay: makeReplayQueue(environment.RECEIVE_QUEUE_URL),
  log: makeLog(environment.POSTROOM_FUNCTION),
  claims: environment,
});
