/** An outgoing mail as the API shows it. */
import { failureReason } from '#shared/domain/sending/failure-reason.ts';
import { sentMessageId } from '#shared/domain/sending/message-id.ts';
import {
  mailStatus,
  type OutgoingMail,
  recipientFailure,
  recipientStatus,
} from '#shared/domain/sending/outgoing-mail.ts';

const bracketed = (messageId: string | undefined) => (messageId === undefined ? null : `<${messageId}>`);

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
    };
  }),
  failure: mail.failed === undefined ? null : failureReason(mail.failed),
  via: mail.via ?? 'platform',
  serverAnswer: mail.answer ?? null,
  record: mail.record ?? null,
  createdAt: mail.createdAt,
  sendAt: mail.sendAt ?? null,
  sentAt: mail.sentAt ?? null,
  messageId: bracketed(sentMessageId(mail, messageIdDomain)),
});
