import { clock } from '#shared/adapters/clock.ts';
import { makeSendingStores } from '#shared/adapters/dynamodb/sending-stores.ts';
import { ids } from '#shared/adapters/ids.ts';
import { makeContents } from '#shared/adapters/s3/contents.ts';
import { makePresignUpload } from '#shared/adapters/s3/presign-upload.ts';
import { makeMailQueues } from '#shared/adapters/sqs/mail-queues.ts';
import { HttpEmailsEnvironment } from '#shared/contracts/environment.ts';
import { readEnvironment } from '#shared/edge/environment.ts';
import { makeLog } from '#shared/edge/log.ts';
import { wireCompose } from '#shared/wiring/compose.ts';
import { wireSenderAddresses } from '#shared/wiring/sender-addresses.ts';
import { wireTemplates } from '#shared/wiring/templates.ts';
import { makeHandler } from './handler.ts';
import { makeUseCases } from './use-cases.ts';

const environment = readEnvironment(HttpEmailsEnvironment, process.env);
const stores = {
  clock,
  ids,
  ...makeSendingStores(environment),
  ...wireTemplates(environment),
  ...wireCompose(environment),
  ...wireSenderAddresses(environment),
};
const [contents, presignUpload] = [makeContents(environment.MAIL_BUCKET), makePresignUpload(environment.MAIL_BUCKET)];
const queues = makeMailQueues({ adhoc: environment.ADHOC_QUEUE_URL });
const { MESSAGE_ID_DOMAIN: messageIdDomain, INBOUND_DOMAINS: inboundDomains, PUBLIC_URL: publicUrl } = environment;
const useCases = makeUseCases({ ...stores, contents, presignUpload, queues, inboundDomains, publicUrl });
const log = makeLog(environment.POSTROOM_FUNCTION);

export const handler = makeHandler({ ...stores, useCases, messageIdDomain, log, claims: environment });
