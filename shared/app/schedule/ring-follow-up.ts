/**
 * The schedule's look at a mail whose writer wants to be reminded now (FEATURES 241): listed, told to the CRM, written on its record. Listed before it is marked: whoever
 * ends it marks it first and takes it off the list then, so one of the two always finds it there. Killed anywhere, the entry stays and all of it is repeated.
 */
import { judgeFollowUp, rung } from '../../domain/sending/follow-up.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PublishEvent } from '../../ports/events.ts';
import type { FollowUps } from '../../ports/follow-ups.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import type { DueEntries, DueEntry, OutgoingStore } from '../../ports/sending.ts';
import { makeChangeMail } from '../sending/change-mail.ts';

export type RingFollowUp = (entry: DueEntry) => Promise<void>;

/** An entry ahead of its mail may belong to a request that is still writing: a Lambda lives 15 minutes at most. */
const ORPHAN_AFTER_MS = 15 * 60_000;

export const makeRingFollowUp = (deps: {
  readonly clock: Clock;
  readonly outgoing: Pick<OutgoingStore, 'get' | 'replace'>;
  readonly due: Pick<DueEntries, 'remove'>;
  readonly followUps: Pick<FollowUps, 'list' | 'unlist'>;
  readonly records: Pick<RecordStore, 'addToTimeline'>;
  readonly publish: PublishEvent;
}): RingFollowUp => {
  const change = makeChangeMail(deps.outgoing);
  return async (entry) => {
    const { tenant, mailId, at, revision } = entry;
    const mail = await deps.outgoing.get(tenant, mailId);
    const judged = judgeFollowUp(mail, revision);
    if (judged === 'ahead' && deps.clock.nowMs() - Date.parse(at) < ORPHAN_AFTER_MS) return;
    if (judged !== 'ring' || mail === undefined) return deps.due.remove(entry);
    await deps.followUps.list(mail, at);
    const outcome = await change(tenant, mailId, rung(revision));
    const now = outcome.kind === 'absent' ? undefined : outcome.mail.followUp;
    if (now?.revision !== revision || now.state !== 'due') await deps.followUps.unlist(mail, at);
    else {
      const { record, user, subject } = mail;
      const id = `${mailId}-follow-up-${revision}`;
      const detail = { mailId, user, ...(record === undefined ? {} : { record }) };
      await deps.publish({ id, type: 'mail.follow-up-due', tenant, at, detail });
      if (record !== undefined)
        await deps.records.addToTimeline(tenant, record, {
          ...{ id, kind: 'event', at, emailId: mailId },
          summary: `Follow up: ${subject}`.slice(0, 255),
        });
    }
    await deps.due.remove(entry);
  };
};
