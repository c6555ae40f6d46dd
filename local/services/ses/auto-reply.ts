/** The out-of-office answer of ooto@simulator.amazonses.com, as RFC 3834 wants one: from nobody, marked, and not to be answered. */
import type { Envelope } from './inbound.ts';
import type { EventSource } from './outbox.ts';
import { mailDate } from './received-object.ts';

export const autoReply = (mail: EventSource, responder: string, now: number): { envelope: Envelope; raw: Buffer } => ({
  envelope: { from: '', to: [mail.feedback] },
  raw: Buffer.from(
    [
      `From: ${responder}`,
      `To: ${mail.feedback}`,
      'Subject: Auto: Out of the office',
      `Date: ${mailDate(now)}`,
      `Message-ID: <ooto-${mail.messageId}@simulator.amazonses.com>`,
      `In-Reply-To: <${mail.messageId}@email.amazonses.com>`,
      `References: <${mail.messageId}@email.amazonses.com>`,
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=us-ascii',
      '',
      'I am out of the office.',
      '',
    ].join('\r\n'),
  ),
});
