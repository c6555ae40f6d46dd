/** Why mail failed, by reason and day; handler.ts has the mails. */
import type { makeListFailures } from '#shared/app/failures/list-failures.ts';
import type { listFailures } from '#shared/contracts/routes/emails.ts';
import type { Handlers } from '#shared/edge/http.ts';
import type { Clock } from '#shared/ports/clock.ts';

export interface FailuresWiring {
  readonly clock: Clock;
  readonly useCases: { readonly listFailures: ReturnType<typeof makeListFailures> };
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Unless said: a week, today included. */
const DAYS = 7;

const dayOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);

export const failuresHandlers = ({ clock, useCases }: FailuresWiring): Handlers<readonly [typeof listFailures]> => ({
  listFailures: async ({ caller, query }) => {
    const weekOf = query.from === undefined ? clock.nowMs() : Date.parse(query.from) + (DAYS - 1) * DAY_MS;
    const to = query.to ?? dayOf(weekOf);
    const from = query.from ?? dayOf(Date.parse(to) - (DAYS - 1) * DAY_MS);
    return { status: 200, body: { failures: await useCases.listFailures(caller.tenant, from, to) } };
  },
});
