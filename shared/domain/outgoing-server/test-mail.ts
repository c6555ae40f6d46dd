/** The mail that shows that a new outgoing server works (FEATURES 86). Not empty: some servers refuse a mail without text (FEATURES 98). */

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** RFC 5322 section 3.3. */
const dateOf = (ms: number): string => {
  const at = new Date(ms);
  const day = `${WEEKDAYS[at.getUTCDay()]}, ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
  return `${day} ${at.toISOString().slice(11, 19)} +0000`;
};

/** All of ASCII; the addresses have been checked for what would start a line of its own. */
export const testMail = (mail: {
  readonly from: string;
  readonly to: string;
  readonly id: string;
  readonly nowMs: number;
}): string =>
  [
    `From: ${mail.from}`,
    `To: ${mail.to}`,
    'Subject: Your outgoing server works',
    `Date: ${dateOf(mail.nowMs)}`,
    `Message-ID: <${mail.id}@${mail.from.slice(mail.from.lastIndexOf('@') + 1)}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    'Auto-Submitted: auto-generated',
    '',
    'This mail came through the outgoing server that was just set up.',
    'From now on the mail you send goes this way.',
    '',
  ].join('\r\n');
