/**
 * EventBridge's cron expressions: six fields in UTC - minutes, hours, day of month, month, day of week (1 = SUN), year - with `*`, `?`, lists,
 * ranges and steps. `L`, `W` and `#` are not emulated. EventBridge user guide, "Cron expressions".
 */
import { AwsError } from '#local/kernel/aws.ts';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** EventBridge accepts the years 1970-2199. */
const LAST_YEAR = 2199;
const DAY_MS = 86_400_000;

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minutes', from: 0, to: 59 },
  { name: 'hours', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, names: MONTHS },
  { name: 'day of week', from: 1, to: 7, names: DAYS },
  { name: 'year', from: 1970, to: LAST_YEAR },
];

const refuse = (expression: string, why: string): never => {
  throw new AwsError(
    'ValidationException',
    400,
    `Parameter ScheduleExpression is not valid: cron(${expression}): ${why}`,
  );
};

const readValue = (text: string, field: Field, expression: string): number => {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? named + field.from : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= field.from && value <= field.to) return value;
  return refuse(expression, `"${text}" is no value for ${field.name}; L, W and # are not emulated`);
};

/** Undefined: every value. */
const valuesOf = (text: string, field: Field, expression: string): ReadonlySet<number> | undefined => {
  if (text === '*' || text === '?') return undefined;
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step] = part.split('/');
    const [first = '', last] = range.split('-');
    const from = first === '*' ? field.from : readValue(first, field, expression);
    const to =
      last !== undefined ? readValue(last, field, expression) : step === undefined && first !== '*' ? from : field.to;
    const by = step === undefined ? 1 : Number(step);
    if (!Number.isInteger(by) || by < 1 || to < from) refuse(expression, `"${part}" is no range of ${field.name}`);
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return values;
};

/** The first time after `afterMs` that the expression names; undefined when there is none any more. */
export const parseCron = (expression: string): ((afterMs: number) => number | undefined) => {
  const texts = expression.trim().split(/\s+/);
  if (texts.length !== FIELDS.length) refuse(expression, 'it needs six fields');
  if ((texts[2] === '?') === (texts[4] === '?'))
    refuse(expression, 'exactly one of day of month and day of week must be "?"');
  const [minutes, hours, days, months, weekdays, years] = FIELDS.map((field, index) =>
    valuesOf(texts[index] ?? '', field, expression),
  );
  const has = (values: ReadonlySet<number> | undefined, value: number) => values === undefined || values.has(value);
  const dayFits = (day: Date) =>
    has(years, day.getUTCFullYear()) &&
    has(months, day.getUTCMonth() + 1) &&
    has(days, day.getUTCDate()) &&
    has(weekdays, day.getUTCDay() + 1);
  const minutesOfDay = Array.from({ length: 24 * 60 }, (_, minute) => minute).filter(
    (minute) => has(hours, Math.floor(minute / 60)) && has(minutes, minute % 60),
  );

  return (afterMs) => {
    for (let dayMs = Math.floor(afterMs / DAY_MS) * DAY_MS; ; dayMs += DAY_MS) {
      const day = new Date(dayMs);
      if (day.getUTCFullYear() > LAST_YEAR) return undefined;
      if (!dayFits(day)) continue;
      const minute = minutesOfDay.find((each) => dayMs + each * 60_000 > afterMs);
      if (minute !== undefined) return dayMs + minute * 60_000;
    }
  };
};
