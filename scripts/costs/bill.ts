/** Prices what was counted and what is assumed: the bill of a month. Pure. */
import prices from '#local/endpoint/prices.json' with { type: 'json' };
import * as assumed from './assumptions.ts';
import type { Counted, Counts, Units } from './count.ts';

const GB = 1_000_000_000;

const unitPrices = new Map<string, { readonly dollars: number; readonly per: number }>(Object.entries(prices.units));

const priceOf = (unit: string): number => {
  const price = unitPrices.get(unit);
  if (price === undefined) throw new Error(`local/endpoint/prices.json has no price for the unit ${unit}.`);
  return price.dollars / price.per;
};

const monthly = (item: keyof typeof prices.monthly, amount: number): number => {
  const { dollars, per, free } = prices.monthly[item];
  return (Math.max(0, amount - free) * dollars) / per;
};

/** Which line of the bill a unit is on. */
const LINES: Readonly<Record<string, RegExp>> = {
  SES: /^Ses/,
  DynamoDB: /RequestUnit$/,
  S3: /^S3/,
  Lambda: /^Lambda/,
  'SQS, SNS, EventBridge, API Gateway': /^(Sqs|Sns|EventBridge|HttpApi)/,
};

export interface Line {
  readonly what: string;
  readonly dollars: number;
}

const seconds = (counted: Counted): number =>
  counted.waits * assumed.SECONDS_A_REQUEST + (counted.units['LambdaRequest'] ?? 0) * assumed.SECONDS_A_START;

/** With what SES does itself; Lambda's time by assumption, for that of this machine says nothing. */
const complete = (counted: Counted, bySes: Units): Units => {
  const units: Record<string, number> = { ...counted.units, LambdaGbSecond: seconds(counted) * assumed.MEMORY_GB };
  for (const [unit, amount] of Object.entries(bySes)) units[unit] = (units[unit] ?? 0) + amount;
  return units;
};

export const unitsOf = (
  counts: Counts,
): { readonly mailIn: Units; readonly mailOut: Units; readonly quietMinute: Units } => ({
  mailIn: complete(counts.mailIn, assumed.BY_SES.mailIn),
  mailOut: complete(counts.mailOut, assumed.BY_SES.mailOut),
  quietMinute: complete(counts.quietMinute, {}),
});

const lineOf = (units: Units, pattern: RegExp): number =>
  Object.entries(units).reduce((sum, [unit, amount]) => (pattern.test(unit) ? sum + amount * priceOf(unit) : sum), 0);

const logBytes = (counted: Counted): number =>
  counted.logBytes +
  (counted.units['LambdaRequest'] ?? 0) * assumed.PLATFORM_LOG_BYTES_A_START +
  (counted.units['HttpApiRequest'] ?? 0) * assumed.ACCESS_LOG_BYTES;

/** What a month costs in which nothing happens. */
export const fixedCosts = (counts: Counts): Line[] => {
  const polls = counts.polledQueues * assumed.EMPTY_RECEIVES_A_MINUTE * assumed.MINUTES_A_MONTH;
  const { quietMinute } = unitsOf(counts);
  const ofSchedule = Object.keys(LINES).reduce((sum, line) => sum + lineOf(quietMinute, LINES[line] ?? /^$/), 0);
  return [
    {
      what: `${counts.alarms} alarms, ${prices.monthly.Alarm.free} of them free`,
      dollars: monthly('Alarm', counts.alarms),
    },
    {
      what: `Lambda asking ${counts.polledQueues} empty queues, ${(polls / 1e6).toFixed(1)} million times, a million free`,
      dollars: Math.max(0, polls - assumed.FREE_SQS_REQUESTS) * priceOf('SqsRequest'),
    },
    { what: 'the schedule, once a minute', dollars: ofSchedule * assumed.MINUTES_A_MONTH },
    { what: `${counts.dashboards} dashboard, of three free ones`, dollars: monthly('Dashboard', counts.dashboards) },
    { what: `${counts.keys} key, over passwords of mail servers`, dollars: monthly('KmsKey', counts.keys) },
  ];
};

/** What a month with this many mails costs, fixed costs and all. */
export const billOf = (counts: Counts, mails: number): Line[] => {
  const { mailIn, mailOut } = unitsOf(counts);
  const [comingIn, goingOut] = [mails * assumed.SHARE_IN, mails * (1 - assumed.SHARE_IN)];
  const both = (pattern: RegExp) => comingIn * lineOf(mailIn, pattern) + goingOut * lineOf(mailOut, pattern);
  const logGb =
    (comingIn * logBytes(counts.mailIn) +
      goingOut * logBytes(counts.mailOut) +
      assumed.MINUTES_A_MONTH * logBytes(counts.quietMinute)) /
    GB;
  const tableGb = (mails * assumed.TABLE_BYTES_A_MAIL) / GB;
  const bucketGb = (comingIn * assumed.STORED_MAIL_IN_BYTES + goingOut * assumed.STORED_MAIL_OUT_BYTES) / GB;
  return [
    ...Object.entries(LINES).map(([what, pattern]) => ({ what, dollars: both(pattern) })),
    { what: 'logs', dollars: monthly('LogGb', logGb) },
    {
      what: 'keeping the mails of one month, each month',
      dollars: monthly('S3Gb', bucketGb) + monthly('TableGb', tableGb) + monthly('RecoveryGb', tableGb),
    },
    { what: 'fixed costs', dollars: fixedCosts(counts).reduce((sum, { dollars }) => sum + dollars, 0) },
  ];
};

/** On top of the bill, in an account new to SES. */
export const essentialsSurcharge = (mails: number): number =>
  mails * (1 - assumed.SHARE_IN) * (priceOf('SesRecipientOutEssentials') - priceOf('SesRecipientOut'));

export const dollarsOf = (unit: string, amount: number): number => amount * priceOf(unit);
