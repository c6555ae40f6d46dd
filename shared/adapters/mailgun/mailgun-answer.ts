/** What an answer of Mailgun means (Mailgun, API overview, "API Response Codes"), in our reasons. The status decides, words only where it has two meanings. */
import { shownAnswer } from '../../domain/outgoing-server/smtp-answer.ts';
import type { FailureCode } from '../../domain/sending/failure-reason.ts';
import type { HandOver } from '../../ports/sending.ts';
import type { MailgunAnswer } from './call-mailgun.ts';

const textAt = (body: unknown, name: string): string => {
  const value: unknown = body instanceof Object ? Reflect.get(body, name) : undefined;
  return typeof value === 'string' ? value : '';
};

/** Its own words, after the status: `401 Forbidden`. */
export const wordsOf = (status: number, body: unknown): string => shownAnswer(`${status} ${textAt(body, 'message')}`);

/** `<id@domain>`; what else stands there is no Message-ID and goes into no header. */
const MESSAGE_ID = /^<?([^\s<>@]{1,200}@[^\s<>@]{1,200})>?$/;

/** Statuses that say: not taken, and trying again is useless until something is changed. 401 is of old keys, 403 of both keys and accounts. */
export const refusalOf = (status: number, words: string): FailureCode => {
  if (status === 401) return 'key-refused';
  if (status === 403 && !/not allowed to send|disabled|suspended|probation|upgrade/i.test(words)) return 'key-refused';
  if (status === 402 || status === 403) return 'account-suspended';
  if (status === 404) return 'sender-not-verified';
  if (status === 413) return 'too-large-for-server';
  if (status === 400 && /\bto'? parameter\b|recipient/i.test(words))
    return /too many/i.test(words) ? 'too-many-recipients' : 'recipient-refused';
  return 'rejected';
};

/** @param ownId stands in the answer's place where Mailgun gave no Message-ID: it leaves the one that the mail has */
export const handOverOf = (answer: MailgunAnswer, ownId: string): HandOver => {
  if (answer.kind === 'none')
    return answer.mayHaveArrived
      ? { kind: 'unconfirmed' }
      : { kind: 'busy', code: 'server-unreachable', ...(answer.why === '' ? {} : { answer: answer.why }) };
  const { status, body } = answer;
  if (status === 200) return { kind: 'accepted', messageId: MESSAGE_ID.exec(textAt(body, 'id').trim())?.[1] ?? ownId };
  // Customers have seen Mailgun answer 5xx and deliver the mail (feedback.mailgun.com, "custom headers in the events api"), so a second try might be a second
  // mail. A 2xx it does not document says as little.
  if (status >= 500 || status < 300) return { kind: 'unconfirmed' };
  const words = wordsOf(status, body);
  if (status === 429) return { kind: 'busy', code: 'sending-limit', answer: words };
  return { kind: 'refused', code: refusalOf(status, words), answer: words };
};
