/**
 * Takes a mail to be sent. The order makes a crash harmless (ARCHITECTURE, Out): due entry -> quota -> item -> queue message. Whatever is cut off is
 * finished, or written down as abandoned and given back, by the schedule.
 */

import { type CounterRef, dayOf, resetsAt } from '../../domain/quota/day.ts';
import { allowanceOf } from '../../domain/quota/plans.ts';
import { messageOf } from '../../domain/sending/message-of.ts';
import { liveRecipients, type OutgoingMail, type Recipient } from '../../domain/sending/outgoing-mail.ts';
import type { Content, Contents, DueEntries, MailQueues, OutgoingStore, QuotaCounters } from '../../ports/sending.ts';

/** How far ahead the due entry of a mail that goes at once stands: until then the request itself is expected to finish. */
export const LOOK_AGAIN_MS = 2 * 60 * 1000;

/** Everything decided about it but when it is counted and watched. */
export type Draft = Omit<OutgoingMail, 'counted' | 'watch' | 'revision' | 'phase' | 'createdAt' | 'content'>;

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
    readonly due: DueEntries;
    readonly contents: Pick<Contents, 'save'>;
    readonly queues: MailQueues;
  }) =>
  async ({ sendAt, ...wanted }: Draft, content: Content, plan: string, atMs: number): Promise<SubmitOutcome> => {
    // A time that has passed is now: else it would count in a day that is over, where nobody notices.
    const draft: Draft = sendAt === undefined || Date.parse(sendAt) <= atMs ? wanted : { ...wanted, sendAt };
    const { tenant, id: mailId } = draft;
    const goesAtMs = draft.sendAt === undefined ? atMs : Date.parse(draft.sendAt);
    const known = await deps.outgoing.get(tenant, mailId);
    if (known?.failed === 'abandoned') return { kind: 'abandoned' };
    const watch = known?.watch ?? {
      at: new Date(draft.sendAt === undefined ? atMs + LOOK_AGAIN_MS : goesAtMs).toISOString(),
      revision: 1,
    };
    const live: readonly Recipient[] = liveRecipients(draft);
    const counter = counterOf(plan, draft.user, goesAtMs);
    // Own servers and system mail do not count (Decisions 116).
    const count = draft.via === 'own-server' || draft.source === 'system' ? 0 : live.length;
    const enqueue = async (mail: OutgoingMail) => {
      if (mail.phase === 'queued' && mail.sendAt === undefined) await deps.queues.enqueue(mail.lane, messageOf(mail));
    };
    if (known !== undefined) {
      await enqueue(known);
      return { kind: 'accepted', mail: known };
    }

    const place = await deps.contents.save(tenant, mailId, 1, content);
    const entry = {
      ...watch,
      tenant,
      mailId,
      ...(count === 0 ? {} : { reserving: { ...counter, count, user: draft.user } }),
    };
    await deps.due.put(entry);
    const { perDay } = allowanceOf(plan);
    const reserved = count === 0 ? 'reserved' : await deps.quota.reserve(tenant, counter, mailId, count, perDay);
    if (reserved === 'over') {
      await deps.due.remove(entry);
      const { used } = await deps.quota.read(tenant, counter);
      return { kind: 'over-quota', resetsAt: resetsAt(counter.day), limit: perDay, left: Math.max(0, perDay - used) };
    }
    const mail: OutgoingMail = {
      ...draft,
      content: place,
      phase: live.length === 0 ? 'failed' : 'queued',
      ...(live.length === 0 ? { failed: 'suppressed' } : {}),
      ...(count === 0 ? {} : { counted: { ...counter, count } }),
      createdAt: new Date(atMs).toISOString(),
      watch,
      revision: 1,
    };
    const stored = await deps.outgoing.create(mail);
    if (stored.failed === 'abandoned') {
      // The schedule was quicker; what was reserved after its giving back is given back here.
      if (count > 0) await deps.quota.giveBack(tenant, counter, mailId, count);
      return { kind: 'abandoned' };
    }
    await enqueue(stored);
    return { kind: 'accepted', mail: stored };
  };
