/**
 * What makes two mails the same mail in one mailbox (FEATURES 15, Decisions): Message-ID with From, Date and Subject - the Message-ID alone would
 * let anyone who guesses one swallow a later mail. Without a Message-ID the content stands in, attachments too (a scanner's mails
 * differ in nothing else); never a transport id, which differs per hop.
 */
import { normaliseAddress } from '../address/address.ts';
import type { Message } from '../message/message.ts';

const contentOf = ({ html, text, attachments }: Message) => [
  html ?? '',
  text,
  ...attachments.flatMap(({ name, digest }) => [name, digest]),
];

/** Parts to be hashed together with the mailbox. */
export const fingerprintOf = (message: Message, mailbox: string): readonly string[] => [
  mailbox,
  message.messageId ?? '',
  message.from === undefined ? '' : normaliseAddress(message.from.address),
  message.date ?? message.headers.get('date')?.[0] ?? '',
  message.subject,
  ...(message.messageId === undefined ? contentOf(message) : []),
];
