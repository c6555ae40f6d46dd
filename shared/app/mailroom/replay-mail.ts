/**
 * Runs the Mailroom on a stored mail again. Ids are derived from the mail, so what it made is found and not made twice; the log entry is
 * written over with the new outcome.
 */
import type { PublishEvent } from '../../ports/events.ts';
import type { MailLog } from '../../ports/mail-log.ts';
import type { OpenMail } from './open-mail.ts';
import { publishReceived } from './publish-received.ts';
import type { Settled } from './receive-mail.ts';
import type { SettleMail } from './settle-mail.ts';

export const makeReplayMail =
  (deps: {
    readonly log: MailLog;
    readonly openMail: OpenMail;
    readonly settleMail: SettleMail;
    readonly publish: PublishEvent;
  }) =>
  async (request: {
    readonly tenant: string;
    readonly mailId: string;
    readonly attempt: number;
  }): Promise<Settled | undefined> => {
    const { tenant, mailId, attempt } = request;
    const stored = await deps.log.get(tenant, mailId);
    if (stored === undefined) return undefined;
    const plus = stored.mailbox.indexOf('+');
    const { open, close } = deps.openMail(stored.rawKey);
    const incoming = {
      tenant,
      mailId,
      attempt,
      // The fingerprint's claim knows the mail by its raw key; the SES id has done its work in making `mailId`.
      sesMessageId: stored.rawKey,
      rawKey: stored.rawKey,
      receivedAt: stored.receivedAt,
      recipients: stored.recipients,
      verdicts: stored.verdicts,
      outside: { from: stored.from.address, subject: stored.subject },
      replayed: true,
      mailbox: stored.mailbox,
      suffix: plus < 0 ? '' : stored.mailbox.slice(plus + 1),
    };
    const mail = await deps.settleMail(incoming, open).finally(close);
    await deps.log.record(tenant, mail);
    await publishReceived(deps.publish, tenant, mail, true);
    return { tenant, mailId, outcome: mail.outcome.kind, before: false };
  };
