/** `GET /v1/emails/failures`: why mail failed, by reason and day (FEATURES 236). */
import { countedByDay } from '../../domain/failures/failure-log.ts';
import { failureReason } from '../../domain/sending/failure-reason.ts';
import type { FailureLog } from '../../ports/failures.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Both days included, in UTC. */
export const makeListFailures =
  (deps: { readonly failures: Pick<FailureLog, 'ofDay'> }) => async (tenant: string, from: string, to: string) => {
    const days: string[] = [];
    for (let atMs = Date.parse(from); atMs <= Date.parse(to); atMs += DAY_MS)
      days.push(new Date(atMs).toISOString().slice(0, 10));
    const found = await Promise.all(days.map((day) => deps.failures.ofDay(tenant, day)));
    return countedByDay(found.flat()).map(({ code, ...rest }) => ({ ...rest, ...failureReason(code) }));
  };
