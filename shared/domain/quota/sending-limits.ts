/** How much an account of the tenant's own sends at most (FEATURES 122). */
export interface SendingLimits {
  /** Recipients in any 24 hours. */
  readonly perDay?: number;
  /** Mails in a minute of the clock. */
  readonly perMinute?: number;
}

export const isLimited = ({ perDay, perMinute }: SendingLimits): boolean =>
  perDay !== undefined || perMinute !== undefined;

/** As a body has them, where what is left out may be there as undefined. */
export interface WantedLimits {
  readonly perDay?: number | undefined;
  readonly perMinute?: number | undefined;
}

export const limitsOf = ({ perDay, perMinute }: WantedLimits): SendingLimits => ({
  ...(perDay === undefined ? {} : { perDay }),
  ...(perMinute === undefined ? {} : { perMinute }),
});

/** As settings show them. */
export const shownLimits = ({ perDay, perMinute }: SendingLimits) => ({
  perDay: perDay ?? null,
  perMinute: perMinute ?? null,
});
