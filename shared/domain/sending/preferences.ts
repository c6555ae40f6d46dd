/** What a user has set for the mails they write (FEATURES 132). */
export interface SendingPreferences {
  /** A mail of its own to each in To. */
  readonly separate: boolean;
  /** The From where a mail names none; absent: the user's own address. */
  readonly from?: string;
  /** There is a signature of their own, which stands in place of the company's (FEATURES 130). */
  readonly signed?: true;
}

export const DEFAULT_PREFERENCES: SendingPreferences = { separate: false };
