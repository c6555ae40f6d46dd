/** Joins the schedule's use case to its adapters. */

import type * as z from 'zod';
import { clock } from '../adapters/clock.ts';
import { makeDueEntries } from '../adapters/dynamodb/due-entries.ts';
import { makeFollowUps } from '../adapters/dynamodb/follow-ups.ts';
import { makeMailLog } from '../adapters/dynamodb/mail-log.ts';
import { makeOutgoingStore } from '../adapters/dynamodb/outgoing-store.ts';
import { makeQuotaCounters } from '../adapters/dynamodb/quota-counters.ts';
import { makeRecordStore } from '../adapters/dynamodb/record-store.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makePublishEvent } from '../adapters/eventbridge/publish-event.ts';
import { ids } from '../adapters/ids.ts';
import { makeMailFiles } from '../adapters/s3/mail-files.ts';
import { makeFeedbackPath } from '../adapters/sqs/feedback-path.ts';
import { makeMailQueues } from '../adapters/sqs/mail-queues.ts';
import { makeRecheckDomain } from '../app/domains/recheck-domain.ts';
import { makeExpireMail } from '../app/schedule/expire-mail.ts';
import { makeLookAfterMail } from '../app/schedule/look-after-mail.ts';
import { makeRingFollowUp } from '../app/schedule/ring-follow-up.ts';
import { makeCloseFailed } from '../app/sending/close-failed.ts';
import { makeSplitMail } from '../app/sending/split-mail.ts';
import type { RunScheduleEnvironment } from '../contracts/environment.ts';
import { wireAfterSent } from './after-sent.ts';
import { wireDomains } from './domains.ts';
import { wireLogFailures } from './log-failures.ts';

export const wireLookAfterMail = (environment: z.output<typeof RunScheduleEnvironment>) => {
  const sending = makeTable(environment.SENDING_TABLE);
  const outgoing = makeOutgoingStore(sending);
  const quota = makeQuotaCounters(sending);
  const due = makeDueEntries(makeTable(environment.DUE_TABLE));
  const queues = makeMailQueues({
    adhoc: environment.ADHOC_QUEUE_URL,
    workflow: environment.WORKFLOW_QUEUE_URL,
    campaign: environment.CAMPAIGN_QUEUE_URL,
  });
  const lookAfterMail = makeLookAfterMail({
    clock,
    outgoing,
    due,
    quota,
    queues,
    splitMail: makeSplitMail({ clock, ids, outgoing, due, queues }),
    feedback: makeFeedbackPath([environment.FEEDBACK_QUEUE_URL, environment.FEEDBACK_DEAD_LETTER_QUEUE_URL]),
    afterSent: wireAfterSent(environment),
    recheckDomain: makeRecheckDomain({ ...wireDomains(environment), clock, due }),
    closeFailed: makeCloseFailed({ outgoing, quota, due, logFailures: wireLogFailures(environment) }),
    ringFollowUp: makeRingFollowUp({
      ...{ clock, outgoing, due },
      followUps: makeFollowUps(sending),
      records: makeRecordStore(makeTable(environment.CRM_TABLE)),
      publish: makePublishEvent(environment.EVENT_BUS),
    }),
    expireMail: makeExpireMail({
      clock,
      mailLog: makeMailLog(makeTable(environment.MAIL_TABLE)),
      files: makeMailFiles(environment.MAIL_BUCKET),
      due,
    }),
  });
  return { due, lookAfterMail };
};
