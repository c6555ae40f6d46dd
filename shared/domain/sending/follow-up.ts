/**
 * "Remind me to follow up in ..." (FEATURES 130, 241, 242): when a mail's writer is reminded, and what ends that before. Each new time is a new revision, so that
 * what was waiting for an older one can be told from it.
 */
import { normaliseAddress } from '../address/address.ts';
import type { FollowUp, OutgoingMail, Recipient } from './outgoing-mail.ts';
import type { Change } from './transitions.ts';

/** A year, and the day that some have more. */
const MOST_AHEAD_MS = 366 * 24 * 60 * 60 * 1000;

/** What is wrong with that time; undefined: nothing. */
export const refuseFollowUpAt = (at: string, nowMs: number, sendAt: string | undefined): string | undefined => {
  const atMs = Date.parse(at);
  if (atMs <= nowMs) return 'must be in the future';
  if (sendAt !== undefined && atMs <= Date.parse(sendAt))
    return 'must be after sendAt: nobody answers before the mail goes';
  return atMs > nowMs + MOST_AHEAD_MS ? 'must be at most a year ahead' : undefined;
};

export const firstFollowUp = (at: string): FollowUp => ({
  at: new Date(at).toISOString(),
  state: 'waiting',
  revision: 1,
});

export const isOpen = (followUp: FollowUp | undefined): followUp is FollowUp =>
  followUp?.state === 'waiting' || followUp?.state === 'due';

/** Of separate mails each part is waited for by itself; what has failed went to nobody. */
export const mayRemind = ({ phase }: Pick<OutgoingMail, 'phase'>): boolean => phase !== 'split' && phase !== 'failed';

/** `waiting -> due`: only the time that is meant. */
export const rung =
  (revision: number): Change =>
  (mail) =>
    mail.followUp?.revision === revision && mail.followUp.state === 'waiting'
      ? { ...mail, followUp: { ...mail.followUp, state: 'due' } }
      : undefined;

/** Whoever is quicker: what a person ended was not answered, and the other way round. */
export const ended =
  (state: 'answered' | 'done'): Change =>
  (mail) =>
    isOpen(mail.followUp) ? { ...mail, followUp: { ...mail.followUp, state } } : undefined;

/**
 * What is to be done when the time of an entry has come. `ahead`: a request is writing it, or was cut off. What could not be sent rings as well, nobody having
 * answered it; what its writer took back does not.
 */
export const judgeFollowUp = (
  mail: Pick<OutgoingMail, 'phase' | 'failed' | 'followUp'> | undefined,
  revision: number,
): 'ring' | 'ahead' | 'over' => {
  if (mail === undefined || revision > (mail.followUp?.revision ?? 0)) return 'ahead';
  const isTakenBack = mail.phase === 'split' || mail.failed === 'cancelled';
  return revision === mail.followUp?.revision && isOpen(mail.followUp) && !isTakenBack ? 'ring' : 'over';
};

export interface PossibleAnswer {
  /** Who wrote it. */
  readonly from: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** It names another mail as the one it answers. */
  readonly isReply: boolean;
  /** It names this very mail. */
  readonly namesIt: boolean;
  /** What it did to the record of this mail; absent: nothing. */
  readonly did?: 'updated' | 'attached';
}

/**
 * Whoever names the mail has to be one it went to: its Message-ID is known to all they passed it on to. On a case or opportunity that a mail was news for (`updated`)
 * anybody may have answered in their place; a person's record (`attached`) takes their replies to others, too, and those of later than the mail count.
 */
export const isAnswerTo = (
  mail: { readonly recipients: readonly Pick<Recipient, 'address'>[]; readonly sentAt?: string | undefined },
  { from, receivedAt, isReply, namesIt, did }: PossibleAnswer,
): boolean => {
  const isRecipient = mail.recipients.some(({ address }) => normaliseAddress(address) === normaliseAddress(from));
  if (namesIt && isRecipient) return true;
  // One that came before the mail went, and was late in its queue or is replayed, answers something else.
  if (did === undefined || mail.sentAt === undefined || receivedAt < mail.sentAt) return false;
  return did === 'updated' || (isReply && isRecipient);
};
