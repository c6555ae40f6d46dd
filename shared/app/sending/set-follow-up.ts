/**
 * Sets, moves and ends the reminder of a mail that is written already (FEATURES 241). The due entry first, then the mail, then what led to the time before: cut off anywhere, it
 * rings at the old or the new time, never at both. Answers to a mail that has gone must find it before it is marked; of one that has not, after-sent.ts sees to that.
 */
import { ended, firstFollowUp, mayRemind, refuseFollowUpAt } from '../../domain/sending/follow-up.ts';
import { sentMessageId } from '../../domain/sending/message-id.ts';
import type { OutgoingMail } from '../../domain/sending/outgoing-mail.ts';
import { isWaiting } from '../../domain/sending/transitions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FollowUps } from '../../ports/follow-ups.ts';
import type { DueEntries, OutgoingStore } from '../../ports/sending.ts';
import { makeChangeMail } from './change-mail.ts';
import type { EditOutcome, MailEdit, makeEditMail } from './edit-mail.ts';
import { followUpEntry } from './follow-up-entry.ts';

export type EditAnyOutcome =
  | EditOutcome
  | { readonly kind: 'invalid'; readonly field: 'followUpAt'; readonly message: string };

const MAX_TRIES = 10;

interface Deps {
  readonly clock: Clock;
  readonly outgoing: Pick<OutgoingStore, 'get' | 'replace'>;
  readonly due: Pick<DueEntries, 'put' | 'remove'>;
  readonly followUps: Pick<FollowUps, 'expectAnswer' | 'unlist'>;
  readonly messageIdDomain: string;
}

export const makeSetFollowUp = (deps: Deps) => {
  const change = makeChangeMail(deps.outgoing);

  /** What led to its reminder, which counts no more. */
  const forget = async (mail: OutgoingMail): Promise<void> => {
    const entry = followUpEntry(mail);
    if (entry === undefined) return;
    await deps.followUps.unlist(mail, entry.at);
    await deps.due.remove(entry);
  };

  const end = async (mail: OutgoingMail): Promise<EditOutcome> => {
    const outcome = await change(mail.tenant, mail.id, ended('done'));
    if (outcome.kind === 'absent') return outcome;
    // Also when an earlier try was cut off right after the change.
    await forget(outcome.mail);
    return { kind: 'edited', mail: outcome.mail };
  };

  const setOnce = async (mail: OutgoingMail, at: string): Promise<EditOutcome | 'lost'> => {
    if (!mayRemind(mail)) return { kind: 'too-late' };
    const wanted = firstFollowUp(at);
    const old = mail.followUp;
    if (old?.state === 'waiting' && old.at === wanted.at) return { kind: 'edited', mail };
    const followUp = { ...wanted, revision: (old?.revision ?? 0) + 1 };
    const next = { ...mail, followUp, revision: mail.revision + 1 };
    const entry = followUpEntry(next);
    if (entry !== undefined) await deps.due.put(entry);
    const messageId = sentMessageId(mail, deps.messageIdDomain);
    if (messageId !== undefined) await deps.followUps.expectAnswer(next, messageId);
    if (!(await deps.outgoing.replace(next))) return 'lost';
    await forget(mail);
    return { kind: 'edited', mail: next };
  };

  return async (mail: OutgoingMail, at: string | null): Promise<EditOutcome> => {
    if (at === null) return end(mail);
    let current: OutgoingMail | undefined = mail;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      if (current === undefined) return { kind: 'absent' };
      const outcome = await setOnce(current, at);
      if (outcome !== 'lost') return outcome;
      current = await deps.outgoing.get(mail.tenant, mail.id);
    }
    return { kind: 'contended' };
  };
};

/** `PATCH /v1/emails/{id}`: the reminder at any time, everything else while it waits to go. What is wrong with the reminder is said before anything is changed. */
export const makeEditAny =
  (
    deps: Deps & {
      readonly editMail: ReturnType<typeof makeEditMail>;
      readonly setFollowUp: ReturnType<typeof makeSetFollowUp>;
    },
  ) =>
  async (
    mail: OutgoingMail,
    { followUpAt, ...edit }: MailEdit & { readonly followUpAt?: string | null | undefined },
    plan: string,
  ): Promise<EditAnyOutcome> => {
    const sendAt = isWaiting(mail) ? (edit.sendAt ?? mail.sendAt) : undefined;
    const refused =
      typeof followUpAt === 'string' ? refuseFollowUpAt(followUpAt, deps.clock.nowMs(), sendAt) : undefined;
    if (refused !== undefined) return { kind: 'invalid', field: 'followUpAt', message: refused };
    if (followUpAt === undefined) return deps.editMail(mail, edit, plan);
    const isMore = Object.values(edit).some((value) => value !== undefined);
    const edited: EditOutcome = isMore ? await deps.editMail(mail, edit, plan) : { kind: 'edited', mail };
    return edited.kind === 'edited' ? deps.setFollowUp(edited.mail, followUpAt) : edited;
  };
