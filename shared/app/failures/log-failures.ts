/**
 * Writes failures down by reason and tells the CRM when one stands out (FEATURES 236). For those who find that a mail failed; each step may be repeated. A worker that
 * is killed between writing and counting makes the alert one too low, the list stays right.
 */
import { hourBefore, hourOf, isSpike, type LoggedFailure, SPIKE_AT_LEAST } from '../../domain/failures/failure-log.ts';
import type { PublishEvent } from '../../ports/events.ts';
import type { FailureLog } from '../../ports/failures.ts';

export type LogFailures = (tenant: string, failures: readonly LoggedFailure[]) => Promise<void>;

export const makeLogFailures = (deps: {
  readonly failures: Pick<FailureLog, 'add' | 'countOf' | 'setTold'>;
  readonly publish: PublishEvent;
}): LogFailures => {
  const tellOfSpike = async (tenant: string, { at, code }: LoggedFailure, count: number): Promise<void> => {
    const hour = hourOf(at);
    const [now, before] = await Promise.all([
      deps.failures.countOf(tenant, hour, code),
      deps.failures.countOf(tenant, hourBefore(hour), code),
    ]);
    if (now.told || !isSpike(count, before.count)) return;
    await deps.publish({
      id: `${tenant}-failures-${hour}-${code}`,
      type: 'failures.spike',
      tenant,
      at,
      detail: { code, hour: `${hour}:00:00.000Z`, count, hourBefore: before.count },
    });
    await deps.failures.setTold(tenant, hour, code);
  };

  return async (tenant, failures) => {
    for (const failure of failures) {
      const count = await deps.failures.add(tenant, failure);
      if (count !== undefined && count >= SPIKE_AT_LEAST) await tellOfSpike(tenant, failure, count);
    }
  };
};
