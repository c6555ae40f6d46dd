/** An outgoing mail as the API shows it. */
import { partIdsOf } from '#shared/app/sending/split-mail.ts';
import { failureReason } from '#shared/domain/sending/failure-reason.ts';
import { sentMessageId } from '#shared/domain/sending/message-id.ts';
import {
  type FollowUp,
  type MailStatus,
  mailStatus,
  type OutgoingMail,
  recipientFailure,
  recipientStatus,
  worstOf,
} from '#shared/domain/sending/outgoing-mail.ts';
import { isWaiting } from '#shared/domain/sending/transitions.ts';
import type { Ids } from '#shared/ports/clock.ts';

/** The answer to whoever sends a mail: of separate ones the id of each, which are known before they are made. */
export const acceptedMail = (ids: Pick<Ids, 'derived'>, mail: OutgoingMail) => ({
  id: mail.id,
  status: mailStatus(mail),
  ...(mail.sendAt === undefined ? {} : { sendAt: mail.sendAt }),
  ...(mail.separate === undefined
    ? {}
    : {
        parts: partIdsOf(ids, mail).flatMap((id, n) => {
          const address = mail.recipients[n]?.address;
          return address === undefined ? [] : [{ id, address }];
        }),
      }),
});

const bracketed = (messageId: string | undefined) => (messageId === undefined ? null : `<${messageId}>`);

/** Why it goes later than it was to. */
const waitingOf = (mail: OutgoingMail) => {
  if (!isWaiting(mail)) return null;
  const { heldBack, waitsFor, sendAt, watch } = mail;
  if (heldBack !== undefined) return { code: heldBack.code, message: heldBack.why, until: watch.at };
  if (waitsFor === undefined || sendAt === undefined) return null;
  return {
    code: 'over-quota',
    message: "The day's quota was used up; it goes when the next one opens.",
    until: sendAt,
  };
};

const shownFollowUp = ({ at, state }: FollowUp) => ({ at, state });

export const shownMail = (mail: OutgoingMail, messageIdDomain: string) => ({
  id: mail.id,
  status: mailStatus(mail),
  from: mail.from,
  replyTo: mail.replyTo ?? null,
  subject: mail.subject,
  recipients: mail.recipients.map((recipient) => {
    const failure = recipientFailure(mail, recipient);
    const { role, address } = recipient;
    return {
      role,
      address,
      status: recipientStatus(mail, recipient),
      ...(failure === undefined ? {} : { failure: failureReason(failure) }),
      ...(recipient.movedTo === undefined ? {} : { movedTo: recipient.movedTo }),
    };
  }),
  failure: mail.failed === undefined ? null : failureReason(mail.failed),
  via: mail.via ?? 'platform',
  serverAnswer: mail.answer ?? null,
  record: mail.record ?? null,
  createdAt: mail.createdAt,
  sendAt: mail.sendAt ?? null,
  waiting: waitingOf(mail),
  testMode: mail.testMode ?? null,
  batch: mail.batch ?? null,
  parts: null,
  resendOf: mail.resendOf ?? null,
  movedFrom: mail.movedFrom ?? null,
  // Of separate mails each has its own.
  followUp: mail.phase === 'split' || mail.followUp === undefined ? null : shownFollowUp(mail.followUp),
  sentAt: mail.sentAt ?? null,
  messageId: bracketed(sentMessageId(mail, messageIdDomain)),
});

/** A request for separate mails with what became of each; one that is about to be made is queued. */
export const shownBatch = (mail: OutgoingMail, parts: readonly OutgoingMail[], messageIdDomain: string) => {
  const byAddress = new Map(parts.flatMap((part) => part.recipients.map(({ address }) => [address, part] as const)));
  const statusOf = (address: string): MailStatus => {
    const part = byAddress.get(address);
    return part === undefined ? 'queued' : mailStatus(part);
  };
  const shown = shownMail(mail, messageIdDomain);
  return {
    ...shown,
    status: worstOf(mail.recipients.map(({ address }) => statusOf(address))) ?? shown.status,
    recipients: mail.recipients.map((recipient) => {
      const [one] = shownMail(
        { ...(byAddress.get(recipient.address) ?? { ...mail, recipients: [recipient] }) },
        '',
      ).recipients;
      return { ...one, role: recipient.role, address: recipient.address, status: statusOf(recipient.address) };
    }),
    parts: mail.recipients.flatMap(({ address }) => {
      const part = byAddress.get(address);
      return part === undefined ? [] : [{ id: part.id, address, status: mailStatus(part) }];
    }),
  };
};

/** A mail with what became of those that its server put off: the last mail that was made for them tells. */
export const shownWithRests = (mail: OutgoingMail, all: readonly OutgoingMail[], messageIdDomain: string) => {
  const shown = shownMail(mail, messageIdDomain);
  const rests = all.slice(1).map((rest) => shownMail(rest, messageIdDomain));
  const recipients = shown.recipients.map((recipient) => {
    const last = rests.flatMap((rest) => rest.recipients.filter(({ address }) => address === recipient.address)).at(-1);
    return recipient.movedTo === undefined || last === undefined
      ? recipient
      : { ...recipient, ...last, movedTo: recipient.movedTo };
  });
  return {
    ...shown,
    recipients,
    status: rests.length === 0 ? shown.status : (worstOf(recipients.map(({ status }) => status)) ?? shown.status),
  };
};
