/** Joins what accepts the mail that Postroom writes by itself to its tables, bucket and queue: for receive-mail, which tells senders of refused mail. */
import { makeDueEntries } from '../adapters/dynamodb/due-entries.ts';
import { makeOutgoingStore } from '../adapters/dynamodb/outgoing-store.ts';
import { makeQuotaCounters } from '../adapters/dynamodb/quota-counters.ts';
import { makeTable } from '../adapters/dynamodb/table.ts';
import { makeContents } from '../adapters/s3/contents.ts';
import { makeMailQueues } from '../adapters/sqs/mail-queues.ts';
import { makeSubmitMail } from '../app/sending/submit-mail.ts';

export const wireSubmitSystemMail = (environment: {
  readonly SENDING_TABLE: string;
  readonly DUE_TABLE: string;
  readonly MAIL_BUCKET: string;
  readonly WORKFLOW_QUEUE_URL: string;
}) => {
  const sending = makeTable(environment.SENDING_TABLE);
  const due = makeDueEntries(makeTable(environment.DUE_TABLE));
  const submitMail = makeSubmitMail({
    outgoing: makeOutgoingStore(sending),
    // Asked by nothing that is system mail: the function has no right to its counters.
    quota: makeQuotaCounters(sending),
    // What does not count is warned of by nobody.
    warnOfQuota: async () => undefined,
    due,
    contents: makeContents(environment.MAIL_BUCKET),
    queues: makeMailQueues({ workflow: environment.WORKFLOW_QUEUE_URL }),
  });
  return { submitMail };
};
