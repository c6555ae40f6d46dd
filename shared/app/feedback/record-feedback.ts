/**
 * Records what SES says of sent mail. For record-feedback, and for reports that arrive as mail (record-report.ts). Suppressions come first, so that nothing goes
 * to an address once its event was stored; then the mail; then those who wait for the news. Every step may be killed and repeated, and the order
 * in which events come does not matter, not even before our own `sent` was written.
 */

import { Failure } from '../../domain/failure.ts';
import { failuresReported, feedbackApplied } from '../../domain/feedback/apply-feedback.ts';
import { readSesEvents, type SesReading } from '../../domain/feedback/read-ses-event.ts';
import type { FindMail, SesEvent } from '../../domain/feedback/ses-event.ts';
import { suppressionsAfter } from '../../domain/feedback/suppressions.ts';
import { redirectOf } from '../../domain/sending/test-mode.ts';
import type { PublishEvent } from '../../ports/events.ts';
import type { OutgoingStore, Suppressions } from '../../ports/sending.ts';
import type { LogFailures } from '../failures/log-failures.ts';
import type { AfterSent } from '../sending/after-sent.ts';
import { makeChangeMail } from '../sending/change-mail.ts';
import { publishFeedback } from './publish-feedback.ts';

export type FeedbackOutcome =
  | {
      readonly kind: 'recorded';
      readonly tenant: string;
      readonly mailId: string;
      readonly type: string;
      /** Addresses put on the suppression list, or found there. */
      readonly suppressed: number;
      /** False: everything in it was known. */
      readonly changed: boolean;
    }
  | { readonly kind: 'ignored'; readonly why: string; readonly type?: string; readonly sesMessageId?: string };

export interface RecordFeedbackDeps {
  readonly findMail: FindMail;
  readonly outgoing: Pick<OutgoingStore, 'get' | 'replace'>;
  readonly suppressions: Pick<Suppressions, 'add'>;
  readonly afterSent: AfterSent;
  readonly publish: PublishEvent;
  readonly logFailures: LogFailures;
}

export const makeRecordEvent = (deps: RecordFeedbackDeps) => {
  const change = makeChangeMail(deps.outgoing);

  return async (event: SesEvent, isRepeat: boolean): Promise<FeedbackOutcome> => {
    const { type, sesMessageId, at } = event;
    const ref = deps.findMail(event);
    if (ref === undefined) return { kind: 'ignored', why: 'not-ours', type, sesMessageId };
    const { tenant, mailId } = ref;
    const named = suppressionsAfter(event);
    const known = named.length === 0 ? undefined : await deps.outgoing.get(tenant, mailId);
    // A test address that bounces is the tenant's own affair: nothing is kept from anybody for it (FEATURES 99).
    const following = redirectOf(known?.testMode) === undefined ? named : [];
    for (const suppression of following) await deps.suppressions.add(tenant, { ...suppression, source: mailId, at });
    const outcome = await change(tenant, mailId, feedbackApplied(event));
    if (outcome.kind === 'absent') return { kind: 'ignored', why: 'unknown-mail', type, sesMessageId };
    const learnedId = outcome.kind === 'changed' && outcome.before.sesMessageId === undefined;
    // An earlier try may have been cut off right after its write; on the first one it is the worker that sent it who does this.
    if (learnedId || isRepeat) await deps.afterSent(outcome.mail);
    await deps.logFailures(tenant, failuresReported(event, outcome.mail));
    await publishFeedback(deps.publish, event, outcome.mail);
    return {
      kind: 'recorded',
      tenant,
      mailId,
      type,
      suppressed: following.length,
      changed: outcome.kind === 'changed',
    };
  };
};

export const makeRecordFeedback = (deps: RecordFeedbackDeps) => {
  const record = makeRecordEvent(deps);

  const settle = async (reading: SesReading, isRepeat: boolean): Promise<FeedbackOutcome> => {
    switch (reading.kind) {
      case 'feedback':
        return record(reading.event, isRepeat);
      case 'ignored':
        return reading;
      case 'received':
        return { kind: 'ignored', why: 'received', sesMessageId: reading.receipt.sesMessageId };
      case 'unreadable':
        throw new Failure(
          'invalid-input',
          'ses-event-unreadable',
          `SES sent a ${reading.type} event without its parts.`,
        );
    }
  };

  /** `attempt` from 1. One message may hold several events. */
  return async (message: unknown, attempt: number): Promise<readonly FeedbackOutcome[]> => {
    const outcomes: FeedbackOutcome[] = [];
    for (const reading of readSesEvents(message)) outcomes.push(await settle(reading, attempt > 1));
    return outcomes;
  };
};
