/** API Gateway's token bucket: `ThrottlingBurstLimit` tokens, refilled with `ThrottlingRateLimit` a second; an empty bucket is a 429. */
import type { Clock } from '#local/kernel/clock.ts';
import type { Throttling } from './api-properties.ts';

export const makeThrottle = (settings: Throttling | undefined, clock: Clock): (() => boolean) => {
  if (settings === undefined) return () => true;
  let tokens = settings.ThrottlingBurstLimit;
  let filledAt = clock.now();
  return () => {
    const now = clock.now();
    tokens = Math.min(settings.ThrottlingBurstLimit, tokens + ((now - filledAt) / 1000) * settings.ThrottlingRateLimit);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
};
