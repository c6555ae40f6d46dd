/**
 * R6: a day's mail replayed gives what it gave: once in the order in which it came, then again and again in any order. What made nothing then and finds its record
 * now is no difference: a replay is for that (docs/mailroom.md#replay).
 */
import type { Random } from '#local/kernel/random.ts';
import type { TestCloud } from '#tests/support/cloud.ts';
import { allOf } from './lists.ts';
import { aDay, RULES } from './replay-mails.ts';
import { crowd, type Drill, type Row, type RowReport, shuffled } from './row.ts';

const MODULES = ['contacts', 'leads', 'organizations', 'cases', 'opportunities', 'parcels'];

interface Mail {
  readonly id: string;
  readonly outcome: string;
  readonly records: readonly { readonly module: string; readonly id: string }[];
}

interface Snapshot {
  readonly mails: readonly Mail[];
  /** Each mail's outcome, each record, each timeline entry, as JSON, by what it is. */
  readonly state: ReadonlyMap<string, string>;
  /** Of timeline entries and records: the mail they come from. */
  readonly from: ReadonlyMap<string, string>;
}

const snapshotOf = async (cloud: TestCloud, token: string): Promise<Snapshot> => {
  const state = new Map<string, string>();
  const from = new Map<string, string>();
  const mails = await allOf(cloud, token, '/v1/mailroom/emails');
  for (const mail of mails) state.set(`mail ${mail.id}`, JSON.stringify(mail));
  const listed = await Promise.all(
    MODULES.map(async (module) =>
      (await allOf(cloud, token, `/v1/records/${module}`)).map((record) => ({ module, record })),
    ),
  );
  await crowd(listed.flat(), 8, async ({ module, record }) => {
    const name = `${module} ${record.id}`;
    state.set(name, JSON.stringify(record));
    for (const entry of await allOf(cloud, token, `/v1/records/${module}/${record.id}/timeline`)) {
      state.set(`${name} ${entry.id}`, JSON.stringify(entry));
      from.set(`${name} ${entry.id}`, String(entry.emailId));
    }
  });
  for (const mail of mails)
    for (const { module, id } of mail.records) {
      const name = `${module} ${id}`;
      if (!from.has(name)) from.set(name, mail.id);
    }
  return { mails, state, from };
};

/** What is not as it was; of mails that had made nothing and do now, nothing counts. */
export const differences = (before: Snapshot, after: Snapshot): readonly string[] => {
  const actedNow = new Set(after.mails.filter(({ outcome }) => outcome === 'acted').map(({ id }) => id));
  const late = new Set(
    before.mails.filter(({ id, outcome }) => outcome !== 'acted' && actedNow.has(id)).map(({ id }) => id),
  );
  const ofLate = (name: string) =>
    late.has(name.replace(/^mail /, '')) || (!before.state.has(name) && late.has(after.from.get(name) ?? ''));
  const names = new Set([...before.state.keys(), ...after.state.keys()]);
  return [...names].filter((name) => !ofLate(name) && before.state.get(name) !== after.state.get(name));
};

const replayAll = async (cloud: TestCloud, token: string, ids: readonly string[]): Promise<void> => {
  await crowd(ids, 8, async (id) => {
    const { status } = await cloud.call('POST', `/v1/mailroom/emails/${id}/replay`, { token });
    if (status !== 202) throw new Error(`The replay of ${id} was answered ${status}.`);
  });
  await cloud.drain();
};

export interface Replayed {
  /** Each in each of its mailboxes. */
  readonly mails: number;
  readonly outcomes: ReadonlySet<string>;
  /** After a replay of the day in its order, and after the shuffled ones. */
  readonly inOrder: readonly string[];
  readonly anyOrder: readonly string[];
  /** Mails that made nothing then and do now. */
  readonly foundLate: number;
}

/** A tenant `replayed` gets the day's mail and replays it. */
export const replayADay = async (
  cloud: TestCloud,
  { mails, times, random }: { readonly mails: number; readonly times: number; readonly random: Random },
): Promise<Replayed> => {
  const { owner, address } = await cloud.tenant('replayed');
  for (const body of RULES) {
    const { status } = await cloud.call('POST', '/v1/mailroom/rules', { token: owner, body });
    if (status !== 201) throw new Error(`The rule ${body.name} was answered ${status}.`);
  }
  await crowd(aDay(mails, random), 4, ({ to, raw, envelopeFrom }) => cloud.deliver(to.map(address), raw, envelopeFrom));
  await cloud.drain();
  const before = await snapshotOf(cloud, owner);
  const oldestFirst = before.mails.map(({ id }) => id).toReversed();
  await replayAll(cloud, owner, oldestFirst);
  const once = await snapshotOf(cloud, owner);
  for (let time = 0; time < times; time += 1) await replayAll(cloud, owner, shuffled(oldestFirst, random));
  const often = await snapshotOf(cloud, owner);
  const acted = ({ mails: all }: Snapshot) => all.filter(({ outcome }) => outcome === 'acted').length;
  return {
    mails: before.mails.length,
    outcomes: new Set(before.mails.map(({ outcome }) => outcome)),
    inOrder: differences(before, once),
    anyOrder: differences(once, often),
    foundLate: acted(often) - acted(before),
  };
};

const TIMES = 5;

const replay = (drill: Drill): Promise<RowReport> =>
  drill.withCloud(async (cloud) => {
    const mails = drill.quick ? 30 : 150;
    const done = await replayADay(cloud, { mails, times: TIMES, random: drill.random('R6') });
    for (const name of [...done.inOrder, ...done.anyOrder].slice(0, 10)) drill.step(`R6: not as it was: ${name}`);
    drill.step(
      `R6: ${done.mails} mails replayed ${TIMES + 1} times; ${done.foundLate} found a record they had not found`,
    );
    return {
      measures: [
        { name: 'mails of a day, each in each mailbox', value: done.mails },
        { name: 'not as it was after a replay in order', value: done.inOrder.length, bar: 0 },
        { name: `not as it was after ${TIMES} replays in any order`, value: done.anyOrder.length, bar: 0 },
      ],
      observed: { 'found a record later': done.foundLate },
    };
  });

export const R6: Row = { id: 'R6', title: 'A day of mail, replayed', run: replay };
