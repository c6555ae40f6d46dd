/** What a person decides of an `unconfirmed` mail, and cancelling. */
import { messageOf } from '../../domain/sending/message-of.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { decidedSent, failed, sendAgain } from '../../domain/sending/transitions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DueEntries, MailQueues, OutgoingStore } from '../../ports/sending.ts';
import { type ChangeOutcome, makeChangeMail } from './change-mail.ts';
import type { CloseFailed } from './close-failed.ts';
import { LOOK_AGAIN_MS } from './submit-mail.ts';

export const makeDecideMail = (deps: {
  readonly clock: Clock;
  readonly outgoing: Pick<OutgoingStore, 'get' | 'replace'>;
  readonly due: DueEntries;
  readonly queues: MailQueues;
}) => {
  const change = makeChangeMail(deps.outgoing);
  return async (
    { tenant, id: mailId, watch: old, lane }: OutgoingMail,
    as: 'sent' | 'send-again',
  ): Promise<ChangeOutcome> => {
    const now = deps.clock.nowMs();
    if (as === 'sent') return change(tenant, mailId, decidedSent(new Date(now).toISOString()));
    const watch = { at: new Date(now + LOOK_AGAIN_MS).toISOString(), revision: old.revision + 1 };
    await deps.due.put({ ...watch, tenant, mailId });
    const outcome = await change(tenant, mailId, sendAgain(watch));
    if (outcome.kind === 'changed') await deps.queues.enqueue(lane, messageOf(outcome.mail));
    return outcome;
  };
};

export const makeCancelMail = (deps: {
  readonly outgoing: Pick<OutgoingStore, 'get' | 'replace'>;
  readonly closeFailed: CloseFailed;
}) => {
  const change = makeChangeMail(deps.outgoing);
  return async ({ tenant, id }: OutgoingMail): Promise<'cancelled' | 'too-late'> => {
    const outcome = await change(tenant, id, failed('cancelled'));
    if (outcome.kind === 'absent') return 'too-late';
    // Also when an earlier try was cut off right after the change.
    if (outcome.mail.failed !== 'cancelled') return 'too-late';
    await deps.closeFailed(outcome.mail);
    return 'cancelled';
  };
};
