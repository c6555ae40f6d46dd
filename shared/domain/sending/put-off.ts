/**
 * Recipients that an own server put off (4xx), while it took the mail for others: a mail of their own goes to them later, and the others never get a second one.
 * It is made of the sent mail alone, so that whoever makes it makes the same.
 */
import type { OutgoingMail } from './outgoing-mail.ts';
import { retryAfterMs } from './retry.ts';

/** The mail it moved recipients to; undefined: none. */
export const movedToOf = ({ recipients }: Pick<OutgoingMail, 'recipients'>): string | undefined =>
  recipients.find(({ movedTo }) => movedTo !== undefined)?.movedTo;

/** The reminder stays with the mail that has gone to the others. */
export const restOf = (mail: OutgoingMail): OutgoingMail | undefined => {
  const id = movedToOf(mail);
  if (id === undefined || mail.sentAt === undefined) return undefined;
  const { claim: _claim, sentAt, sesMessageId: _sesId, followUp: _followUp, sendAt: _sendAt, ...shared } = mail;
  const inMs = retryAfterMs(mail.putOffSince, Date.parse(sentAt)) ?? 0;
  return {
    ...shared,
    id,
    movedFrom: mail.movedFrom ?? mail.id,
    phase: 'deferred',
    putOffSince: mail.putOffSince ?? sentAt,
    recipients: mail.recipients.flatMap(({ movedTo, ...recipient }) => (movedTo === id ? [recipient] : [])),
    watch: { at: new Date(Date.parse(sentAt) + inMs).toISOString(), revision: 1 },
    revision: 1,
  };
};
