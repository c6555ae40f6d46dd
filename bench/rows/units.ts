/**
 * P2 and P4: what AWS bills for a mail besides SES, counted by the embedded cloud while everything runs as deployed, and priced by its table. Units are
 * exact; only Lambda's time is measured, on this machine and with its speed.
 */
import prices from '#local/endpoint/prices.json' with { type: 'json' };
import { BY_SES } from '../../scripts/costs/assumptions.ts';
import type { BenchCloud, UsageItem } from '../cloud.ts';
import type { Shape } from '../mails.ts';
import type { MeasureRow, Part } from '../row.ts';
import { inboundLoad, outgoingLoad } from '../workload.ts';

const MAILS = 60;
const SHAPE: Shape = 'text and HTML, 32 KB';
const INBOUND_BAR = 0.083;
const MILLION = 1_000_000;
const SES_UNITS = new Set(['SesRecipientOut', 'SesInboundMail', 'SesInboundChunk']);
/** What a new account pays for a mail out, against the price of the table. */
const NEW_ACCOUNT = 1.6;

const PRICES = new Map<string, { readonly dollars: number; readonly per: number }>(Object.entries(prices.units));

const dollarsOf = (units: Readonly<Record<string, number>>): number =>
  Object.entries(units).reduce((total, [unit, amount]) => {
    const { dollars = Number.NaN, per = 1 } = PRICES.get(unit) ?? {};
    return total + (amount * dollars) / per;
  }, 0);

const isSes = (item: UsageItem): boolean => Object.keys(item.units).some((unit) => SES_UNITS.has(unit));

const sum = (items: readonly UsageItem[]): number => items.reduce((total, { dollars }) => total + dollars, 0);

/** Dollars a million mails. */
const billOf = (items: readonly UsageItem[], mails: number, bySesDollars: number): Readonly<Record<string, number>> => {
  const perMillion = (wanted: (item: UsageItem) => boolean) => (sum(items.filter(wanted)) / mails) * MILLION;
  const services = [...new Set(items.filter((item) => !isSes(item)).map(({ service }) => service))].sort();
  return {
    sesDollars: perMillion(isSes),
    besidesDollars: perMillion((item) => !isSes(item)) + bySesDollars,
    bySesDollars,
    ...Object.fromEntries(
      services.map((name) => [`${name}Dollars`, perMillion((item) => !isSes(item) && item.service === name)]),
    ),
    writeUnitsPerMail: items.reduce((total, { units }) => total + (units['WriteRequestUnit'] ?? 0), 0) / mails,
    readUnitsPerMail: items.reduce((total, { units }) => total + (units['ReadRequestUnit'] ?? 0), 0) / mails,
  };
};

const exactly = (value: number) => ({ p25: value, median: value, p75: value });

const partOf = (name: string, figures: Readonly<Record<string, number>>, bar?: number): Part => ({
  name,
  ratio: exactly((figures['besidesDollars'] ?? Number.NaN) / (figures['sesDollars'] ?? Number.NaN)),
  ...(bar === undefined ? {} : { bar }),
  figures,
});

/** The bar was set before a mail was told on the bus; what that costs is reported apart. */
const withoutEvents = (figures: Readonly<Record<string, number>>) => ({
  ...figures,
  besidesDollars: (figures['besidesDollars'] ?? Number.NaN) - (figures['eventsDollars'] ?? 0),
  eventsDollars: 0,
});

/** Workers are warm: a start is shared by thousands of mails, not by sixty. */
const billed = async (cloud: BenchCloud, way: keyof typeof BY_SES, work: () => Promise<void>) => {
  await work();
  await cloud.idle();
  await cloud.usage();
  await work();
  await cloud.idle();
  return billOf(await cloud.usage(), MAILS, dollarsOf(BY_SES[way]) * MILLION);
};

export const measureInboundUnits: MeasureRow = async ({ working, say }) => {
  const cloud = await working();
  const load = inboundLoad(cloud);
  const shapes = Array.from({ length: MAILS }, () => SHAPE);
  say(`${MAILS} mails of new senders, then ${MAILS} of one who is known`);
  const fresh = await billed(cloud, 'mailIn', () => load.deliver(shapes));
  const known = await billed(cloud, 'mailIn', () => load.deliver(shapes, 0));
  return {
    id: 'P4',
    title: 'AWS besides SES / SES, a mail in (32 KB)',
    parts: [
      partOf('of a known sender, without the event for the CRM', withoutEvents(known), INBOUND_BAR),
      partOf('of a known sender', known),
      partOf('of a new sender (makes a lead), without the events for the CRM', withoutEvents(fresh)),
      partOf('of a new sender (makes a lead)', fresh),
    ],
    notes: ["Units are exact; Lambda's time is this machine's."],
  };
};

export const measureOutgoingUnits: MeasureRow = async ({ working, say }) => {
  const cloud = await working();
  const load = outgoingLoad(cloud);
  say(`${MAILS} ad-hoc mails`);
  const bill = await billed(cloud, 'mailOut', () => load.submit(MAILS));
  const atNewPrice = { ...bill, sesDollars: (bill['sesDollars'] ?? Number.NaN) * NEW_ACCOUNT };
  return {
    id: 'P2',
    title: 'AWS besides SES / SES, a mail out',
    parts: [partOf('ad-hoc, SES at $100 a million', bill), partOf('ad-hoc, SES at $160 a million', atNewPrice)],
    notes: [
      'Campaign mail, which has the bar (0.03): not measured yet: campaigns do not exist.',
      'Workflow mail: nothing submits any yet; its worker is the same code as the ad-hoc one, so from the queue on its units are too.',
      "With the HTTP request and the events of SES. Units are exact; Lambda's time is this machine's.",
    ],
  };
};
