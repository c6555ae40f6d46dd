/**
 * The account's sending rate and its quota of any 24 hours, both counted in recipients.
 * Rate: "if you have any left in your send rate you can send to multiple recipients; you cannot send further until you have built up
 * enough again" (SES blog) and "you can exceed this quota for short bursts" (SES guide, "Managing your sending limits"): a bucket of one
 * second's worth that may be overdrawn. Quota: "If sending a message would exceed the daily maximum, your call is rejected".
 */
import type { AccountSettings } from './account.ts';

export interface SendingLimits {
  /** The sentence SES refuses with; undefined = counted and allowed. `quotaRecipients` leaves out the mailbox simulator's. */
  take(recipients: number, quotaRecipients: number): string | undefined;
  /** Recipients of the last 24 hours. */
  sentLast24h(): number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const SECOND_MS = 1000;

export const makeSendingLimits = (options: {
  now: () => number;
  settings: () => AccountSettings;
  /** What was sent before this start, oldest first. */
  history: Iterable<{ at: number; recipients: number }>;
}): SendingLimits => {
  // One entry for each second in which something was sent; at most a day of them.
  const window: { second: number; recipients: number }[] = [];
  let oldest = 0;
  let inWindow = 0;
  let tokens = Number.POSITIVE_INFINITY;
  let filledAt = options.now();

  const note = (at: number, recipients: number) => {
    const second = Math.floor(at / SECOND_MS);
    const last = window.at(-1);
    if (last?.second === second) last.recipients += recipients;
    else window.push({ second, recipients });
    inWindow += recipients;
  };
  for (const sent of options.history) note(sent.at, sent.recipients);

  const forget = (now: number) => {
    for (
      let entry = window[oldest];
      entry !== undefined && entry.second * SECOND_MS <= now - DAY_MS;
      entry = window[oldest]
    ) {
      inWindow -= entry.recipients;
      oldest += 1;
    }
    if (oldest > 1000 && oldest * 2 > window.length) {
      window.splice(0, oldest);
      oldest = 0;
    }
  };
  const fill = (now: number, rate: number) => {
    tokens = Math.min(rate, tokens + ((now - filledAt) / SECOND_MS) * rate);
    filledAt = now;
  };

  return {
    take: (recipients, quotaRecipients) => {
      const now = options.now();
      const { maxSendRate, max24h } = options.settings();
      forget(now);
      fill(now, maxSendRate);
      if (quotaRecipients > 0 && inWindow + quotaRecipients > max24h) return 'Daily message quota exceeded.';
      // A whole mail's worth must be there, or a trickle of fractions would let more through than the rate.
      if (tokens < Math.min(1, maxSendRate)) return 'Maximum sending rate exceeded.';
      tokens -= recipients;
      note(now, quotaRecipients);
      return undefined;
    },
    sentLast24h: () => {
      forget(options.now());
      return inWindow;
    },
  };
};
