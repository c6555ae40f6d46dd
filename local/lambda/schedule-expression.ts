/** `rate(...)` and `cron(...)` of an EventBridge rule as a function from a time to the next tick. */
import { AwsError } from '#local/kernel/aws.ts';
import { parseCron } from './cron.ts';

export type NextTick = (afterMs: number) => number | undefined;

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * EventBridge counts a rate from the moment the rule was made; here ticks lie on whole multiples since the epoch, so that they are the same
 * after a restart. Singular for 1 and plural else is EventBridge's own rule ("Rate expressions").
 */
const parseRate = (text: string, expression: string): NextTick => {
  const match = /^(\d+) (minute|hour|day)(s?)$/.exec(text.trim());
  const value = Number(match?.[1] ?? 0);
  const unitMs = UNIT_MS[match?.[2] ?? ''];
  if (unitMs === undefined || value < 1 || (match?.[3] === 's') !== value > 1)
    throw new AwsError('ValidationException', 400, `Parameter ScheduleExpression is not valid: ${expression}`);
  const everyMs = value * unitMs;
  return (afterMs) => (Math.floor(afterMs / everyMs) + 1) * everyMs;
};

export const parseSchedule = (expression: string): NextTick => {
  const match = /^(rate|cron)\((.*)\)$/.exec(expression);
  if (match?.[1] === 'cron') return parseCron(match[2] ?? '');
  return parseRate(match?.[2] ?? '', expression);
};
