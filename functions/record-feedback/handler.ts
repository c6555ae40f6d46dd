/**
 * One event of SES about sent mail (configuration set -> SNS -> SQS): what its recipients' servers and the recipients themselves said.
 * At-least-once and in any order: a repeated or late event changes nothing.
 * If it fails: bounces and complaints are late, so mail may still go to an address that must not get any. docs/runbook.md#record-feedback
 */

import type { LogFailures } from '#shared/app/failures/log-failures.ts';
import { makeRecordFeedback } from '#shared/app/feedback/record-feedback.ts';
import type { AfterSent } from '#shared/app/sending/after-sent.ts';
import { FeedbackMessage } from '#shared/contracts/feedback.ts';
import { taggedMail } from '#shared/domain/feedback/ses-event.ts';
import type { Log } from '#shared/edge/log.ts';
import { queueHandler } from '#shared/edge/queue.ts';
import type { PublishEvent } from '#shared/ports/events.ts';
import type { OutgoingStore, Suppressions } from '#shared/ports/sending.ts';

export interface Wiring {
  readonly outgoing: OutgoingStore;
  readonly suppressions: Suppressions;
  readonly afterSent: AfterSent;
  readonly publish: PublishEvent;
  readonly logFailures: LogFailures;
  readonly log: Log;
}

export const makeHandler = ({ log, ...deps }: Wiring) => {
  const recordFeedback = makeRecordFeedback({ findMail: taggedMail, ...deps });

  return queueHandler(FeedbackMessage, log, async ({ message, attempt }) => {
    for (const { kind, ...rest } of await recordFeedback(message, attempt)) log.info(`feedback.${kind}`, rest);
  });
};
