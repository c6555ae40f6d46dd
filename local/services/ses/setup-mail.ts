/**
 * The mail SES "receives" when a receipt rule is created. It reaches bucket and topic like any other, under the id
 * AMAZON_SES_SETUP_NOTIFICATION and for recipient@example.com: a function that took it for a customer's mail would make a record of it.
 */
import { readHeaderSection } from './header-fields.ts';
import type { MailToStore } from './receipt-actions.ts';
import { SETUP_ID } from './receipt-notification.ts';
import { mailDate } from './received-object.ts';

export const setupMail = (now: number, bucket: string): MailToStore => {
  const body = Buffer.from(
    [
      'From: no-reply-aws@amazon.com',
      'To: recipient@example.com',
      'Subject: Amazon SES Setup Notification',
      `Date: ${mailDate(now)}`,
      `Message-ID: <${SETUP_ID}@amazonses.com>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      `A receipt rule now delivers mail to the bucket ${bucket}. This is not a received mail.`,
      '',
    ].join('\r\n'),
  );
  return {
    messageId: SETUP_ID,
    source: 'no-reply-aws@amazon.com',
    recipients: ['recipient@example.com'],
    body,
    section: readHeaderSection(body),
    verdicts: { spam: 'PASS', virus: 'PASS', spf: 'PASS', dkim: 'PASS', dmarc: 'PASS' },
    receivedAt: now,
  };
};
