import { clock } from '#shared/adapters/clock.ts';
import { makeIdempotency } from '#shared/adapters/dynamodb/idempotency.ts';
import { makeTable } from '#shared/adapters/dynamodb/table.ts';
import { parseMail } from '#shared/adapters/mime/parse-mail.ts';
import { replyOfHtml } from '#shared/adapters/mime/reply-of-html.ts';
import { sanitiseHtml } from '#shared/adapters/mime/sanitise-html.ts';
import { makeMailFiles } from '#shared/adapters/s3/mail-files.ts';
import { makeMailLinks } from '#shared/adapters/s3/mail-links.ts';
import { makeReplayQueue } from '#shared/adapters/sqs/replay-queue.ts';
import { HttpMailroomEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { wireMailroom } from '#shared/wiring/mailroom.ts';
import { makeHandler } from './handler.ts';

const environment = readEnvironment(HttpMailroomEnvironment, process.env);
export const handler = makeHandler({
  ...wireMailroom(environment),
  ...{ clock, claims: environment, inboundDomains: environment.INBOUND_DOMAINS },
  idempotency: makeIdempotency(makeTable(environment.SETTINGS_TABLE)),
  content: { files: makeMailFiles(environment.MAIL_BUCKET), parseMail, replyOfHtml, sanitiseHtml },
  links: makeMailLinks(environment.MAIL_BUCKET),
  replay: makeReplayQueue(environment.RECEIVE_QUEUE_URL),
  log: makeLog(environment.POSTROOM_FUNCTION),
});
