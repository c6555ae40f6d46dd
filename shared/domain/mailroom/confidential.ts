/** Whether a mail is nobody's business but its people's (seed "Admins are restricted from accessing confidential emails", FEATURES 7, Decisions). */
import { type Headers, headerOf, type Message } from '../message/message.ts';

/** Stands where its subject would. */
export const CONFIDENTIAL = 'Confidential';

/** The same of a mail that is not to be logged (FEATURES 39). */
export const NEVER_LOGGED = 'Not logged';

/** RFC 2156 section 2.3; `Personal` is said of greetings, not of secrets. */
export const isConfidential = (headers: Headers): boolean =>
  /^(private|company-confidential)$/i.test(headerOf(headers, 'sensitivity'));

/** What a record is made of, which more people see than the mail was written to: that it came, and from whom. */
export const concealed = (message: Message): Message => ({
  ...message,
  subject: CONFIDENTIAL,
  text: '',
  html: undefined,
});
