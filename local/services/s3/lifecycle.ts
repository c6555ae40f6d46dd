/**
 * Expiry by age. S3 "calculates the time by adding the number of days specified in the rule to the object creation time and rounding the
 * resulting time to the next day midnight UTC" (User Guide, lifecycle expiration). One timer per bucket, at the earliest such midnight.
 */
import type { Clock } from '#local/kernel/clock.ts';
import type { BucketSettings } from './bucket-settings.ts';
import type { ObjectRows } from './object-rows.ts';

const DAY_MS = 86_400_000;

const expiresAt = (modifiedAt: number, days: number): number =>
  (Math.floor((modifiedAt + days * DAY_MS) / DAY_MS) + 1) * DAY_MS;

/** The newest time of writing whose expiry has come by `now`. */
const lastExpired = (now: number, days: number): number => Math.floor(now / DAY_MS) * DAY_MS - days * DAY_MS - 1;

export interface Lifecycle {
  /** To be called after each write of an object of the bucket. */
  written(key: string, modifiedAt: number): void;
}

export const makeLifecycle = ({ name, expiryRules }: BucketSettings, rows: ObjectRows, clock: Clock): Lifecycle => {
  let timer: ReturnType<Clock['at']> | undefined;
  const armFor = (at: number) => {
    if (timer !== undefined && timer.at <= at) return;
    timer?.cancel();
    timer = clock.at(at, `lifecycle of bucket ${name}`, run);
  };
  const run = () => {
    timer = undefined;
    for (const { prefix, days } of expiryRules) {
      rows.removeOlder(name, prefix, lastExpired(clock.now(), days));
      const oldest = rows.oldest(name, prefix);
      if (oldest !== undefined) armFor(expiresAt(oldest, days));
    }
  };
  run();
  return {
    written: (key, modifiedAt) => {
      for (const { prefix, days } of expiryRules) if (key.startsWith(prefix)) armFor(expiresAt(modifiedAt, days));
    },
  };
};
