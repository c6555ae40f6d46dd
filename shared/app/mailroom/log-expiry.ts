/** The log with an expiry: a mail that is kept for a while is on the schedule's list before it is logged, so that none is forgotten. For receive-mail. */
import type { MailLog } from '../../ports/mail-log.ts';
import type { DueEntries } from '../../ports/sending.ts';

/** Written twice it is one entry. One too many, because a mail was cut off or replayed, is found out when its time comes (expire-mail.ts). */
export const withExpiry = (log: MailLog, due: Pick<DueEntries, 'put'>): MailLog => ({
  ...log,
  record: async (tenant, mail) => {
    if (mail.keptUntil !== undefined)
      await due.put({ at: mail.keptUntil, revision: 0, tenant, mailId: mail.id, inbound: true });
    await log.record(tenant, mail);
  },
});
