/** What machines write, in their own words and headers, for the loops of the drill. */
import type { LoopMail } from './loops-desk.ts';

/** Of a list (RFC 2919, RFC 2369), as Mailman writes them. */
export const LIST_HEADERS = [
  'List-Id: All of us <all.list.example>',
  'List-Post: <mailto:all@list.example>',
  'List-Unsubscribe: <mailto:all-leave@list.example>',
  'Precedence: list',
  'X-BeenThere: all@list.example',
];

type Note = Omit<LoopMail, 'messageId' | 'answers'> & {
  /** False: its writer does not say what it answers. */
  readonly quotes?: boolean;
};

export const OUT_OF_OFFICE: readonly Note[] = [
  {
    // Exchange: from nobody, marked in two ways.
    from: 'jo@customer.example',
    envelopeFrom: '',
    subject: 'Automatic reply: Broken lamp',
    headers: [
      'Auto-Submitted: auto-generated',
      'X-Auto-Response-Suppress: All',
      'X-MS-Exchange-Inbox-Rules-Loop: jo@customer.example',
    ],
    text: 'I am away until Monday.',
  },
  {
    // Gmail keeps the subject and says it in the headers.
    from: 'jo@customer.example',
    subject: 'Away Re: Broken lamp',
    headers: ['Auto-Submitted: auto-replied', 'Precedence: bulk', 'X-Autoreply: yes'],
    text: 'I am on holiday.',
  },
  {
    // Lotus Notes: the subject is all there is.
    from: 'jo@customer.example',
    subject: 'AUTO: Jo Miller is out of the office (returning 11/30/2026)',
    headers: ['X-Mailer: Lotus Domino Release 8.5.3'],
    quotes: false,
    text: 'I am out of the office until 11/30/2026.',
  },
  {
    from: 'jo@customer.example',
    subject: 'AUTO: Jo Miller is out of the office (returning 11/30/2026)',
    headers: ['X-Mailer: Lotus Domino Release 8.5.3'],
    text: 'I am out of the office until 11/30/2026.',
  },
  {
    // vacation(1) of old: the null sender is all there is.
    from: 'jo@customer.example',
    envelopeFrom: '',
    subject: 'away from my mail',
    text: 'I will not be reading my mail for a while.',
  },
];

const report = (from: string, subject: string, recipient: string, returned: readonly string[]) => ({
  from,
  subject,
  contentType: 'multipart/report; report-type=delivery-status; boundary=b',
  text: [
    '--b',
    'Content-Type: text/plain',
    '',
    `Your message to ${recipient} could not be delivered.`,
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.customer.example',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    'Action: failed',
    'Status: 5.1.1',
    '--b',
    'Content-Type: message/rfc822',
    '',
    ...returned,
    '--b--',
  ].join('\r\n'),
});

/** @param messageId of the mail out that could not be delivered, from `sender`. */
export const BOUNCES = (messageId: string, sender: string): readonly Omit<LoopMail, 'messageId'>[] => [
  report('MAILER-DAEMON@mx.customer.example', 'Undelivered Mail Returned to Sender', 'jo@customer.example', [
    `From: ${sender}`,
    'To: jo@customer.example',
    'Subject: Re: Broken lamp',
    `Message-ID: ${messageId}`,
    '',
    'We look into it.',
  ]),
  // A report of the report: a server that should have let it lie.
  report(
    'postmaster@desk.example',
    'Undeliverable: Undelivered Mail Returned to Sender',
    'MAILER-DAEMON@mx.customer.example',
    [
      'Return-Path: <>',
      'From: MAILER-DAEMON@mx.customer.example',
      `To: ${sender}`,
      'Subject: Undelivered Mail Returned to Sender',
      'Auto-Submitted: auto-replied',
      'Message-ID: <dsn@mx.customer.example>',
      '',
      'Your message could not be delivered.',
    ],
  ),
  {
    // qmail knows no report.
    from: 'MAILER-DAEMON@old.example',
    subject: 'failure notice',
    text: [
      'Hi. This is the qmail-send program at old.example.',
      "I'm afraid I wasn't able to deliver your message to the following addresses.",
      'This is a permanent error; I have given up. Sorry it did not work out.',
      '',
      '<jo@customer.example>:',
      'Sorry, no mailbox here by that name. (#5.1.1)',
    ].join('\r\n'),
  },
  {
    // A gateway in its own words.
    from: 'gateway@customer.example',
    subject: 'Re: Broken lamp',
    answers: messageId,
    text: 'This mailbox is not looked after.',
  },
];
