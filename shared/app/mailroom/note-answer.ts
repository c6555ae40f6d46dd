/**
 * A mail that came in may be what the writer of another waits for (FEATURES 242): then nobody is reminded. For settle-mail.ts, before the outcome is written. One read, of
 * mails that answer something or were news for a record; of others none.
 */
import { isOwn, type OwnAddresses } from '../../domain/mailroom/customer.ts';
import type { TouchedRecord } from '../../domain/mailroom/outcome.ts';
import type { Recognised } from '../../domain/mailroom/recognise.ts';
import type { Message } from '../../domain/message/message.ts';
import { ended, isAnswerTo, isOpen } from '../../domain/sending/follow-up.ts';
import type { FollowUps } from '../../ports/follow-ups.ts';
import type { OutgoingStore } from '../../ports/sending.ts';
import { makeChangeMail } from '../sending/change-mail.ts';

export type NoteAnswer = (mail: {
  readonly tenant: string;
  readonly message: Message;
  readonly receivedAt: string;
  readonly recognised: Recognised;
  readonly own: OwnAddresses;
  readonly records: readonly TouchedRecord[];
}) => Promise<void>;

export const makeNoteAnswer = (deps: {
  readonly followUps: Pick<FollowUps, 'expecting' | 'unlist'>;
  readonly outgoing: Pick<OutgoingStore, 'get' | 'getMany' | 'replace'>;
}): NoteAnswer => {
  const change = makeChangeMail(deps.outgoing);
  return async ({ tenant, message, receivedAt, recognised, own, records }) => {
    const { from, references } = message;
    // An absence note answers nothing, nor does a colleague who writes on the same case.
    if (from === undefined || recognised.kind !== 'ordinary' || isOwn(from.address, own)) return;
    const isReply = references.length > 0;
    const joined = records.filter(({ did }) => did === 'updated' || (did === 'attached' && isReply));
    const expecting = await deps.followUps.expecting(tenant, references, joined);
    if (expecting.length === 0) return;
    const mails = await deps.outgoing.getMany(tenant, [...new Set(expecting.map(({ mailId }) => mailId))]);
    for (const mail of mails) {
      const ways = expecting.filter(({ mailId }) => mailId === mail.id);
      const did = joined.some((one) => one.id === mail.record?.id && one.did === 'updated') ? 'updated' : 'attached';
      const answer = { from: from.address, receivedAt, isReply, namesIt: ways.some(({ namesIt }) => namesIt) };
      const hasJoined = ways.some(({ record }) => record !== undefined);
      const { followUp } = mail;
      if (followUp === undefined || !isAnswerTo(mail, { ...answer, ...(hasJoined ? { did } : {}) })) continue;
      if (isOpen(followUp)) await change(tenant, mail.id, ended('answered'), mail);
      // Also when an earlier try was cut off right after the change.
      await deps.followUps.unlist(mail, followUp.at);
    }
  };
};
