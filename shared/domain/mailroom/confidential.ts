/** Whether a mail is nobody's business but its people's (seed "Admins are restricted from accessing confidential emails", FEATURES 7, Decisions). */
import { type Headers, headerOf } from '../message/message.ts';

/** Stands where its subject would. */
export const CONFIDENTIAL = 'Confidential';

/** RFC 2156 section 2.3; `Personal` is said of greetings, not of secrets. */
export const isConfidential = (headers: Headers): boolean =>
  /^(private|company-confidential)$/i.test(headerOf(headers, 'sensitivity'));
