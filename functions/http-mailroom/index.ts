import { makeMailLog } from '#shared/adapters/dynamodb/mail-log.ts';
import { makeTable } from '#shared/adapters/dynamodb/table.ts';
import { makeTenantStore } from '#shared/adapters/dynamodb/tenant-store.ts';
import { parseMailText } from '#shared/adapters/mime/parse-mail.ts';
import { sanitiseHtml } from '#shared/adapters/mime/sanitise-html.ts';
import { makeMailFiles } from '#shared/adapters/s3/mail-files.ts';
import { makeMailLinks } from '#shared/adapters/s3/mail-links.ts';
import { makeReplayQueue } from '#shared/adapters/sqs/replay-queue.ts';
import { HttpMailroomEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(HttpMailroomEnvironment, process.env);

export const handler = makeHandler({
  inboundDomains: environment.INBOUND_DOMAINS,
  content: { files: makeMailFiles(environment.MAIL_BUCKET), parseMail: parseMailText, sanitiseHtml },
  links: makeMailLinks(environment.MAIL_BUCKET),
  mailLog: makeMailLog(makeTable(environment.MAIL_TABLE)),
  tenants: makeTenantStore(makeTable(environment.SETTINGS_TABLE)),
  replay: makeReplayQueue(environment.RECEIVE_QUEUE_URL),
  log: makeLog(environment.POSTROOM_FUNCTION),
  claims: environment,
});
