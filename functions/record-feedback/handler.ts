/**
 * One event of SES about sent mail (configuration set -> SNS -> SQS): what its recipients' servers and the recipients themselves said.
 * At-least-once and in any order: a repeated or late event changes nothing.
 * If it fails: bounces and complaints are late, so mail may still go to an address that must not get any. docs/runbook.md#record-feedback
 */
import { makeRecordFeedback } from '#shared/app/feedback/record-feedback.ts';
import { makeAfterSent } from '#shared/app/sending/after-sent.ts';
import { FeedbackMessage } from '#shared/contracts/feedback.ts';
import { taggedMail } from '#shared/domain/feedback/ses-event.ts';
import type { Log } from '#shared/edge/log.ts';
import { queueHandler } from '#shared/edge/queue.ts';
import type { PublishEvent } from '#shared/ports/events.ts';
import type { MailLog } from '#shared/ports/mail-log.ts';
import type { RecordStore } from '#shared/ports/record-store.ts';
import type { DueEntries, OutgoingStore, Suppressions } from '#shared/ports/sending.ts';

export interface Wiring {
  readonly messageIdDomain: string;
  readonly outgoing: OutgoingStore;
  readonly suppressions: Suppressions;
  readonly due: DueEntries;
  readonly mailLog: MailLog;
  readonly records: RecordStore;
  readonly publish: PublishEvent;
  readonly log: Log;
}

export const makeHandler = (wiring: Wiring) => {
  const { messageIdDomain, outgoing, suppressions, due, mailLog, records, publish, log } = wiring;
  const afterSent = makeAfterSent({ threads: mailLog, records, due, publish, messageIdDomain });
  const recordFeedback = makeRecordFeedback({ findMail: taggedMail, outgoing, suppressions, afterSent, publish });

  return queueHandler(FeedbackMessage, log, async ({ message, attempt }) => {
    for (const { kind, ...rest } of await recordFeedback(message, attempt)) log.info(`feedback.${kind}`, rest);
  });
};
