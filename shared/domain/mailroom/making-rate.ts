/** The rate at which mail of one sender may make records (FEATURES 35, Decisions): Odoo's numbers, a bound that people do not meet and a loop soon does. */

export const MAX_MADE = 20;
const WINDOW_MS = 120 * 60_000;

export interface Made {
  readonly mailId: string;
  /** ISO 8601. */
  readonly at: string;
}

export type RateVerdict =
  | { readonly kind: 'counted' }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'count'; readonly made: readonly Made[] };

/** @param made what was counted before. `count`: it is one more; what is older than the window is left out. */
export const judgeRate = (made: readonly Made[], mail: Made): RateVerdict => {
  if (made.some(({ mailId }) => mailId === mail.mailId)) return { kind: 'counted' };
  const since = Date.parse(mail.at) - WINDOW_MS;
  const recent = made.filter(({ at }) => Date.parse(at) > since);
  return recent.length >= MAX_MADE ? { kind: 'too-many' } : { kind: 'count', made: [...recent, mail] };
};
