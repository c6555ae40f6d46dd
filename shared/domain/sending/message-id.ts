/** The Message-ID a mail leaves with: replies name it, so the thread is found by it. */
import type { OutgoingMail } from './outgoing-mail.ts';

/** Ours: unique because the id is, under the sender's own domain (RFC 5322 section 3.6.4). Without angle brackets. */
export const ownMessageId = ({ id, from }: Pick<OutgoingMail, 'id' | 'from'>): string =>
  `${id}@${from.slice(from.lastIndexOf('@') + 1)}`;

/**
 * SES writes its own over ours, `<its id>@<its domain>` (SES guide, "Message-ID header"); an own server leaves ours; of a provider's account the whole
 * Message-ID is stored. Undefined: it has not gone, or SES's id is not known.
 */
export const sentMessageId = (
  mail: Pick<OutgoingMail, 'id' | 'from' | 'via' | 'sesMessageId' | 'sentAt'>,
  sesDomain: string,
): string | undefined => {
  if (mail.via !== undefined) {
    if (mail.sentAt === undefined) return undefined;
    return mail.sesMessageId?.includes('@') === true ? mail.sesMessageId : ownMessageId(mail);
  }
  return mail.sesMessageId === undefined ? undefined : `${mail.sesMessageId}@${sesDomain}`;
};
