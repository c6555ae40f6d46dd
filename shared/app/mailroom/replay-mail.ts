/**
 * Runs the Mailroom on a stored mail again. One that was acted on is left alone while its records are there (FEATURES 15: a rescan may retry only what produced
 * nothing): judged anew it would find the records of later mails too, and a day replayed would not be the day. Where one of them was deleted, or nothing was made,
 * it is dealt with as if it came now; ids are derived from the mail, so what it made is found and not made twice, and the log entry is written over.
 */
import type { PublishEvent } from '../../ports/events.ts';
import type { LoggedMail, MailLog } from '../../ports/mail-log.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import type { KeepDocuments } from './keep-documents.ts';
import type { OpenMail } from './open-mail.ts';
import { publishReceived } from './publish-received.ts';
import type { Settled } from './receive-mail.ts';
import type { SettleMail } from './settle-mail.ts';

const isDone = async (
  { records }: { readonly records: Pick<RecordStore, 'get'> },
  tenant: string,
  { outcome }: LoggedMail,
): Promise<boolean> => {
  if (outcome.kind !== 'acted' || outcome.records.length === 0) return false;
  const live = await Promise.all(outcome.records.map((record) => records.get(tenant, record)));
  return live.every((record) => record !== undefined);
};

export const makeReplayMail = (deps: {
  readonly log: MailLog;
  readonly records: Pick<RecordStore, 'get'>;
  readonly openMail: OpenMail;
  readonly settleMail: SettleMail;
  readonly keepDocuments: KeepDocuments;
  readonly publish: PublishEvent;
}) => {
  /** Since then there may be room for what did not fit. Of imported mail only the raw mail knows where it stands on timelines: it stays as it is. */
  const keepMore = async (tenant: string, stored: LoggedMail): Promise<void> => {
    const { id: mailId, receivedAt, attachments, outcome } = stored;
    if (attachments.length === 0 || outcome.kind !== 'acted' || stored.imported === true) return;
    const arrived = {
      tenant,
      mailId,
      receivedAt,
      at: receivedAt,
      confidential: stored.confidential === true,
      attachments,
    };
    await deps.log.record(tenant, { ...stored, attachments: await deps.keepDocuments(arrived, outcome.records) });
  };

  return async (request: {
    readonly tenant: string;
    readonly mailId: string;
    readonly attempt: number;
  }): Promise<Settled | undefined> => {
    const { tenant, mailId, attempt } = request;
    const stored = await deps.log.get(tenant, mailId);
    if (stored === undefined) return undefined;
    if (await isDone(deps, tenant, stored)) {
      await keepMore(tenant, stored);
      // The first try may have been cut off right after its write.
      await publishReceived(deps.publish, tenant, stored, true);
      return { tenant, mailId, outcome: stored.outcome.kind, before: true };
    }
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
      soleMailbox: stored.soleMailbox === true,
      mailbox: stored.mailbox,
      suffix: plus < 0 ? '' : stored.mailbox.slice(plus + 1),
    };
    const settled = await deps.settleMail(incoming, open).finally(close);
    const { told, whyNot } = stored;
    const mail = {
      ...settled,
      ...(told === undefined ? {} : { told }),
      ...(whyNot === undefined ? {} : { whyNot }),
    };
    await deps.log.record(tenant, mail);
    await publishReceived(deps.publish, tenant, mail, true);
    return { tenant, mailId, outcome: mail.outcome.kind, before: false };
  };
};
