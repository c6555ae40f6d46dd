/**
 * The messages that wake `receive-mail` and the three sending functions. Apart from the HTTP bodies: to build their schemas costs a cold worker 20 ms, and
 * it needs none of them (docs/performance.md).
 */
import * as z from 'zod';
import { id } from './values.ts';

/** Asks for one mail to be sent. */
export const SendMessage = z.object({ tenant: z.string().min(1), mailId: id, watch: z.int() });

/** Replay of a stored mail, put on `receive-mail`'s queue by the API. */
export const ReplayRequest = z.object({ kind: z.literal('replay'), tenant: z.string().min(1), mailId: id });

const verdict = z.object({ status: z.string() }).optional();

/**
 * SES's notification of an S3 action ("Contents of notifications for Amazon SES email receiving"): only what is used. `receipt.recipients`
 * is the envelope, `mail.destination` the headers' recipients, which may differ.
 */
export const ReceivedNotification = z.object({
  notificationType: z.literal('Received'),
  mail: z.object({
    messageId: z.string().min(1),
    timestamp: z.string(),
    source: z.string(),
    commonHeaders: z.object({ from: z.array(z.string()).optional(), subject: z.string().optional() }).optional(),
  }),
  receipt: z.object({
    timestamp: z.string(),
    recipients: z.array(z.string()).min(1),
    spamVerdict: verdict,
    virusVerdict: verdict,
    spfVerdict: verdict,
    dkimVerdict: verdict,
    dmarcVerdict: verdict,
    action: z.object({ type: z.literal('S3'), bucketName: z.string(), objectKey: z.string().min(1) }),
  }),
});

/** SES announces itself with this when a rule is made; it is no mail. */
export const SETUP_NOTIFICATION_KEY = 'AMAZON_SES_SETUP_NOTIFICATION';

export const ReceiveMailMessage = z.union([ReplayRequest, ReceivedNotification]);
