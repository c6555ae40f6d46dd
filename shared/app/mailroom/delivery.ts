/** One mail as SES hands it over: where the raw bytes lie, the envelope, the verdicts. */
import type { Verdicts } from '../../ports/mail-log.ts';

export interface Delivery {
  /** SES's id of the inbound mail; with the mailbox it makes our id. */
  readonly sesMessageId: string;
  readonly rawKey: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** Envelope recipients (RCPT TO), which a forwarded mail's headers do not name (FEATURES 20). */
  readonly recipients: readonly string[];
  readonly verdicts: Verdicts;
  /** SES's own reading of the headers: all that is shown of a mail nobody parses. */
  readonly outside: { readonly from: string; readonly subject: string };
  /** A person asked for it: what the spam check said does not hold it back a second time. */
  readonly replayed: boolean;
  /** How often the queue has handed it over, from 1. */
  readonly attempt: number;
}
