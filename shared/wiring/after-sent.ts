/** Joins what follows on a sent mail to its adapters: whoever finds that a mail went does it. */
import { organisationOf } from '../adapters/dns/organisation.ts';
import { makeDomainMailCounter } from '../adapters/dynamodb/domain-mail.ts';
import { makeDueEntries } from '../adapters/dynamodb/due-entries.ts';
import { makeMailLog } from '../adapters/dynamodb/mail-log.ts';
import { makeRecordStore } from '../adapters/dynamodb/record-store.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makePublishEvent } from '../adapters/eventbridge/publish-event.ts';
import { makeCountDomainMail } from '../app/domains/count-domain-mail.ts';
import { makeAfterSent } from '../app/sending/after-sent.ts';
import type { SentMailEnvironment } from '../contracts/environment.ts';
import { wireLogFailures } from './log-failures.ts';

export const wireAfterSent = (environment: SentMailEnvironment) =>
  makeAfterSent({
    threads: makeMailLog(makeTable(environment.MAIL_TABLE)),
    records: makeRecordStore(makeTable(environment.CRM_TABLE)),
    due: makeDueEntries(makeTable(environment.DUE_TABLE)),
    publish: makePublishEvent(environment.EVENT_BUS),
    logFailures: wireLogFailures(environment),
    countDomainMail: makeCountDomainMail({
      counter: makeDomainMailCounter(makeTable(environment.SENDING_TABLE)),
      organisationOf,
      publish: makePublishEvent(environment.EVENT_BUS),
    }),
    messageIdDomain: environment.MESSAGE_ID_DOMAIN,
  });
