/**
 * What the schedule does with a mail whose due entry has come: finishes what was cut off. The reconciler of ARCHITECTURE (Out) is the `sending`
 * case: a mail is only sent again when its Send event has not come, the window has passed, and after that the feedback path was seen empty twice.
 */

import { messageOf } from '../../domain/sending/message-of.ts';
import type { OutgoingMail, Watch } from '../../domain/sending/outgoing-mail.ts';
import { isWaiting, released, unconfirmed, watched } from '../../domain/sending/transitions.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  DueEntries,
  DueEntry,
  FeedbackPath,
  MailQueues,
  OutgoingStore,
  QuotaCounters,
} from '../../ports/sending.ts';
import type { RecheckDomain } from '../domains/recheck-domain.ts';
import type { AfterSent } from '../sending/after-sent.ts';
import { makeChangeMail } from '../sending/change-mail.ts';
import type { CloseFailed } from '../sending/close-failed.ts';
import type { SplitMail } from '../sending/split-mail.ts';
import type { ExpireMail } from './expire-mail.ts';
import type { RingFollowUp } from './ring-follow-up.ts';

const MINUTE_MS = 60_000;
/** SES's Send events come within seconds; nobody promises that (PERFORMANCE section 5). The one constant of the reconciler. */
export const WINDOW_MS = 30 * MINUTE_MS;
/** While the feedback path is not empty. */
const LOOK_EVERY_MS = 5 * MINUTE_MS;
/** From the claim on; then a person decides. */
const GIVE_UP_AFTER_MS = 6 * 60 * MINUTE_MS;
/** An entry without an owner, or ahead of it, may belong to a request that is still writing: a Lambda lives 15 minutes at most. */
const ORPHAN_AFTER_MS = 15 * MINUTE_MS;
/** A waiting mail has a queue message; should that be lost, another takes its place. The older one says nothing any more. */
const REQUEUE_EVERY_MS = 15 * MINUTE_MS;

export interface LookAfterDeps {
  readonly clock: Clock;
  readonly outgoing: OutgoingStore;
  readonly due: DueEntries;
  readonly quota: Pick<QuotaCounters, 'giveBack'>;
  readonly queues: MailQueues;
  readonly feedback: FeedbackPath;
  readonly afterSent: AfterSent;
  readonly closeFailed: CloseFailed;
  readonly splitMail: SplitMail;
  readonly expireMail: ExpireMail;
  readonly recheckDomain: RecheckDomain;
  readonly ringFollowUp: RingFollowUp;
}

export const makeLookAfterMail = (deps: LookAfterDeps) => {
  const change = makeChangeMail(deps.outgoing);
  const isOld = (entry: DueEntry) => deps.clock.nowMs() - Date.parse(entry.at) >= ORPHAN_AFTER_MS;

  /** New entry, then the owner, then the old entry goes: whatever is cut off, the mail is watched. */
  const watchAgain = async (
    mail: OutgoingMail,
    entry: DueEntry,
    inMs: number,
    emptyOnce = false,
  ): Promise<OutgoingMail | undefined> => {
    const watch: Watch = {
      at: new Date(deps.clock.nowMs() + inMs).toISOString(),
      revision: mail.watch.revision + 1,
      ...(emptyOnce ? { emptyOnce } : {}),
    };
    await deps.due.put({ ...watch, tenant: mail.tenant, mailId: mail.id });
    const moved = await change(mail.tenant, mail.id, (now) =>
      now.watch.revision === mail.watch.revision ? watched(watch)(now) : undefined,
    );
    if (moved.kind !== 'changed') return undefined;
    await deps.due.remove(entry);
    return moved.mail;
  };

  const abandon = async (entry: DueEntry) => {
    const { tenant, mailId, reserving } = entry;
    if (!isOld(entry)) return;
    const at = new Date(deps.clock.nowMs()).toISOString();
    const stored = await deps.outgoing.create({
      id: mailId,
      tenant,
      user: reserving?.user ?? '',
      lane: 'adhoc',
      phase: 'failed',
      failed: 'abandoned',
      from: '',
      subject: '',
      content: '',
      recipients: [],
      createdAt: at,
      watch: { at: entry.at, revision: entry.revision },
      revision: 1,
    });
    // The request was quicker after all: its mail is looked after like any other, next minute.
    if (stored.failed !== 'abandoned') return;
    if (reserving !== undefined) await deps.quota.giveBack(tenant, reserving, mailId, reserving.count);
    await deps.due.remove(entry);
  };

  /** An edit that was cut off may have left places reserved in another counter than the mail's. */
  const discard = async (mail: OutgoingMail, entry: DueEntry) => {
    const { reserving } = entry;
    const isElsewhere =
      reserving !== undefined && (mail.counted?.day !== reserving.day || mail.counted.scope !== reserving.scope);
    if (isElsewhere) await deps.quota.giveBack(mail.tenant, reserving, mail.id, reserving.count);
    await deps.due.remove(entry);
  };

  const requeue = async (mail: OutgoingMail, entry: DueEntry) => {
    const watched = await watchAgain(mail, entry, REQUEUE_EVERY_MS);
    if (watched !== undefined) await deps.queues.enqueue(mail.lane, messageOf(watched));
  };

  const reconcile = async (mail: OutgoingMail, entry: DueEntry): Promise<void> => {
    const { claim } = mail;
    if (claim === undefined) return;
    const age = deps.clock.nowMs() - Date.parse(claim.at);
    if (age < WINDOW_MS) return void (await watchAgain(mail, entry, WINDOW_MS - age));
    // An own server sends no event that would tell (ARCHITECTURE, Out): never again by itself.
    const isOwn = mail.via !== undefined;
    if (isOwn || !(await deps.feedback.isEmpty())) {
      if (!isOwn && age < GIVE_UP_AFTER_MS) return void (await watchAgain(mail, entry, LOOK_EVERY_MS));
      const outcome = await change(mail.tenant, mail.id, unconfirmed(claim.id));
      if (outcome.kind !== 'absent') await deps.due.remove(entry);
      return;
    }
    if (entry.emptyOnce !== true) return void (await watchAgain(mail, entry, MINUTE_MS, true));
    const outcome = await change(mail.tenant, mail.id, released(claim.id));
    if (outcome.kind === 'changed') await requeue(outcome.mail, entry);
  };

  return async (entry: DueEntry): Promise<void> => {
    if (entry.inbound === true) return deps.expireMail(entry);
    if (entry.domain !== undefined) return deps.recheckDomain({ ...entry, domain: entry.domain });
    if (entry.followUp === true) return deps.ringFollowUp(entry);
    const mail = await deps.outgoing.get(entry.tenant, entry.mailId);
    if (mail === undefined) return abandon(entry);
    if (entry.revision !== mail.watch.revision || entry.at !== mail.watch.at) {
      // Ahead of its owner: an edit is being written, or was cut off. Behind: left over.
      if (entry.revision <= mail.watch.revision || isOld(entry)) await discard(mail, entry);
      return;
    }
    if (isWaiting(mail)) return requeue(mail, entry);
    switch (mail.phase) {
      case 'sending':
        return reconcile(mail, entry);
      case 'sent':
        return deps.afterSent(mail);
      case 'failed':
        return deps.closeFailed(mail);
      case 'split':
        return deps.splitMail(mail);
      default:
        return deps.due.remove(entry);
    }
  };
};

export type LookAfterMail = ReturnType<typeof makeLookAfterMail>;
