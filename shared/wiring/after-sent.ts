/** Joins what follows on a sent mail to its adapters: whoever finds that a mail went does it. */
import { organisationOf } from '../adapters/dns/organisation.ts';
import { makeDomainMailCounter } from '../adapters/dynamodb/domain-mail.ts';
import { makeDueEntries } from '../adapters/dynamodb/due-entries.ts';
import { makeFollowUps } from '../adapters/dynamodb/follow-ups.ts';
import { makeMailLog } from '../adapters/dynamodb/mail-log.ts';
import { makeOutgoingStore } from '../adapters/dynamodb/outgoing-store.ts';
import { makeRecordStore } from '../adapters/dynamodb/record-store.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makePublishEvent } from '../adapters/eventbridge/publish-event.ts';
import { makeCountDomainMail } from '../app/domains/count-domain-mail.ts';
import { makeAfterSent } from '../app/sending/after-sent.ts';
import { makeSendRest } from '../app/sending/send-rest.ts';
import type { SentMailEnvironment } from '../contracts/environment.ts';
import { wireLogFailures } from './log-failures.ts';

export const wireAfterSent = (environment: SentMailEnvironment) => {
  const sending = makeTable(environment.SENDING_TABLE);
  const due = makeDueEntries(makeTable(environment.DUE_TABLE));
  return makeAfterSent({
    threads: makeMailLog(makeTable(environment.MAIL_TABLE)),
    records: makeRecordStore(makeTable(environment.CRM_TABLE)),
    due,
    followUps: makeFollowUps(sending),
    sendRest: makeSendRest({ outgoing: makeOutgoingStore(sending), due }),
    publish: makePublishEvent(environment.EVENT_BUS),
    logFailures: wireLogFailures(environment),
    countDomainMail: makeCountDomainMail({
      counter: makeDomainMailCounter(sending),
      organisationOf,
      publish: makePublishEvent(environment.EVENT_BUS),
    }),
    messageIdDomain: environment.MESSAGE_ID_DOMAIN,
  });
};
