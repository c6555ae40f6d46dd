/** What is said when the test mail of an outgoing server or account did not go: the reason, what to do, and the server's own words (FEATURES 86). */
import type { TestMailFailed } from '#shared/app/settings/deliver-test-mail.ts';
import { Problem } from '#shared/edge/problem.ts';

/** Which field to look at first. */
const FIELDS: Readonly<Record<string, string>> = {
  'authentication-failed': 'password',
  'password-not-enough': 'password',
  'sign-in-expired': 'connection',
  'sign-in-app-refused': 'connection',
  'sign-in-unanswered': 'connection',
  'key-refused': 'apiKey',
};

/** @param fromField @param serverField how the settings call them */
export const testMailFailed = (
  { reason, answer, talk }: TestMailFailed,
  begin: string,
  serverField: string,
  fromField = 'email',
): Problem => {
  const said = answer === undefined ? '' : ` It said: ${answer}`;
  const message = `${reason.message} ${reason.remedy}${said}`;
  const field = reason.code === 'sender-not-allowed' ? fromField : (FIELDS[reason.code] ?? serverField);
  const members = { failure: reason, serverAnswer: answer ?? null, talk: [...(talk ?? [])] };
  return new Problem(422, 'test-mail-failed', `${begin}${message}`, [{ field, message }], members);
};
