/** Today's quota as people see it. The counter knows what is counted; which of it has gone is asked of the mails themselves. */
import { resetsAt } from '../../domain/quota/day.ts';
import { allowanceOf } from '../../domain/quota/plans.ts';
import { isWaiting } from '../../domain/sending/transitions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { OutgoingStore, QuotaCounters } from '../../ports/sending.ts';
import { counterOf } from './submit-mail.ts';

export interface QuotaUsage {
  readonly limit: number;
  readonly used: number;
  readonly reserved: number;
  readonly resetsAt: string;
  readonly scope: 'user' | 'instance';
}

export const makeReadUsage =
  (deps: {
    readonly clock: Clock;
    readonly quota: Pick<QuotaCounters, 'read'>;
    readonly outgoing: Pick<OutgoingStore, 'getMany'>;
  }) =>
  async (tenant: string, user: string, plan: string): Promise<QuotaUsage> => {
    const { perDay, scope } = allowanceOf(plan);
    const counter = counterOf(plan, user, deps.clock.nowMs());
    const { used: counted, mailIds } = await deps.quota.read(tenant, counter);
    const mails = await deps.outgoing.getMany(tenant, mailIds);
    const gone = mails
      .filter((mail) => !isWaiting(mail) && mail.phase !== 'sending')
      .reduce((sum, mail) => sum + (mail.counted?.count ?? 0), 0);
    return { limit: perDay, used: gone, reserved: counted - gone, resetsAt: resetsAt(counter.day), scope };
  };
