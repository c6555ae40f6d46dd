/**
 * R4: everything SES says of 200 mails, five times over and shuffled, some of it for mails whose worker died before it wrote that they went. The same
 * as once and in order; and nothing goes to an address after its complaint or bounce was stored, not even what was waiting by then.
 */
import type { Random } from '#local/kernel/random.ts';
import type { TestCloud } from '#tests/support/cloud.ts';
import { ONE_OF_EACH } from '#tests/support/ses-events.ts';
import { allOf } from './lists.ts';
import { crowd, type Drill, type Row, type RowReport, shuffled, upTo } from './row.ts';
import { leftOf, postUntilAnswered } from './sent-mails.ts';
import { account, advance, calm, plantKills, settled } from './settle.ts';
import { stateOf } from './tenant-state.ts';

const TIMES = 5;
/** Few addresses for many mails: what one mail's bounce suppresses hangs together with the others'. */
const MAILS_PER_ADDRESS = 5;
/** Of 100 mails so many have an event of each kind. */
const SHARE = 0.25;
/** Of so many mails one is taken by SES from a worker that dies at that moment. */
const UNWRITTEN_EVERY = 10;
const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-01-15T12:00:00.000Z');

interface Said {
  readonly mail: number;
  readonly event: Readonly<Record<string, unknown>>;
}

/** No two at the same moment, so that it is said which of two bounces came first. */
const drawEvents = (mails: number, random: Random): readonly Said[] =>
  shuffled(
    upTo(mails).flatMap((mail) => ONE_OF_EACH.filter(() => random.next() < SHARE).map((event) => ({ mail, event }))),
    random,
  ).map(({ mail, event }, n) => ({
    mail,
    event: {
      ...event,
      ...(event.eventType === 'Reject' ? {} : { timestamp: new Date(START_MS + n * 1000).toISOString() }),
    },
  }));

const addressOf = (n: number) => `reader-${Math.floor(n / MAILS_PER_ADDRESS)}@shop.example`;

/** Sends them all; answers SES's id of each. */
const sendAll = async (cloud: TestCloud, tenant: string, token: string, mails: number) => {
  const ids = new Map<number, string>();
  await crowd(upTo(mails), 8, async (n) => {
    const { body } = await postUntilAnswered(cloud, token, { name: `Mail ${n}`, to: addressOf(n) });
    ids.set(n, body.id);
  });
  await settled(cloud);
  const left = new Map(leftOf(cloud, tenant).map(({ id, messageId }) => [id, messageId]));
  return (n: number): string => {
    const messageId = left.get(ids.get(n) ?? '');
    if (messageId === undefined) throw new Error(`Mail ${n} of ${tenant} did not leave.`);
    return messageId;
  };
};

const publish = async (cloud: TestCloud, messageId: string, event: object) => {
  const { status, body } = await cloud.call('POST', '/local/ses/events', { body: { ...event, messageId } });
  if (status >= 300) throw new Error(`Not published: ${JSON.stringify(body)}`);
};

const differences = (wanted: readonly string[], found: readonly string[]): number =>
  wanted.filter((line) => !found.includes(line)).length + found.filter((line) => !wanted.includes(line)).length;

/** One mail to each address that was accepted before, and one after; answers how many of them went where, when all are due. */
const afterwards = async (cloud: TestCloud, token: string, addresses: readonly string[], goneBefore: number) => {
  const suppressions = await allOf(cloud, token, '/v1/suppressions');
  const closed = new Set(suppressions.filter(({ scope }) => scope === 'all').map(({ address }) => String(address)));
  for (const to of addresses) await postUntilAnswered(cloud, token, { name: `Fresh to ${to}`, to });
  await advance(cloud, 'PT9H');
  await settled(cloud);
  const gone = leftOf(cloud, 'shuffled').slice(goneBefore);
  const open = addresses.filter((address) => !closed.has(address));
  return {
    closed: closed.size,
    toClosed: gone.filter(({ to }) => closed.has(to)).length,
    missing: 2 * open.length - gone.filter(({ to }) => !closed.has(to)).length,
  };
};

const replayed = (drill: Drill): Promise<RowReport> =>
  drill.withCloud(async (cloud) => {
    const mails = drill.quick ? 15 : 200;
    const random = drill.random('R4');
    await account(cloud, {});
    const said = drawEvents(mails, random);
    const inOrder = await cloud.tenant('in-order');
    const first = await sendAll(cloud, 'in-order', inOrder.owner, mails);
    for (const { mail, event } of said) await publish(cloud, first(mail), event);
    await settled(cloud);
    const wanted = await stateOf(cloud, 'in-order');

    const { owner } = await cloud.tenant('shuffled');
    for (const n of upTo(Math.ceil(mails / UNWRITTEN_EVERY))) {
      const nth = 1 + n * UNWRITTEN_EVERY;
      cloud.faults.plant({ function: 'send-adhoc-mail', service: 'ses', nth, kind: 'kill-after', times: 1 });
    }
    const second = await sendAll(cloud, 'shuffled', owner, mails);
    const unwritten = calm(cloud);
    // Accepted while nobody had complained yet; due when everybody has.
    const addresses = [...new Set(upTo(mails).map(addressOf))];
    const sendAt = new Date(cloud.clock.now() + 8 * HOUR_MS).toISOString();
    for (const to of addresses) await postUntilAnswered(cloud, owner, { name: `Waiting for ${to}`, to, sendAt });
    plantKills(cloud, random, 'record-feedback', said.length * 4);
    const events = shuffled(
      upTo(TIMES).flatMap(() => said),
      random,
    );
    await crowd(events, 8, ({ mail, event }) => publish(cloud, second(mail), event));
    await settled(cloud);
    const kills = calm(cloud);
    await settled(cloud);
    const found = (await stateOf(cloud, 'shuffled')).filter((line) => !line.includes('Waiting for'));
    drill.step(`R4: ${events.length} events; ${unwritten} mails were unwritten before them, ${kills} workers died`);
    const after = await afterwards(cloud, owner, addresses, mails);
    return {
      measures: [
        { name: 'mails', value: mails },
        { name: 'events', value: events.length },
        { name: 'stored otherwise than once in order', value: differences(wanted, found), bar: 0 },
        { name: 'suppressed addresses', value: after.closed },
        { name: 'mails to them afterwards', value: after.toClosed, bar: 0 },
        { name: 'mails to the others that did not go', value: after.missing, bar: 0 },
      ],
      observed: { unwritten, kills },
    };
  });

export const R4: Row = { id: 'R4', title: 'What SES says, in any order and any number of times', run: replayed };
