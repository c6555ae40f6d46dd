/** `/local/clock` and `/local/idle`. */
import * as z from 'zod';
import type { Activity } from '../kernel/activity.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Schedules } from '../lambda/schedules.ts';
import { type ControlAnswer, ControlError } from './answer.ts';
import { durationMs } from './duration.ts';

/** CONTRACT, POST /local/idle: work due within 5 s is waited for; 408 after 60 s of the machine's time. */
const SOON_MS = 5_000;
const PATIENCE_MS = 60_000;

/** Far enough for every promise this project makes; a clock beyond the calendar could never be turned back, not even by a restart. */
const LONGEST_JUMP_MS = 10 * 366 * 24 * 60 * 60 * 1000;

const AdvanceBody = z.strictObject({ advance: z.string() });

export const makeTimeControl = ({
  clock,
  activity,
  schedules,
}: {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly schedules: Pick<Schedules, 'advance' | 'quietTicks'>;
}) => {
  const now = (): ControlAnswer => ({ status: 200, body: { now: new Date(clock.now()).toISOString() } });
  const stillBusy = () =>
    new ControlError(
      408,
      'still-busy',
      `After ${PATIENCE_MS / 1000} s there is still work: ${activity.busy().join(', ') || 'timers'}.`,
    );
  const settle = async () => {
    if (!(await activity.settled(PATIENCE_MS))) throw stillBusy();
  };
  return {
    now,
    advance: async (body: unknown): Promise<ControlAnswer> => {
      const wanted = AdvanceBody.safeParse(body);
      const ms = wanted.success ? durationMs(wanted.data.advance) : undefined;
      if (ms === undefined || ms > LONGEST_JUMP_MS)
        throw new ControlError(
          422,
          'invalid-input',
          'Send {"advance": "PT26H"}: an ISO 8601 duration without months and years, at most ten years long.',
        );
      await schedules.advance(ms, settle);
      return now();
    },
    idle: async (): Promise<ControlAnswer> => {
      const until = performance.now() + PATIENCE_MS;
      const settled = async () => {
        if (!(await activity.settled(Math.max(0, until - performance.now())))) throw stillBusy();
      };
      for (;;) {
        await settled();
        const soon = clock.now() + SOON_MS;
        // A tick of the schedule with nothing due is no work: waited for, it would hold one call in twelve for seconds.
        const quiet = await schedules.quietTicks(soon);
        // A timer may have fired while the table was looked at: then there is work, and no timer any more that tells.
        if (quiet.size > 0) await settled();
        const next = clock.next(quiet);
        if (next === undefined || next > soon) return { status: 200, body: { idle: true } };
        if (performance.now() > until) throw stillBusy();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
  };
};
