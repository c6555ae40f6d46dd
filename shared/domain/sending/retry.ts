/** When a mail that the own server put off is tried again. */

const MINUTE_MS = 60_000;
/** Greylisting servers take a mail after five minutes or more. */
const SOONEST_MS = 5 * MINUTE_MS;
const LATEST_MS = 4 * 60 * MINUTE_MS;
/** RFC 5321 section 4.5.4.1: "the give-up time generally needs to be at least 4-5 days". */
const GIVE_UP_AFTER_MS = 4 * 24 * 60 * MINUTE_MS;

/** As long again as it has been put off already, within bounds. Undefined: it is given up. `since` absent: this was the first time. */
export const retryAfterMs = (since: string | undefined, nowMs: number): number | undefined => {
  const ageMs = since === undefined ? 0 : nowMs - Date.parse(since);
  return ageMs >= GIVE_UP_AFTER_MS ? undefined : Math.min(LATEST_MS, Math.max(SOONEST_MS, ageMs));
};
