/** Everything that writing, sending and looking at mail needs. For http-emails. */

import type * as z from 'zod';
import { clock } from '../adapters/clock.ts';
import { makeSendingStores } from '../adapters/dynamodb/sending-stores.ts';
import { ids } from '../adapters/ids.ts';
import { makeContents } from '../adapters/s3/contents.ts';
import { makePresignUpload } from '../adapters/s3/presign-upload.ts';
import { makeMailQueues } from '../adapters/sqs/mail-queues.ts';
import type { HttpEmailsEnvironment } from '../contracts/environment.ts';
import { wireCompose } from './compose.ts';
import { wireSenderAddresses } from './sender-addresses.ts';
import { wireTemplates } from './templates.ts';

export const wireEmails = (environment: z.output<typeof HttpEmailsEnvironment>) => ({
  clock,
  ids,
  ...makeSendingStores(environment),
  ...wireTemplates(environment),
  ...wireCompose(environment),
  ...wireSenderAddresses(environment),
  contents: makeContents(environment.MAIL_BUCKET),
  presignUpload: makePresignUpload(environment.MAIL_BUCKET),
  queues: makeMailQueues({ adhoc: environment.ADHOC_QUEUE_URL }),
  messageIdDomain: environment.MESSAGE_ID_DOMAIN,
  inboundDomains: environment.INBOUND_DOMAINS,
  publicUrl: environment.PUBLIC_URL,
});
