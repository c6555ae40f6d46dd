/**
 * What follows when a mail was handed over, whoever noticed it first (the worker, or SES's Send event): replies find its record, the record shows it,
 * the CRM hears of it, and nobody waits for it any more. Each step may be repeated.
 */
import { failuresOf } from '../../domain/failures/failure-log.ts';
import { isOpen } from '../../domain/sending/follow-up.ts';
import { sentMessageId } from '../../domain/sending/message-id.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import type { PublishEvent } from '../../ports/events.ts';
import type { FollowUps } from '../../ports/follow-ups.ts';
import type { MailLog } from '../../ports/mail-log.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import type { DueEntries } from '../../ports/sending.ts';
import type { CountDomainMail } from '../domains/count-domain-mail.ts';
import type { LogFailures } from '../failures/log-failures.ts';
import type { SendRest } from './send-rest.ts';

export type AfterSent = (mail: OutgoingMail) => Promise<void>;

export const makeAfterSent =
  (deps: {
    readonly threads: Pick<MailLog, 'rememberThread'>;
    readonly records: Pick<RecordStore, 'addToTimeline'>;
    readonly due: Pick<DueEntries, 'remove'>;
    readonly publish: PublishEvent;
    readonly logFailures: LogFailures;
    readonly countDomainMail: CountDomainMail;
    readonly followUps: Pick<FollowUps, 'expectAnswer'>;
    readonly sendRest: SendRest;
    /** SES writes its own Message-ID: `<its id>@<this domain>` (SES guide, "Message-ID header"). */
    readonly messageIdDomain: string;
  }): AfterSent =>
  async (mail) => {
    const { tenant, id: mailId, record, sentAt } = mail;
    await deps.sendRest(mail);
    const messageId = sentMessageId(mail, deps.messageIdDomain);
    if (messageId === undefined || sentAt === undefined) return;
    if (record !== undefined) {
      await Promise.all([
        deps.threads.rememberThread(tenant, messageId, record, 'sent'),
        mail.movedFrom === undefined &&
          deps.records.addToTimeline(tenant, record, {
            id: `mail-${mailId}`,
            kind: 'mail',
            at: mail.createdAt,
            summary: mail.subject.slice(0, 255),
            emailId: mailId,
          }),
      ]);
    }
    if (isOpen(mail.followUp)) await deps.followUps.expectAnswer(mail, messageId);
    await deps.publish({
      id: `${mailId}-sent`,
      type: 'mail.sent',
      tenant,
      at: sentAt,
      detail: { mailId, ...(record === undefined ? {} : { record }) },
    });
    await deps.logFailures(tenant, failuresOf(mail, sentAt));
    await deps.countDomainMail(mail);
    await deps.due.remove({ ...mail.watch, tenant, mailId });
  };
