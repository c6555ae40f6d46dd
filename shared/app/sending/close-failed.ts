/** What follows when a mail has failed before it was handed over: its places in the quota are given back, then nobody waits for it any more. */

import { failuresOf } from '../../domain/failures/failure-log.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { uncounted } from '../../domain/sending/transitions.ts';
import type { DueEntries, OutgoingStore, QuotaCounters } from '../../ports/sending.ts';
import type { LogFailures } from '../failures/log-failures.ts';
import { makeChangeMail } from './change-mail.ts';

export type CloseFailed = (mail: OutgoingMail) => Promise<void>;

export const makeCloseFailed = (deps: {
  readonly outgoing: Pick<OutgoingStore, 'get' | 'replace'>;
  readonly quota: Pick<QuotaCounters, 'giveBack'>;
  readonly due: Pick<DueEntries, 'remove'>;
  readonly logFailures: LogFailures;
}): CloseFailed => {
  const change = makeChangeMail(deps.outgoing);
  return async (mail) => {
    const { tenant, id: mailId } = mail;
    if (mail.counted !== undefined) {
      await deps.quota.giveBack(tenant, mail.counted, mailId, mail.counted.count);
      await change(tenant, mailId, uncounted);
    }
    // The time of its due entry is about now, and whoever closes it again has the same.
    await deps.logFailures(tenant, failuresOf(mail, mail.watch.at));
    await deps.due.remove({ ...mail.watch, tenant, mailId });
  };
};
