/**
 * Makes one mail for each recipient of a mail that is to go separately (FEATURES 132), when its time has come. Used by the sender that gets it, and by the schedule for
 * what was cut off. It is marked as split first: from then on nobody can cancel it as a whole, and whoever finds it so makes what is missing. A part is written
 * before its due entry: an entry without a mail would be taken for a request that died, and the part would be given up.
 */
import { messageOf } from '../../domain/sending/message-of.ts';
import type { OutgoingMail, Recipient } from '../../domain/sending/outgoing-mail.ts';
import { isWaiting, split } from '../../domain/sending/transitions.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { DueEntries, MailQueues, OutgoingStore } from '../../ports/sending.ts';
import { makeChangeMail } from './change-mail.ts';
import { followUpEntry } from './follow-up-entry.ts';
import { LOOK_AGAIN_MS } from './submit-mail.ts';

export type SplitMail = (mail: OutgoingMail) => Promise<void>;

/** The ids of the mails it becomes, in the order of its recipients: everybody who asks finds the same. */
export const partIdsOf = (ids: Pick<Ids, 'derived'>, { id, createdAt, recipients }: OutgoingMail): readonly string[] =>
  recipients.map((_, n) => ids.derived(Date.parse(createdAt), id, 'part', String(n)));

/** Written at once; SQS and DynamoDB take more, but ten connections are plenty. */
const AT_ONCE = 10;

const partOf = (mail: OutgoingMail, id: string, recipient: Recipient, watchAt: string): OutgoingMail => {
  const {
    separate: _separate,
    sendAt: _sendAt,
    waitsFor: _waitsFor,
    counted,
    failed: _failed,
    followUp,
    ...shared
  } = mail;
  const isLive = recipient.failed === undefined;
  return {
    ...shared,
    id,
    batch: mail.id,
    recipients: [recipient],
    // One answers, another does not: each is waited for by itself.
    ...(isLive && followUp?.state === 'waiting' ? { followUp: { ...followUp, revision: 1 } } : {}),
    phase: isLive ? 'queued' : 'failed',
    ...(recipient.failed === undefined ? {} : { failed: recipient.failed }),
    ...(isLive && counted !== undefined ? { counted: { ...counted, count: 1, batch: mail.id } } : {}),
    watch: { at: watchAt, revision: 1 },
    revision: 1,
  };
};

export const makeSplitMail = (deps: {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'derived'>;
  readonly outgoing: Pick<OutgoingStore, 'get' | 'replace' | 'create'>;
  readonly due: Pick<DueEntries, 'put' | 'remove'>;
  readonly queues: MailQueues;
}): SplitMail => {
  const change = makeChangeMail(deps.outgoing);

  const makePart = async (wanted: OutgoingMail): Promise<void> => {
    const part = await deps.outgoing.create(wanted);
    if (!isWaiting(part)) return;
    // Of the part as it was wanted: one that has a reminder of a later revision has an entry of its own.
    const reminder = followUpEntry(wanted);
    if (reminder !== undefined) await deps.due.put(reminder);
    await deps.due.put({ ...part.watch, tenant: part.tenant, mailId: part.id });
    await deps.queues.enqueue(part.lane, messageOf(part));
  };

  return async (known) => {
    const nowMs = deps.clock.nowMs();
    const outcome = await change(known.tenant, known.id, split(new Date(nowMs).toISOString()), known);
    if (outcome.kind === 'absent' || outcome.mail.phase !== 'split') return;
    const { mail } = outcome;
    const watchAt = new Date(nowMs + LOOK_AGAIN_MS).toISOString();
    const partIds = partIdsOf(deps.ids, mail);
    const parts = mail.recipients.map((recipient, n) => partOf(mail, partIds[n] ?? '', recipient, watchAt));
    for (let from = 0; from < parts.length; from += AT_ONCE)
      await Promise.all(parts.slice(from, from + AT_ONCE).map(makePart));
    await deps.due.remove({ ...mail.watch, tenant: mail.tenant, mailId: mail.id });
  };
};
