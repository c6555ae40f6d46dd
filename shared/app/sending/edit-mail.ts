/**
 * Changes a mail that waits for its time. New due entry -> new reservation -> the mail -> old reservation and old entry: cut off anywhere, the mail
 * goes once, at the old or the new time, and the schedule gives back what was reserved too much.
 */

import { resetsAt } from '../../domain/quota/day.ts';
import { allowanceOf } from '../../domain/quota/plans.ts';
import { messageOf } from '../../domain/sending/message-of.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { isWaiting } from '../../domain/sending/transitions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Contents, DueEntries, HtmlTools, MailQueues, OutgoingStore, QuotaCounters } from '../../ports/sending.ts';
import { counterOf, LOOK_AGAIN_MS } from './submit-mail.ts';
import { tidied } from './tidy-content.ts';
import type { WarnOfQuota } from './warn-of-quota.ts';

export interface MailEdit {
  readonly sendAt?: string | undefined;
  readonly subject?: string | undefined;
  readonly html?: string | undefined;
  readonly text?: string | undefined;
}

export type EditOutcome =
  | { readonly kind: 'edited'; readonly mail: OutgoingMail }
  | { readonly kind: 'absent' }
  /** It is on its way, or has ended. */
  | { readonly kind: 'too-late' }
  | { readonly kind: 'over-quota'; readonly resetsAt: string; readonly limit: number; readonly left: number }
  | { readonly kind: 'contended' };

const MAX_TRIES = 10;

export const makeEditMail = (deps: {
  readonly clock: Clock;
  readonly outgoing: Pick<OutgoingStore, 'get' | 'replace'>;
  readonly quota: QuotaCounters;
  readonly warnOfQuota: WarnOfQuota;
  readonly due: DueEntries;
  readonly contents: Pick<Contents, 'load' | 'save'>;
  readonly queues: MailQueues;
  readonly htmlTools: HtmlTools;
}) => {
  const newContent = async (mail: OutgoingMail, edit: MailEdit): Promise<string> => {
    if (edit.html === undefined && edit.text === undefined) return mail.content;
    const old = await deps.contents.load(mail.content);
    const next = {
      attachments: [],
      ...old,
      ...(edit.html === undefined ? {} : { html: edit.html }),
      ...(edit.text === undefined ? {} : { text: edit.text }),
    };
    // A text that was made of the old HTML says what the mail no longer does.
    const isStale = edit.html !== undefined && edit.text === undefined && old?.textOfHtml === true;
    const { text: _text, textOfHtml: _made, ...withoutText } = next;
    const kept = isStale ? withoutText : { ...withoutText, ...(next.text === undefined ? {} : { text: next.text }) };
    return deps.contents.save(mail.tenant, mail.id, mail.revision + 1, tidied(deps.htmlTools, kept));
  };

  const tryOnce = async (mail: OutgoingMail, edit: MailEdit, plan: string): Promise<EditOutcome | 'lost'> => {
    const { tenant, id: mailId, counted } = mail;
    const nowMs = deps.clock.nowMs();
    const sendAt = edit.sendAt === undefined ? mail.sendAt : new Date(edit.sendAt).toISOString();
    const goesAtMs = Math.max(nowMs, sendAt === undefined ? 0 : Date.parse(sendAt));
    const atOnce = goesAtMs === nowMs;
    const counter = { ...counterOf(plan, mail.user, goesAtMs), count: counted?.count ?? 0 };
    const isMoved = counted !== undefined && (counted.day !== counter.day || counted.scope !== counter.scope);
    const watch = {
      at: new Date(atOnce ? nowMs + LOOK_AGAIN_MS : goesAtMs).toISOString(),
      revision: mail.watch.revision + 1,
    };
    const entry = {
      ...watch,
      tenant,
      mailId,
      ...(counted === undefined ? {} : { reserving: { ...counter, user: mail.user } }),
    };
    const content = await newContent(mail, edit);
    await deps.due.put(entry);
    if (isMoved) {
      const { perDay } = allowanceOf(plan);
      const reserved = await deps.quota.reserve(tenant, counter, mailId, counter.count, perDay);
      if (reserved.kind === 'reserved') await deps.warnOfQuota(tenant, counter, mail.user, perDay, reserved);
      else {
        await deps.due.remove(entry);
        const { used } = await deps.quota.read(tenant, counter);
        return { kind: 'over-quota', resetsAt: resetsAt(counter.day), limit: perDay, left: Math.max(0, perDay - used) };
      }
    }
    const { sendAt: _, waitsFor, heldBack: _waited, ...rest } = mail;
    const next: OutgoingMail = {
      ...rest,
      subject: edit.subject ?? mail.subject,
      content,
      watch,
      revision: mail.revision + 1,
      ...(atOnce || sendAt === undefined ? {} : { sendAt }),
      // Who names a time waits for that, no longer for the quota.
      ...(waitsFor === undefined || edit.sendAt !== undefined ? {} : { waitsFor }),
      ...(counted === undefined ? {} : { counted: { scope: counter.scope, day: counter.day, count: counter.count } }),
    };
    if (!(await deps.outgoing.replace(next))) {
      // The winner may have moved it to the same day: then the reservation is theirs as well and must stay.
      const winner = await deps.outgoing.get(tenant, mailId);
      const isTheirs = winner?.counted?.day === counter.day && winner.counted.scope === counter.scope;
      if (isMoved && !isTheirs) await deps.quota.giveBack(tenant, counter, mailId, counter.count);
      await deps.due.remove(entry);
      return 'lost';
    }
    if (isMoved) await deps.quota.giveBack(tenant, counted, mailId, counted.count);
    await deps.due.remove({ ...mail.watch, tenant, mailId });
    if (atOnce) await deps.queues.enqueue(mail.lane, messageOf(next));
    return { kind: 'edited', mail: next };
  };

  return async (mail: OutgoingMail, edit: MailEdit, plan: string): Promise<EditOutcome> => {
    let current: OutgoingMail | undefined = mail;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      if (current === undefined) return { kind: 'absent' };
      if (!isWaiting(current)) return { kind: 'too-late' };
      const outcome = await tryOnce(current, edit, plan);
      if (outcome !== 'lost') return outcome;
      current = await deps.outgoing.get(mail.tenant, mail.id);
    }
    return { kind: 'contended' };
  };
};
