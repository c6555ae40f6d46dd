/** The code that comes with an account's test mail and is typed back (FEATURES 92): it shows that mail arrives, not just that it is taken. */

export interface Confirmation {
  /** Of the code, never the code itself. */
  readonly digest: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly triesLeft: number;
}

/** 26 to the 8th are 2 * 10^11 codes. */
export const CODE_LETTERS = 8;
export const CODE_LIFE_MS = 24 * 60 * 60 * 1000;
export const CODE_TRIES = 5;

/** As it is read out and copied: in two halves. */
export const shownCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`.toUpperCase();

/** As it was made, however it was typed. */
export const typedCode = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');

export type CodeJudgement = 'right' | 'wrong' | 'no-tries-left' | 'expired' | 'none';

export const judgeCode = (confirmation: Confirmation | undefined, digest: string, nowMs: number): CodeJudgement => {
  if (confirmation === undefined) return 'none';
  if (Date.parse(confirmation.expiresAt) <= nowMs) return 'expired';
  if (confirmation.triesLeft <= 0) return 'no-tries-left';
  return confirmation.digest === digest ? 'right' : 'wrong';
};
