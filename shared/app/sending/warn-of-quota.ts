/**
 * Tells the CRM that 80 % or 100 % of a day's quota are used (FEATURES 123): after each reservation, and each that finds no room. The level is noted after the event, so
 * that a death in between repeats it, with the same id; who finds it noted says nothing. A bus that is down delays the news and no mail: the next one tells.
 */
import { Failure } from '../../domain/failure.ts';
import type { CounterRef } from '../../domain/quota/day.ts';
import { resetsAt } from '../../domain/quota/day.ts';
import { levelOf } from '../../domain/quota/warning.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PublishEvent } from '../../ports/events.ts';
import type { QuotaCounters, Reservation } from '../../ports/sending.ts';

export type WarnOfQuota = (
  tenant: string,
  counter: CounterRef,
  user: string,
  limit: number,
  counted: Pick<Extract<Reservation, { kind: 'reserved' }>, 'used' | 'warned'>,
) => Promise<void>;

const tried = async (publish: PublishEvent, event: Parameters<PublishEvent>[0]): Promise<boolean> => {
  try {
    await publish(event);
    return true;
  } catch (cause) {
    if (cause instanceof Failure && cause.kind === 'unavailable') return false;
    throw cause;
  }
};

export const makeWarnOfQuota =
  (deps: {
    readonly clock: Clock;
    readonly quota: Pick<QuotaCounters, 'noteWarning'>;
    readonly publish: PublishEvent;
  }): WarnOfQuota =>
  async (tenant, counter, user, limit, { used, warned }) => {
    const level = levelOf(used, limit);
    if (level === undefined || level <= warned) return;
    const at = new Date(deps.clock.nowMs()).toISOString();
    const isOfUser = counter.scope !== 'instance';
    const told = await tried(deps.publish, {
      id: `quota-${counter.scope}-${counter.day}-${level}`,
      type: 'quota.warning',
      tenant,
      at,
      detail: {
        level,
        scope: isOfUser ? 'user' : 'instance',
        ...(isOfUser ? { user } : {}),
        limit,
        resetsAt: resetsAt(counter.day),
      },
    });
    if (told) await deps.quota.noteWarning(tenant, counter, { level, at });
  };
