/**
 * Takes a mail to be sent. The order makes a crash harmless (ARCHITECTURE, Out): due entry -> quota -> item -> queue message. Whatever is cut off is
 * finished, or written down as abandoned and given back, by the schedule.
 */

import { type CounterRef, dayOf, resetsAt } from '../../domain/quota/day.ts';
import { allowanceOf } from '../../domain/quota/plans.ts';
import { messageOf } from '../../domain/sending/message-of.ts';
import { liveRecipients, type OutgoingMail, type Recipient } from '../../domain/sending/outgoing-mail.ts';
import type { Content, Contents, DueEntries, MailQueues, OutgoingStore, QuotaCounters } from '../../ports/sending.ts';
import { followUpEntry } from './follow-up-entry.ts';
import type { WarnOfQuota } from './warn-of-quota.ts';

/** How far ahead the due entry of a mail that goes at once stands: until then the request itself is expected to finish. */
export const LOOK_AGAIN_MS = 2 * 60 * 1000;

/** Everything decided about it but when it is counted and watched. */
export type Draft = Omit<OutgoingMail, 'counted' | 'watch' | 'revision' | 'phase' | 'createdAt' | 'content'>;

/** What the writer wants beside the mail. */
export interface Wishes {
  /** Over quota it goes on the next day that has room for it (Decisions 121). */
  readonly sendWhenQuotaResets?: boolean | undefined;
  /** Until then it can be taken back; the queue holds it, not the schedule, which looks once a minute. */
  readonly undoSeconds?: number | undefined;
}

/** Further ahead a mail has lost its occasion: a week of full days is a plan that is too small. */
const MOST_DAYS_AHEAD = 7;

/** SQS and the clock of the one who claims it may differ by less than that. */
const LEEWAY_SECONDS = 1;

export type SubmitOutcome =
  | { readonly kind: 'accepted'; readonly mail: OutgoingMail }
  | { readonly kind: 'over-quota'; readonly resetsAt: string; readonly limit: number; readonly left: number }
  /** A first try of this request was cut off, given up and its places given back: it needs a new id. */
  | { readonly kind: 'abandoned' };

export const counterOf = (plan: string, user: string, atMs: number): CounterRef => ({
  scope: allowanceOf(plan).scope === 'user' ? `user#${user}` : 'instance',
  day: dayOf(atMs),
});

export const makeSubmitMail =
  (deps: {
    readonly outgoing: Pick<OutgoingStore, 'create' | 'get'>;
    readonly quota: QuotaCounters;
    readonly warnOfQuota: WarnOfQuota;
    readonly due: DueEntries;
    readonly contents: Pick<Contents, 'save'>;
    readonly queues: MailQueues;
  }) =>
  async (
    { sendAt: wantedAt, ...wanted }: Draft,
    content: Content,
    plan: string,
    atMs: number,
    { sendWhenQuotaResets = false, undoSeconds = 0 }: Wishes = {},
  ): Promise<SubmitOutcome> => {
    // A time that has passed is now: else it would count in a day that is over, where nobody notices.
    const plannedMs = wantedAt === undefined || Date.parse(wantedAt) <= atMs ? undefined : Date.parse(wantedAt);
    const isHeld = plannedMs === undefined && undoSeconds > 0;
    const { tenant, id: mailId } = wanted;
    const known = await deps.outgoing.get(tenant, mailId);
    if (known?.failed === 'abandoned') return { kind: 'abandoned' };
    const live: readonly Recipient[] = liveRecipients(wanted);
    // Own servers and system mail do not count (Decisions 116).
    const count = wanted.via !== undefined || wanted.source === 'system' ? 0 : live.length;
    const enqueue = async (mail: OutgoingMail) => {
      if (mail.phase !== 'queued' || (mail.sendAt !== undefined && (!isHeld || mail.waitsFor === 'quota'))) return;
      const delay = mail.sendAt === undefined ? [] : [undoSeconds + LEEWAY_SECONDS];
      await deps.queues.enqueue(mail.lane, messageOf(mail), ...delay);
    };
    if (known !== undefined) {
      await enqueue(known);
      return { kind: 'accepted', mail: known };
    }

    const place = await deps.contents.save(tenant, mailId, 1, content);
    const { perDay } = allowanceOf(plan);
    /** All of it at one time or nothing; undefined: that day has no room. */
    const tryAt = async (goesAtMs: number, waitsFor?: 'quota'): Promise<SubmitOutcome | undefined> => {
      const isLater = goesAtMs > atMs;
      // What the queue holds back is looked for a while after it was to go; what waits for the schedule, when it is to go.
      const lookAtMs = isLater && !(isHeld && waitsFor === undefined) ? goesAtMs : goesAtMs + LOOK_AGAIN_MS;
      const watch = { at: new Date(lookAtMs).toISOString(), revision: 1 };
      const counter = counterOf(plan, wanted.user, goesAtMs);
      const entry = {
        ...watch,
        tenant,
        mailId,
        ...(count === 0 ? {} : { reserving: { ...counter, count, user: wanted.user } }),
      };
      await deps.due.put(entry);
      if (count > 0) {
        const reserved = await deps.quota.reserve(tenant, counter, mailId, count, perDay);
        if (reserved.kind === 'over') {
          await deps.due.remove(entry);
          return undefined;
        }
        await deps.warnOfQuota(tenant, counter, wanted.user, perDay, reserved);
      }
      const mail: OutgoingMail = {
        ...wanted,
        content: place,
        ...(isLater ? { sendAt: new Date(goesAtMs).toISOString() } : {}),
        ...(waitsFor === undefined ? {} : { waitsFor }),
        phase: live.length === 0 ? 'failed' : 'queued',
        ...(live.length === 0 ? { failed: wanted.recipients[0]?.failed ?? 'suppressed' } : {}),
        ...(count === 0 ? {} : { counted: { ...counter, count } }),
        createdAt: new Date(atMs).toISOString(),
        watch,
        revision: 1,
      };
      const reminder = followUpEntry(mail);
      if (reminder !== undefined) await deps.due.put(reminder);
      const stored = await deps.outgoing.create(mail);
      if (stored.failed === 'abandoned') {
        // The schedule was quicker; what was reserved after its giving back is given back here.
        if (count > 0) await deps.quota.giveBack(tenant, counter, mailId, count);
        return { kind: 'abandoned' };
      }
      await enqueue(stored);
      return { kind: 'accepted', mail: stored };
    };

    const firstMs = plannedMs ?? atMs + undoSeconds * 1000;
    const accepted = await tryAt(firstMs);
    if (accepted !== undefined) return accepted;
    const full = counterOf(plan, wanted.user, firstMs);
    // More than a whole day holds would find no day.
    const daysAhead = sendWhenQuotaResets && count <= perDay ? MOST_DAYS_AHEAD : 0;
    let opens = resetsAt(full.day);
    for (let day = 1; day <= daysAhead; day += 1) {
      const waiting = await tryAt(Date.parse(opens), 'quota');
      if (waiting !== undefined) return waiting;
      opens = resetsAt(dayOf(Date.parse(opens)));
    }
    const { used, warned } = await deps.quota.read(tenant, full);
    await deps.warnOfQuota(tenant, full, wanted.user, perDay, { used, warned });
    return { kind: 'over-quota', resetsAt: resetsAt(full.day), limit: perDay, left: Math.max(0, perDay - used) };
  };
