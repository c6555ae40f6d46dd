/** Joins the use case of sending to its adapters, the same for all three sending functions. */
import { makeAfterSent } from '../app/sending/after-sent.ts';
import { makeCloseFailed } from '../app/sending/close-failed.ts';
import { makeSendMail } from '../app/sending/send-mail.ts';
import type { SendEnvironment } from '../contracts/environment.ts';
import { clock } from './clock.ts';
import { makeDueEntries } from './dynamodb/due-entries.ts';
import { makeMailLog } from './dynamodb/mail-log.ts';
import { makeOutgoingStore } from './dynamodb/outgoing-store.ts';
import { makeQuotaCounters } from './dynamodb/quota-counters.ts';
import { makeRecordStore } from './dynamodb/record-store.ts';
import { makeSendTokens } from './dynamodb/send-tokens.ts';
import { makeSuppressions } from './dynamodb/suppressions.ts';
import { makeTable } from './dynamodb/table.ts';
import { makePublishEvent } from './eventbridge/publish-event.ts';
import { ids } from './ids.ts';
import { composeMail } from './mime/compose-mail.ts';
import { makeContents } from './s3/contents.ts';
import { makeSesTransport } from './ses/ses-transport.ts';
import { makeMailQueues } from './sqs/mail-queues.ts';

export const wireSendMail = (environment: SendEnvironment) => {
  const sending = makeTable(environment.SENDING_TABLE);
  const outgoing = makeOutgoingStore(sending);
  const due = makeDueEntries(makeTable(environment.DUE_TABLE));
  return makeSendMail({
    clock,
    ids,
    outgoing,
    suppressions: makeSuppressions(sending),
    contents: makeContents(environment.MAIL_BUCKET),
    compose: composeMail,
    tokens: makeSendTokens(sending, clock),
    transport: makeSesTransport(environment.CONFIGURATION_SET),
    queues: makeMailQueues({ [environment.LANE]: environment.OWN_QUEUE_URL }),
    due,
    afterSent: makeAfterSent({
      threads: makeMailLog(makeTable(environment.MAIL_TABLE)),
      records: makeRecordStore(makeTable(environment.CRM_TABLE)),
      due,
      publish: makePublishEvent(environment.EVENT_BUS),
      messageIdDomain: environment.MESSAGE_ID_DOMAIN,
    }),
    closeFailed: makeCloseFailed({ outgoing, quota: makeQuotaCounters(sending), due }),
  });
};
