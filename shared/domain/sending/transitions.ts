/** The changes of an outgoing mail's life. Each answers the changed mail, or undefined where that change does not apply (any more). */
import { normaliseAddress } from '../address/address.ts';
import type { FailureCode } from './failure-reason.ts';
import { type Fact, liveRecipients, type OutgoingMail, type Watch } from './outgoing-mail.ts';

type Change = (mail: OutgoingMail) => OutgoingMail | undefined;

const without = <Name extends keyof OutgoingMail>(
  mail: OutgoingMail,
  ...names: readonly Name[]
): Omit<OutgoingMail, Name> => {
  const { ...copy } = mail;
  for (const name of names) delete copy[name];
  return copy;
};

/** Nobody has it in hand. */
export const isWaiting = (mail: Pick<OutgoingMail, 'phase'>): boolean =>
  mail.phase === 'queued' || mail.phase === 'deferred';

/** `queued | deferred -> sending`: only one worker ever sees it succeed. A mail that waits for its time is nobody's yet. */
export const claimed =
  (claim: { readonly id: string; readonly at: string }): Change =>
  (mail) =>
    isWaiting(mail) && (mail.sendAt === undefined || mail.sendAt <= claim.at)
      ? { ...mail, phase: 'sending', claim }
      : undefined;

/**
 * `sending | unconfirmed | queued -> sent`: SES took it, whoever tells us first. A mail that failed before it was handed over stays failed. One that a
 * person declared sent gets its id, without which no reply finds it.
 */
export const sent =
  (sesMessageId: string, at: string): Change =>
  (mail) => {
    const isDeclared = mail.phase === 'sent' && mail.sesMessageId === undefined;
    return mail.phase === 'sending' || mail.phase === 'unconfirmed' || isWaiting(mail) || isDeclared
      ? { ...mail, phase: 'sent', sesMessageId, sentAt: at }
      : undefined;
  };

/** `sending -> queued`: SES said that it did not take it, or nobody did and the reconciler knows. Only the claim that is meant. */
export const released =
  (claimId: string, phase: 'queued' | 'deferred' = 'queued'): Change =>
  (mail) =>
    mail.phase === 'sending' && mail.claim?.id === claimId ? { ...without(mail, 'claim'), phase } : undefined;

/** `queued | deferred -> split`: from here on it is the mails of its recipients, and can no longer be cancelled as one. */
export const split =
  (at: string): Change =>
  (mail) =>
    mail.separate === true && isWaiting(mail) && (mail.sendAt === undefined || mail.sendAt <= at)
      ? { ...mail, phase: 'split' }
      : undefined;

export const unconfirmed =
  (claimId: string): Change =>
  (mail) =>
    mail.phase === 'sending' && mail.claim?.id === claimId ? { ...mail, phase: 'unconfirmed' } : undefined;

/** Before it was handed over: refused by SES, cancelled by a person, abandoned. */
export const failed =
  (code: FailureCode, claimId?: string, answer?: string): Change =>
  (mail) => {
    const mine = mail.phase === 'sending' && claimId !== undefined && mail.claim?.id === claimId;
    return isWaiting(mail) || mine
      ? { ...without(mail, 'claim'), phase: 'failed', failed: code, ...(answer === undefined ? {} : { answer }) }
      : undefined;
  };

interface Refused {
  readonly address: string;
  readonly code: FailureCode;
  readonly answer: string;
  /** It may be taken later. */
  readonly isTemporary?: boolean;
}

/** Recipients the own server did not take, while the others get the mail. `movedTo`: the mail by which those that it put off get it later. */
export const withoutRefused =
  (refused: readonly Refused[], movedTo?: string): Change =>
  (mail) => {
    const [first] = refused;
    if (first === undefined) return undefined;
    const byAddress = new Map(refused.map((one) => [normaliseAddress(one.address), one]));
    const recipients = mail.recipients.map((recipient) => {
      const one = byAddress.get(normaliseAddress(recipient.address));
      if (one === undefined || recipient.failed !== undefined) return recipient;
      return {
        ...recipient,
        ...(one.isTemporary === true && movedTo !== undefined ? { movedTo } : { failed: one.code }),
      };
    });
    return { ...mail, recipients, answer: first.answer };
  };

/** The own server put it off. */
export const putOff =
  (at: string, answer: string | undefined): Change =>
  (mail) => ({ ...mail, putOffSince: mail.putOffSince ?? at, ...(answer === undefined ? {} : { answer }) });

/** Addresses that became suppressed while it waited get nothing; when nobody is left, it has failed. */
export const withSuppressed =
  (addresses: ReadonlySet<string>): Change =>
  (mail) => {
    if (!liveRecipients(mail).some(({ address }) => addresses.has(normaliseAddress(address)))) return undefined;
    const recipients = mail.recipients.map((recipient) =>
      addresses.has(normaliseAddress(recipient.address))
        ? { ...recipient, failed: recipient.failed ?? ('suppressed' as const) }
        : recipient,
    );
    const next = { ...mail, recipients };
    return liveRecipients(next).length > 0
      ? next
      : { ...without(next, 'claim'), phase: 'failed', failed: 'suppressed' };
  };

/** What an event said of some recipients; a fact that is known changes nothing. Addresses are compared in the normal form. */
export const withFacts =
  (facts: ReadonlyMap<string, readonly Fact[]>): Change =>
  (mail) => {
    let changed = false;
    const recipients = mail.recipients.map((recipient) => {
      const news = (facts.get(normaliseAddress(recipient.address)) ?? []).filter(
        (fact) => !recipient.facts.includes(fact),
      );
      if (news.length === 0) return recipient;
      changed = true;
      return { ...recipient, facts: [...recipient.facts, ...news].sort() };
    });
    return changed ? { ...mail, recipients } : undefined;
  };

export const watched =
  (watch: Watch): Change =>
  (mail) => ({ ...mail, watch });

/** Its places in the quota were given back. */
export const uncounted: Change = (mail) => (mail.counted === undefined ? undefined : without(mail, 'counted'));

/** Two changes in one write: `then` may find nothing to do, `first` must apply. */
export const followedBy =
  (first: Change, then: Change): Change =>
  (mail) => {
    const changed = first(mail);
    return changed === undefined ? undefined : (then(changed) ?? changed);
  };

export type { Change };

/** A person says that it has gone. */
export const decidedSent =
  (at: string): Change =>
  (mail) =>
    mail.phase === 'unconfirmed' ? { ...mail, phase: 'sent', sentAt: at } : undefined;

/** A person says that it is to go once more. */
export const sendAgain =
  (watch: Watch): Change =>
  (mail) =>
    mail.phase === 'unconfirmed' ? { ...without(mail, 'claim'), phase: 'queued', watch } : undefined;
