/**
 * What makes two mails the same mail in one mailbox (FEATURES 15, Decisions): Message-ID with From, Date and Subject - the Message-ID alone would
 * let anyone who guesses one swallow a later mail. Without a Message-ID the text stands in; never a transport id, which differs per hop.
 */
import { normaliseAddress } from '../address/address.ts';
import type { Message } from '../message/message.ts';

/** Parts to be hashed together with the mailbox. */
export const fingerprintOf = (message: Message, mailbox: string): readonly string[] => [
  mailbox,
  message.messageId ?? '',
  message.from === undefined ? '' : normaliseAddress(message.from.address),
  message.date ?? message.headers.get('date')?.[0] ?? '',
  message.subject,
  message.messageId === undefined ? (message.html ?? '') + message.text : '',
];
