/**
 * A mail that came in and whose time in the quarantine is over, or that somebody deleted: what it said goes from the log, then its files. For look-after-mail.ts.
 * Killed anywhere, its entry is still there and the next minute goes on; each step may be repeated. An entry of a mail that was replayed into a record since, or
 * that is kept longer now, says nothing.
 */
import type { Clock } from '../../ports/clock.ts';
import type { MailFiles } from '../../ports/mail-files.ts';
import type { LoggedMail, MailLog } from '../../ports/mail-log.ts';
import type { DueEntries, DueEntry } from '../../ports/sending.ts';

export type ExpireMail = (entry: DueEntry) => Promise<void>;

export const makeExpireMail = (deps: {
  readonly clock: Clock;
  readonly mailLog: Pick<MailLog, 'look' | 'bury'>;
  readonly files: Pick<MailFiles, 'removeRaw' | 'removeAttachment'>;
  readonly due: Pick<DueEntries, 'remove'>;
}): ExpireMail => {
  /** A raw mail that came to several mailboxes stays: nobody can see here whether the logs of the others, maybe other tenants', still need it. */
  const removeFiles = async (tenant: string, { id, rawKey, soleMailbox, attachments }: LoggedMail) => {
    for (const n of attachments.keys()) await deps.files.removeAttachment(tenant, id, n);
    if (soleMailbox === true) await deps.files.removeRaw(rawKey);
  };

  return async (entry) => {
    const { tenant, mailId } = entry;
    const mail = await deps.mailLog.look(tenant, mailId);
    const now = new Date(deps.clock.nowMs()).toISOString();
    const isOver = mail?.deletedAt === undefined && mail?.keptUntil !== undefined && mail.keptUntil <= now;
    // Lost to a replay or a person: the entry stays, and the next minute sees what is there then.
    if (isOver && !(await deps.mailLog.bury(tenant, mail, now))) return;
    if (mail !== undefined && (isOver || mail.deletedAt !== undefined)) await removeFiles(tenant, mail);
    await deps.due.remove(entry);
  };
};
