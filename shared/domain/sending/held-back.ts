/** A mail that may not go yet: the cap of its recipient, or the day's limit of its account, is reached. It waits for the schedule, a week at most. */
import type { FailureCode } from './failure-reason.ts';

export interface HeldBack {
  readonly code: Extract<FailureCode, 'frequency-cap' | 'sending-limit'>;
  /** Since when it would have gone. ISO 8601. */
  readonly since: string;
  /** A plain sentence, with the limit. */
  readonly why: string;
}

/** A week later a mail has lost its occasion. */
const LONGEST_MS = 7 * 24 * 60 * 60 * 1000;

export const isWorthWaiting = (since: string, untilMs: number): boolean => untilMs - Date.parse(since) <= LONGEST_MS;
