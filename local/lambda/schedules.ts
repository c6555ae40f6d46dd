/**
 * EventBridge schedules on the embedded clock. A jump of the clock fires every tick at its own time; with `isQuiet`, ticks with nothing due
 * are folded into the last of them, so that a jump of a month is not 43,200 invocations.
 */
import type { Clock, Timer } from '#local/kernel/clock.ts';
import type { Random } from '#local/kernel/random.ts';
import type { DeployedStack } from '#local/kernel/resources.ts';
import type { Deliver } from '#local/services/events/delivery.ts';
import { busEvent } from '#local/services/events/event.ts';
import { hasPattern } from '#local/services/events/settings.ts';
import { readScheduleRule, type ScheduleRule } from './schedule-rule.ts';

export interface Schedules {
  deploy(stack: DeployedStack): void;
  /** `clock.advance` with folding; without `isQuiet` it is the same. */
  advance(ms: number, settle: () => Promise<void>): Promise<void>;
  /** Ticks up to `untilMs` that would find nothing to do. */
  quietTicks(untilMs: number): Promise<ReadonlySet<Timer>>;
  stop(): void;
}

export interface SchedulesOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly deliver: Deliver;
  /** Is nothing due for this rule after `fromMs` and up to `toMs`? What throws counts as "no". */
  readonly isQuiet?: (fromMs: number, toMs: number, rule: ScheduleRule) => boolean | Promise<boolean>;
}

/** One day of minutes: what is looked at in one go, and folded at most. */
const MOST_FOLDED = 1440;

export const makeSchedules = (options: SchedulesOptions): Schedules => {
  const { clock, random, deliver } = options;
  const timers = new Map<ScheduleRule, Timer | undefined>();
  let jumpTo: number | undefined;
  let stopped = false;

  const fire = (rule: ScheduleRule, at: number) => {
    timers.set(rule, undefined);
    const event = busEvent({
      id: random.uuid(),
      detailType: 'Scheduled Event',
      source: 'aws.events',
      at,
      resources: [rule.arn],
      detail: {},
    });
    for (const target of rule.targets) deliver(rule, target, target.input ?? JSON.stringify(event));
    arm(rule, rule.next(at));
  };
  const arm = (rule: ScheduleRule, at: number | undefined) => {
    timers.get(rule)?.cancel();
    const tick = stopped || at === undefined ? undefined : clock.at(at, `schedule ${rule.name}`, () => fire(rule, at));
    timers.set(rule, tick);
  };

  const isQuiet = async (rule: ScheduleRule, fromMs: number, toMs: number): Promise<boolean> => {
    try {
      return (await options.isQuiet?.(fromMs, toMs, rule)) ?? false;
    } catch {
      return false;
    }
  };
  /** The first tick with something due, else the last one of the jump (or of the day looked at). */
  const foldedTick = async (rule: ScheduleRule, now: number, until: number): Promise<number | undefined> => {
    const ticks: number[] = [];
    for (let tick = rule.next(now); tick !== undefined && tick <= until; tick = rule.next(tick)) {
      if (ticks.push(tick) === MOST_FOLDED) break;
    }
    if (ticks.length === 0) return rule.next(now);
    let [low, high] = [0, ticks.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (await isQuiet(rule, now, ticks[middle] ?? now)) low = middle + 1;
      else high = middle;
    }
    return ticks[low];
  };
  const fold = async () => {
    const until = jumpTo;
    if (until === undefined || options.isQuiet === undefined) return;
    for (const rule of timers.keys()) arm(rule, await foldedTick(rule, clock.now(), until));
  };

  return {
    deploy: (stack) => {
      for (const resource of stack.ofType('AWS::Events::Rule').filter((each) => !hasPattern(each))) {
        const rule = readScheduleRule(resource);
        if (rule !== undefined) arm(rule, rule.next(clock.now()));
      }
    },
    advance: async (ms, settle) => {
      try {
        await clock.advance(ms, async () => {
          await settle();
          // The clock stands at the beginning of the jump when it settles for the first time; later work may have made a tick matter.
          jumpTo ??= clock.now() + ms;
          await fold();
        });
      } finally {
        jumpTo = undefined;
        for (const rule of timers.keys()) arm(rule, rule.next(clock.now()));
      }
    },
    quietTicks: async (untilMs) => {
      const quiet = new Set<Timer>();
      for (const [rule, tick] of timers)
        if (tick !== undefined && tick.at <= untilMs && (await isQuiet(rule, clock.now(), tick.at))) quiet.add(tick);
      return quiet;
    },
    stop: () => {
      stopped = true;
      for (const timer of timers.values()) timer?.cancel();
    },
  };
};
