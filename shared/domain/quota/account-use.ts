/**
 * What went through an account of the tenant's own, and whether one more may (FEATURES 122). A day is the last 24 hours, as the providers count. It is kept by hours of
 * the clock: an hour counts until its last minute is a day old, so that no 24 hours ever have more than the limit, and room comes back up to an hour late.
 */
import type { SendingLimits } from './sending-limits.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const HOURS_A_DAY = 24;
/** SQS delays a message 15 minutes at most: further ahead no place is kept. */
const MINUTES_AHEAD = 14;
/**
 * A mail that comes again within that time has its place. A worker that died has its message given back within minutes, and the schedule puts another there
 * after 15; to remember all of a day would make each write of a busy account a hundred times as dear.
 */
const REMEMBERED_MINUTES = 30;

export interface AccountUse {
  /** Recipients by hours since the epoch. */
  readonly hours: readonly { readonly hour: number; readonly count: number }[];
  /** Mails by minutes since the epoch; those of the next minutes are kept for mails that wait in the queue. */
  readonly minutes: readonly { readonly minute: number; readonly mailIds: readonly string[] }[];
}

export const UNUSED: AccountUse = { hours: [], minutes: [] };

export type UseVerdict =
  /** It has its place and may go. `next`: to be written first; absent: nothing has changed. */
  | { readonly kind: 'go'; readonly next?: AccountUse }
  /** This minute is full: again then. */
  | { readonly kind: 'minute'; readonly untilMs: number; readonly next?: AccountUse }
  | { readonly kind: 'day'; readonly untilMs: number }
  /** More recipients than a whole day has. */
  | { readonly kind: 'never' };

const counting = (use: AccountUse, atMs: number): AccountUse['hours'] =>
  use.hours.filter(({ hour }) => hour >= Math.floor(atMs / HOUR_MS) - HOURS_A_DAY);

export const usedOf = (use: AccountUse, atMs: number): number =>
  counting(use, atMs).reduce((sum, { count }) => sum + count, 0);

/** When enough of the oldest hours count no more. */
const roomAtMs = (use: AccountUse, atMs: number, tooMany: number): number => {
  let freed = 0;
  for (const { hour, count } of [...counting(use, atMs)].sort((a, b) => a.hour - b.hour)) {
    freed += count;
    if (freed >= tooMany) return (hour + HOURS_A_DAY + 1) * HOUR_MS;
  }
  return atMs + HOUR_MS;
};

const withPlace = (use: AccountUse, place: { minute: number; mailId: string; count: number }, atMs: number) => {
  const { minute, mailId, count } = place;
  const hour = Math.floor((minute * MINUTE_MS) / HOUR_MS);
  const hours = counting(use, atMs);
  const remembered = use.minutes.filter((one) => one.minute > Math.floor(atMs / MINUTE_MS) - REMEMBERED_MINUTES);
  const there = remembered.find((one) => one.minute === minute)?.mailIds ?? [];
  return {
    hours: [
      ...hours.filter((one) => one.hour !== hour),
      { hour, count: (hours.find((one) => one.hour === hour)?.count ?? 0) + count },
    ],
    minutes: [...remembered.filter((one) => one.minute !== minute), { minute, mailIds: [...there, mailId] }],
  };
};

/** @param mail `count`: its recipients. */
export const judgeUse = (
  use: AccountUse,
  mail: { readonly mailId: string; readonly count: number; readonly atMs: number },
  { perDay = Number.POSITIVE_INFINITY, perMinute = Number.POSITIVE_INFINITY }: SendingLimits,
): UseVerdict => {
  const { mailId, count, atMs } = mail;
  const now = Math.floor(atMs / MINUTE_MS);
  const kept = use.minutes.find(
    ({ minute, mailIds }) => minute > now - REMEMBERED_MINUTES && mailIds.includes(mailId),
  )?.minute;
  if (kept !== undefined) return kept <= now ? { kind: 'go' } : { kind: 'minute', untilMs: kept * MINUTE_MS };
  if (count > perDay) return { kind: 'never' };
  const tooMany = usedOf(use, atMs) + count - perDay;
  if (tooMany > 0) return { kind: 'day', untilMs: roomAtMs(use, atMs, tooMany) };
  const usedIn = (minute: number) => use.minutes.find((one) => one.minute === minute)?.mailIds.length ?? 0;
  const ahead = Array.from({ length: MINUTES_AHEAD + 1 }, (_, n) => now + n);
  const minute = ahead.find((one) => usedIn(one) < perMinute);
  if (minute === undefined) return { kind: 'minute', untilMs: (now + MINUTES_AHEAD + 1) * MINUTE_MS };
  const next = withPlace(use, { minute, mailId, count }, atMs);
  return minute === now ? { kind: 'go', next } : { kind: 'minute', untilMs: minute * MINUTE_MS, next };
};
