/**
 * What an answer of a mail server means (RFC 5321 section 4.2, RFC 3463), in our reasons (FEATURES 233-235). Servers are free in their words, so code
 * and enhanced code decide; words only where the code leaves two meanings that have different remedies.
 */
import type { FailureCode } from '../sending/failure-reason.ts';

export type SmtpStep = 'greeting' | 'authentication' | 'sender' | 'recipient' | 'content';

export interface AnswerMeaning {
  readonly code: FailureCode;
  /** Later the same mail may be taken. */
  readonly isTemporary: boolean;
}

const ENHANCED = /^\d{3}[ -]([245])\.(\d{1,3})\.(\d{1,3})\b/;

const permanent = (code: FailureCode): AnswerMeaning => ({ code, isTemporary: false });
const temporary = (code: FailureCode): AnswerMeaning => ({ code, isTemporary: true });

/** Exchange Online: password sign-in switched off for the account (5.7.139) or for everybody (5.7.30), and what Google says of accounts with two steps. */
const PASSWORD_NOT_ENOUGH =
  /5\.7\.(30|139|9|14)\b|basic authentication is (disabled|not supported)|application-specific/i;
/** Gmail 5.4.5, Exchange 5.1.90 and 5.7.705, Yahoo and hosters in words. */
const LIMIT =
  /\b[45]\.4\.5\b|5\.1\.90\b|5\.7\.705\b|(sending|daily|hourly|message|rate) (limit|quota)|too many (messages|emails)/i;
/** Exchange 5.7.60 and 5.7.708; Postfix 553 5.7.1 "not owned by user". */
const NOT_AS_THIS_SENDER = /send as|5\.7\.60\b|sender address rejected|not owned by|not allowed to send|from address/i;

/** Exim and Postfix say it with 550 and 554, too. */
const NOT_SIGNED_IN = /authentication (is )?required|not authenticated|must (first )?authenticate/i;

const ofRecipient = (code: number, detail: string): AnswerMeaning => {
  if (code >= 500) {
    if (code === 552 || detail === '2.2') return permanent('mailbox-full');
    if (detail === '5.3') return permanent('too-many-recipients');
    return permanent('recipient-refused');
  }
  if (code === 452 && detail === '5.3') return temporary('too-many-recipients');
  return temporary(code === 452 || detail === '2.2' ? 'mailbox-full' : 'server-busy');
};

/** `answer` begins with its three digits. */
export const meaningOf = (answer: string, step: SmtpStep): AnswerMeaning => {
  const code = Number(answer.slice(0, 3));
  const [, , subject = '', number = ''] = ENHANCED.exec(answer) ?? [];
  const detail = `${subject}.${number}`;
  // RFC 5321 section 3.1: 554 in place of a greeting is a server that talks to nobody, or not to this address; the mail has not been looked at.
  if (step === 'greeting') return code < 500 ? temporary('server-busy') : permanent('server-unreachable');
  if (step === 'authentication') {
    if (PASSWORD_NOT_ENOUGH.test(answer)) return permanent('password-not-enough');
    return code < 500 ? temporary('server-busy') : permanent('authentication-failed');
  }
  if (PASSWORD_NOT_ENOUGH.test(answer) && detail === '7.30') return permanent('password-not-enough');
  // 530: authentication required; whoever left it out has to say it.
  if (code === 530 || code === 535 || (code >= 500 && NOT_SIGNED_IN.test(answer)))
    return permanent('authentication-failed');
  if (LIMIT.test(answer)) return code < 500 ? temporary('sending-limit') : permanent('sending-limit');
  if (code === 552 && step !== 'recipient') return permanent('too-large-for-server');
  if (detail === '3.4') return permanent('too-large-for-server');
  if (code >= 500 && (step === 'sender' || NOT_AS_THIS_SENDER.test(answer))) return permanent('sender-not-allowed');
  if (step === 'recipient') return ofRecipient(code, detail);
  return code < 500 ? temporary('server-busy') : permanent('rejected');
};

/** As it is shown: one line, not endless, without what a server might smuggle in. */
export const shownAnswer = (answer: string): string =>
  answer
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 500)
    .toWellFormed();
