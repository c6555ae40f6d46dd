/** Joins the schedule's use case to its adapters. */

import type * as z from 'zod';
import { clock } from '../adapters/clock.ts';
import { makeDueEntries } from '../adapters/dynamodb/due-entries.ts';
import { makeMailLog } from '../adapters/dynamodb/mail-log.ts';
import { makeOutgoingStore } from '../adapters/dynamodb/outgoing-store.ts';
import { makeQuotaCounters } from '../adapters/dynamodb/quota-counters.ts';
import { makeRecordStore } from '../adapters/dynamodb/record-store.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makePublishEvent } from '../adapters/eventbridge/publish-event.ts';
import { makeFeedbackPath } from '../adapters/sqs/feedback-path.ts';
import { makeMailQueues } from '../adapters/sqs/mail-queues.ts';
import { makeLookAfterMail } from '../app/schedule/look-after-mail.ts';
import { makeAfterSent } from '../app/sending/after-sent.ts';
import { makeCloseFailed } from '../app/sending/close-failed.ts';
import type { RunScheduleEnvironment } from '../contracts/environment.ts';

export const wireLookAfterMail = (environment: z.output<typeof RunScheduleEnvironment>) => {
  const sending = makeTable(environment.SENDING_TABLE);
  const outgoing = makeOutgoingStore(sending);
  const quota = makeQuotaCounters(sending);
  const due = makeDueEntries(makeTable(environment.DUE_TABLE));
  const lookAfterMail = makeLookAfterMail({
    clock,
    outgoing,
    due,
    quota,
    queues: makeMailQueues({
      adhoc: environment.ADHOC_QUEUE_URL,
      workflow: environment.WORKFLOW_QUEUE_URL,
      campaign: environment.CAMPAIGN_QUEUE_URL,
    }),
    feedback: makeFeedbackPath([environment.FEEDBACK_QUEUE_URL, environment.FEEDBACK_DEAD_LETTER_QUEUE_URL]),
    afterSent: makeAfterSent({
      threads: makeMailLog(makeTable(environment.MAIL_TABLE)),
      records: makeRecordStore(makeTable(environment.CRM_TABLE)),
      due,
      publish: makePublishEvent(environment.EVENT_BUS),
      messageIdDomain: environment.MESSAGE_ID_DOMAIN,
    }),
    closeFailed: makeCloseFailed({ outgoing, quota, due }),
  });
  return { due, lookAfterMail };
};
