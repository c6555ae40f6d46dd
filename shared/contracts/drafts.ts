/** HTTP bodies of drafts and of a user's preferences for writing. */
import * as z from 'zod';
import { sendableAddress } from './emails.ts';
import { pieceHtml } from './outgoing-email.ts';
import { id, instant } from './values.ts';

export const DraftSummary = z
  .object({
    id,
    subject: z.string(),
    createdAt: instant,
    updatedAt: instant,
    sending: z
      .boolean()
      .meta({ description: 'It was being sent and that was cut off: send it again, or throw it away' }),
  })
  .meta({ id: 'DraftSummary' });

export const DraftMail = DraftSummary.extend({
  mail: z.record(z.string(), z.unknown()).meta({ description: 'What is written so far, as POST /v1/emails takes it' }),
}).meta({ id: 'Draft' });

export const Preferences = z
  .object({
    separate: z.boolean(),
    from: z.string().nullable(),
    signature: z.object({ html: z.string(), text: z.string() }).nullable(),
  })
  .meta({ id: 'SendingPreferences' });

export const PreferencesBody = z.strictObject({
  separate: z.boolean().default(false).meta({ description: 'A mail of its own to each in to' }),
  from: sendableAddress.optional().meta({ description: 'The sender where a mail names none' }),
  signature: pieceHtml
    .default(null)
    .meta({ description: "HTML below your mails, in place of the company's; cleaned when it is saved" }),
});
