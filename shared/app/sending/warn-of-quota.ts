/**
 * Tells the CRM that 80 % or 100 % of a day's quota are used (FEATURES 123): after each reservation, before its mail is written. The level is noted after the event, so
 * that a death in between repeats it, with the same id; a reservation that finds it noted says nothing.
 */
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
  reserved: Extract<Reservation, { kind: 'reserved' }>,
) => Promise<void>;

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
    await deps.publish({
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
    await deps.quota.noteWarning(tenant, counter, { level, at });
  };
