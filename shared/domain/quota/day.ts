/** The quota day is the UTC day (Decisions 116). */
const DAY_MS = 24 * 60 * 60 * 1000;

/** The day a time belongs to: `2026-11-21`. */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** When the counter of that day stops counting: 00:00 UTC of the next, ISO 8601. */
export const resetsAt = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString();

/** A counter: of a user, or of the whole tenant. */
export interface CounterRef {
  /** `user#<id>` or `instance`. */
  readonly scope: string;
  readonly day: string;
}
