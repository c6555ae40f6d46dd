/**
 * The rate all workers share, as one item that holds the time of the next free place: taking a place moves it on by 1/rate in one conditional write
 * (the generic cell rate algorithm), so however many workers there are, no second ever has more than the rate. SES sends no rate headers; the
 * schedule reads the account's rate each minute and tells it here, never a worker.
 */
import type { Clock } from '../../ports/clock.ts';
import type { SendTokens } from '../../ports/sending.ts';
import type { CountingTable, Key } from './table.ts';

const PLACE: Key = { pk: 'platform#send-rate', sk: 'next' };
const ACCOUNT: Key = { pk: 'platform#send-rate', sk: 'account' };

/** Before the schedule has asked for the first time: the rate SES gives an account that leaves the sandbox. Refusals put a mail back, so too high loses nothing. */
const UNKNOWN_RATE = 14;
/** How long a worker believes what it read of the account. */
const RATE_TTL_MS = 10_000;
const SECOND_MS = 1000;
/**
 * Workers need not be equally quick from their place to SES. SES lets a second's worth go at once, so at two a second and more nobody is refused for
 * that; at one a second the mail behind a late one would come too early.
 */
const JITTER_MS = 45;
const intervalOf = (recipients: number, perSecond: number): number => {
  const slackMs = Math.max(0, (perSecond - 1) / perSecond) * SECOND_MS;
  return (recipients * SECOND_MS) / perSecond + Math.max(0, JITTER_MS - slackMs);
};
/** Losing twice in a row against other workers is usual, twenty times is not. */
const MAX_TRIES = 20;

export interface SendRate extends SendTokens {
  /** What SES says its rate is, in recipients a second. */
  tell(perSecond: number): Promise<void>;
}

export const makeSendTokens = (table: CountingTable, clock: Clock): SendRate => {
  let known = { perSecond: UNKNOWN_RATE, until: 0 };
  /** Did the last mail have to queue? One of the two questions is right; asked first it is the only one, and a refused condition costs a call. */
  let isBusy = false;

  const rate = async (): Promise<number> => {
    if (clock.nowMs() < known.until) return known.perSecond;
    const item = await table.get(ACCOUNT);
    known = { perSecond: Number(item?.['perSecond'] ?? UNKNOWN_RATE), until: clock.nowMs() + RATE_TTL_MS };
    return known.perSecond;
  };

  /** The next place is ahead: behind whoever took the last one. */
  const queueUp = async (now: number, interval: number, patienceMs: number) => {
    const moved = await table.updateIf(PLACE, {
      update: 'SET freeAt = freeAt + :interval',
      expression: 'freeAt > :now AND freeAt <= :latest',
      values: { ':interval': interval, ':now': now, ':latest': now + patienceMs },
    });
    return moved === undefined ? undefined : Number(moved['freeAt']) - interval - now;
  };

  /** Nobody has sent for a while: at once. */
  const goAhead = async (now: number, interval: number) => {
    const moved = await table.updateIf(PLACE, {
      update: 'SET freeAt = :next',
      expression: 'attribute_not_exists(freeAt) OR freeAt <= :now',
      values: { ':next': now + interval, ':now': now },
    });
    return moved === undefined ? undefined : 0;
  };

  return {
    take: async (recipients, patienceMs) => {
      const interval = intervalOf(recipients, await rate());
      for (let tries = 0; tries < MAX_TRIES; tries += 1) {
        const now = clock.nowMs();
        const queue = () => queueUp(now, interval, patienceMs);
        const go = () => goAhead(now, interval);
        const [likely, other] = isBusy ? [queue, go] : [go, queue];
        const wait = (await likely()) ?? (await other());
        if (wait !== undefined) {
          isBusy = wait > 0;
          return { kind: 'taken', waitMs: wait };
        }
        const freeAt = Number((await table.get(PLACE))?.['freeAt'] ?? 0);
        if (freeAt > now + patienceMs) return { kind: 'later', waitMs: freeAt - now };
      }
      return { kind: 'later', waitMs: patienceMs };
    },
    exhausted: async () => {
      const now = clock.nowMs();
      // The account's rate has fallen since the schedule asked: feel the way down until it asks again. Only the first of several who are refused
      // at once halves it.
      const { perSecond } = known;
      const half = Math.max(1, perSecond / 2);
      await table.updateIf(ACCOUNT, {
        update: 'SET perSecond = :half',
        expression: 'perSecond = :known',
        values: { ':half': half, ':known': perSecond },
      });
      known = { perSecond: half, until: now + RATE_TTL_MS };
      await table.updateIf(PLACE, {
        update: 'SET freeAt = :later',
        expression: 'attribute_not_exists(freeAt) OR freeAt < :later',
        values: { ':later': now + SECOND_MS },
      });
    },
    tell: async (perSecond) => {
      await table.put({ ...ACCOUNT, perSecond });
    },
  };
};
