/** The tables of docs/costs.md, as Markdown. */
import { billOf, dollarsOf, essentialsSurcharge, fixedCosts, unitsOf } from './bill.ts';
import type { Counts, Units } from './count.ts';

const VOLUMES = [1000, 100_000, 10_000_000];

const shown = (dollars: number): string =>
  dollars === 0
    ? '0'
    : dollars < 0.01
      ? '< 0.01'
      : dollars < 1000
        ? dollars.toFixed(2)
        : Math.round(dollars).toLocaleString('en-US');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '--:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const NAMES: Readonly<Record<string, string>> = {
  WriteRequestUnit: 'DynamoDB write units',
  ReadRequestUnit: 'DynamoDB read units',
  SqsRequest: 'SQS requests',
  S3PutRequest: 'S3 PUT',
  S3GetRequest: 'S3 GET',
  SnsPublish: 'SNS publications',
  HttpApiRequest: 'API requests',
  LambdaRequest: 'Lambda starts',
  LambdaGbSecond: 'Lambda GB-seconds (assumed)',
  EventBridgeEvent: 'EventBridge events',
  SesRecipientOut: 'SES mail out',
  SesInboundMail: 'SES mail in',
};

const amount = (units: Units, unit: string): string => {
  const value = units[unit] ?? 0;
  return value === 0 ? '' : String(Number(value.toFixed(value < 1 ? 2 : 1)));
};

const perMail = (counts: Counts): string => {
  const { mailIn, mailOut, quietMinute } = unitsOf(counts);
  const rows = Object.entries(NAMES)
    .filter(([unit]) => [mailIn, mailOut, quietMinute].some((units) => (units[unit] ?? 0) > 0))
    .map(([unit, name]) => [name, amount(mailIn, unit), amount(mailOut, unit), amount(quietMinute, unit)]);
  const million = (units: Units) => {
    const all = Object.entries(units).reduce((sum, [unit, value]) => sum + dollarsOf(unit, value), 0);
    const ses = Object.entries(units).reduce(
      (sum, [unit, value]) => (unit.startsWith('Ses') ? sum + dollarsOf(unit, value) : sum),
      0,
    );
    return { ses, beside: all - ses };
  };
  const [costsIn, costsOut, costsQuiet] = [million(mailIn), million(mailOut), million(quietMinute)];
  const thousand = (dollars: number) => (dollars === 0 ? '' : (dollars * 1000).toFixed(4));
  return table(
    ['', 'one mail in', 'one mail out', 'one quiet minute'],
    [
      ...rows,
      ['**dollars per 1,000: SES**', thousand(costsIn.ses), thousand(costsOut.ses), ''],
      [
        '**dollars per 1,000: all else**',
        thousand(costsIn.beside),
        thousand(costsOut.beside),
        thousand(costsQuiet.beside),
      ],
    ],
  );
};

const bill = (counts: Counts): string => {
  const bills = VOLUMES.map((mails) => billOf(counts, mails));
  const lines = (bills[0] ?? []).map(({ what }, index) => [
    what,
    ...bills.map((lines) => shown(lines[index]?.dollars ?? 0)),
  ]);
  const totals = bills.map((lines) => lines.reduce((sum, { dollars }) => sum + dollars, 0));
  const inNewAccount = totals.map((total, index) => total + essentialsSurcharge(VOLUMES[index] ?? 0));
  return table(
    ['dollars a month', ...VOLUMES.map((mails) => `${mails.toLocaleString('en-US')} mails`)],
    [
      ...lines,
      ['**all**', ...totals.map((total) => `**${shown(total)}**`)],
      ['all, in an account new to SES', ...inNewAccount.map(shown)],
    ],
  );
};

const fixed = (counts: Counts): string =>
  table(
    ['fixed costs', 'dollars a month'],
    fixedCosts(counts).map(({ what, dollars }) => [what, shown(dollars)]),
  );

/** Named by the comments between which they stand. */
export const tablesOf = (counts: Counts): Readonly<Record<'bill' | 'fixed' | 'units', string>> => ({
  bill: bill(counts),
  fixed: fixed(counts),
  units: perMail(counts),
});
