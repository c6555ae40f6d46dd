/** What is counted before a mail goes: by its recipient (FEATURES 128) and by the account it leaves by (FEATURES 122). Every step is repeatable by the mail's id. */
import type { FrequencyCap } from '../domain/frequency/cap.ts';
import type { AccountUse, UseVerdict } from '../domain/quota/account-use.ts';
import type { SendingLimits } from '../domain/quota/sending-limits.ts';

export interface FrequencyCounters {
  /** Counts the mail with each of them, or with none and says when it may come again. One read and one write for each; a repeat only reads. */
  count(
    tenant: string,
    addresses: readonly string[],
    mail: { readonly mailId: string; readonly atMs: number },
    cap: FrequencyCap,
  ): Promise<{ readonly kind: 'counted' } | { readonly kind: 'wait'; readonly untilMs: number }>;
}

export interface AccountPlaces {
  /** One place for the mail, counting as many recipients as it has; a repeat finds its place. */
  take(
    tenant: string,
    account: string,
    mail: { readonly mailId: string; readonly count: number; readonly atMs: number },
    limits: SendingLimits,
  ): Promise<UseVerdict>;
  /** What went through it. */
  read(tenant: string, account: string): Promise<AccountUse>;
}

/** How much goes through an account at most; none known of one that is not there (any more). */
export type LimitsOfAccount = (tenant: string, account: string) => Promise<SendingLimits>;
