/** The mail that shows that a new outgoing server or account works (FEATURES 86, 92). Not empty: some servers refuse a mail without text (FEATURES 98). */

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 5322 section 3.3. */
const dateOf = (ms: number): string => {
  const at = new Date(ms);
  const day = `${WEEKDAYS[at.getUTCDay()]}, ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
  return `${day} ${at.toISOString().slice(11, 19)} +0000`;
};

interface TestMail {
  readonly from: string;
  readonly to: string;
  readonly id: string;
  readonly nowMs: number;
}

/** All of ASCII; the addresses have been checked for what would start a line of its own. */
const plainMail = ({ from, to, id, nowMs }: TestMail, subject: string, lines: readonly string[]): string =>
  [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${dateOf(nowMs)}`,
    `Message-ID: <${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    'Auto-Submitted: auto-generated',
    '',
    ...lines,
    '',
  ].join('\r\n');

export const testMail = (mail: TestMail): string =>
  plainMail(mail, 'Your outgoing server works', [
    'This mail came through the outgoing server that was just set up.',
    'From now on the mail you send goes this way.',
  ]);

/** `code` as it is shown. */
export const codeMail = (mail: TestMail, code: string): string =>
  plainMail(mail, 'Your confirmation code', [
    'This mail came through the account that is being set up. To use the account, type this code there:',
    '',
    `    ${code}`,
    '',
    'The code works for one day. If you did not ask for it, do nothing.',
  ]);
