/** The real stores over a table in memory, so that a worker may die between any two of their calls. */
import { describe, expect, test } from 'vitest';
import { makeAccountPlaces } from '#shared/adapters/dynamodb/account-places.ts';
import { makeDueEntries } from '#shared/adapters/dynamodb/due-entries.ts';
import { makeFrequencyCounters } from '#shared/adapters/dynamodb/frequency-counters.ts';
import { makeOutgoingEmailStore } from '#shared/adapters/dynamodb/outgoing-email-store.ts';
import { makeOutgoingStore } from '#shared/adapters/dynamodb/outgoing-store.ts';
import type { Table } from '#shared/adapters/dynamodb/table.ts';
import { ids } from '#shared/adapters/ids.ts';
import { makeMayGo } from '#shared/app/sending/may-go.ts';
import { usedOf } from '#shared/domain/quota/account-use.ts';
import type { SendingLimits } from '#shared/domain/quota/sending-limits.ts';
import { DEFAULT_OUTGOING_EMAIL, type OutgoingEmail } from '#shared/domain/sender-address/outgoing-email.ts';
import { messageOf } from '#shared/domain/sending/message-of.ts';
import type { OutgoingMail } from '#shared/domain/sending/outgoing-mail.ts';
import { anOutgoingMail } from '#tests/support/feedback-world.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';

const START = Date.parse('2026-11-21T09:00:00.000Z');
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const ONE_A_DAY = { maxMails: 1, days: 1, minimumGapHours: null };

class Killed extends Error {}

const aWorld = async (rules: Partial<OutgoingEmail>, limits: SendingLimits = {}) => {
  const plain = makeInMemoryTable();
  const calls: string[] = [];
  let kill: { readonly call: number; readonly after: boolean } | undefined;
  const step = async <Answer>(name: string, perform: () => Promise<Answer>): Promise<Answer> => {
    calls.push(name);
    const isNow = kill?.call === calls.length;
    if (isNow && kill?.after === false) throw new Killed(name);
    const answer = await perform();
    if (isNow) throw new Killed(name);
    return answer;
  };
  const table: Table = {
    ...plain,
    get: (key) => step('get', () => plain.get(key)),
    put: (item) => step('put', () => plain.put(item)),
    putIf: (item, condition) => step('putIf', () => plain.putIf(item, condition)),
    deleteIf: (key, condition) => step('deleteIf', () => plain.deleteIf(key, condition)),
  };
  let nowMs = START;
  const enqueued: number[] = [];
  const closed: string[] = [];
  const stored = makeOutgoingStore(plain);
  const places = makeAccountPlaces(plain);
  await makeOutgoingEmailStore(plain).put('acme', { ...DEFAULT_OUTGOING_EMAIL, ...rules }, 0);
  const mayGo = makeMayGo({
    clock: { nowMs: () => nowMs },
    outgoing: makeOutgoingStore(table),
    settings: makeOutgoingEmailStore(table),
    frequency: makeFrequencyCounters(table, ids),
    accounts: makeAccountPlaces(table),
    limitsOf: async () => limits,
    queues: { enqueue: async (_lane, _message, seconds = 0) => void enqueued.push(seconds) },
    due: makeDueEntries(table),
    closeFailed: async ({ id }) => void closed.push(id),
  });
  const write = (id: string, more: Partial<OutgoingMail> = {}) =>
    stored.create(anOutgoingMail({ id, phase: 'queued', lane: 'workflow', ...more }));
  const now = async (id: string) => {
    const mail = await stored.get('acme', id);
    if (mail === undefined) throw new Error(`No mail ${id}`);
    return mail;
  };
  /** As its message comes from the queue, or from the schedule when it was put off: what a sender asks before it asks here is asked. */
  const ask = async (id: string) => {
    const mail = await now(id);
    return mail.phase === 'queued' || mail.phase === 'deferred' ? mayGo(mail, messageOf(mail)) : undefined;
  };
  return {
    calls,
    enqueued,
    closed,
    write,
    now,
    ask,
    at: (ms: number) => {
      nowMs = START + ms;
    },
    killAt: (call: number, after: boolean) => {
      kill = { call: calls.length + call, after };
    },
    due: async () => (await makeDueEntries(plain).due('2027', 100)).map(({ at, mailId }) => `${at} ${mailId}`),
    used: async () => usedOf(await places.read('acme', 'own-server'), nowMs),
  };
};

describe('[F128] with a frequency cap', () => {
  test('the mail over it waits for the schedule, goes when its time has come, and counts once however often it is asked', async () => {
    const world = await aWorld({ frequencyCap: ONE_A_DAY });
    await world.write('a');
    await world.write('b', { lane: 'campaign' });
    expect([await world.ask('a'), await world.ask('a'), await world.ask('b')]).toMatchObject([
      { kind: 'go' },
      { kind: 'go' },
      { kind: 'later' },
    ]);
    expect(await world.now('b')).toMatchObject({
      phase: 'deferred',
      heldBack: { code: 'frequency-cap', why: 'At most 1 mail in 1 day may go to one person.' },
    });
    expect(await world.due()).toContain('2026-11-22T09:10:00.000Z b');
    world.at(DAY_MS + 10 * 60_000);
    expect(await world.ask('b')).toEqual({ kind: 'go' });
  });

  test('mail that people write and mail of Postroom itself is not counted and not held, at no price', async () => {
    const world = await aWorld({ frequencyCap: ONE_A_DAY });
    for (const id of ['a', 'b']) {
      await world.write(id, { lane: 'adhoc' });
      expect(await world.ask(id)).toEqual({ kind: 'go' });
    }
    expect(world.calls).toEqual(['get', 'get']);
    await world.write('c', { source: 'system' });
    expect([await world.ask('c'), world.calls.length]).toEqual([{ kind: 'go' }, 2]);
    await world.write('d');
    await world.ask('d');
    expect(world.calls.slice(2)).toEqual(['get', 'get', 'putIf']);
  });

  test('a mail to several waits for one of them, and takes nobody else a place meanwhile', async () => {
    const world = await aWorld({ frequencyCap: ONE_A_DAY });
    const to = (...names: readonly string[]) => ({
      recipients: names.map((name) => ({ role: 'to' as const, address: `${name}@navy.example`, facts: [] })),
    });
    await world.write('a', to('ada'));
    await world.write('b', to('bob', 'Ada'));
    await world.write('c', to('bob'));
    expect([await world.ask('a'), await world.ask('b'), await world.ask('c')]).toMatchObject([
      { kind: 'go' },
      { kind: 'later' },
      { kind: 'go' },
    ]);
  });

  test('of ten mails to one person at once exactly as many go as the cap says', async () => {
    const world = await aWorld({ frequencyCap: { maxMails: 3, days: 1, minimumGapHours: null } });
    const all = Array.from({ length: 10 }, (_, n) => `m${n}`);
    for (const id of all) await world.write(id);
    const answers = await Promise.all(all.map(world.ask));
    expect(answers.filter((answer) => answer?.kind === 'go')).toHaveLength(3);
    expect(await world.due()).toHaveLength(7);
  });

  test('a mail that would wait for more than a week fails at once, with the cap', async () => {
    const world = await aWorld({ frequencyCap: { maxMails: 1, days: 8, minimumGapHours: null } });
    await world.write('a');
    await world.write('b');
    await world.ask('a');
    expect(await world.ask('b')).toEqual({ kind: 'failed' });
    expect(await world.now('b')).toMatchObject({
      failed: 'frequency-cap',
      answer: 'At most 1 mail in 8 days may go to one person.',
    });
    expect([world.closed, await world.due()]).toEqual([['b'], []]);
  });
});

describe('[F122] through an account with limits', () => {
  const own = { via: 'own-server', lane: 'adhoc' } as const;

  test('a full minute puts the mail back to the queue, a full day leaves it to the schedule', async () => {
    const world = await aWorld({}, { perDay: 2, perMinute: 1 });
    for (const id of ['a', 'b', 'c']) await world.write(id, own);
    expect([await world.ask('a'), await world.ask('b'), await world.ask('c')]).toMatchObject([
      { kind: 'go' },
      { kind: 'later' },
      { kind: 'later' },
    ]);
    expect([world.enqueued, await world.due()]).toEqual([[60], ['2026-11-22T10:00:00.000Z c']]);
    expect(await world.now('c')).toMatchObject({
      phase: 'deferred',
      heldBack: { code: 'sending-limit', why: 'The limit of 2 recipients a day of this account is reached.' },
    });
    world.at(60_000);
    expect([await world.ask('b'), await world.used()]).toEqual([{ kind: 'go' }, 2]);
  });

  test('a mail with more recipients than a day has fails at once', async () => {
    const world = await aWorld({}, { perDay: 1 });
    const two = ['a@b.example', 'c@d.example'].map((address) => ({ role: 'to' as const, address, facts: [] }));
    await world.write('a', { ...own, recipients: two });
    expect(await world.ask('a')).toEqual({ kind: 'failed' });
    expect(await world.now('a')).toMatchObject({
      failed: 'sending-limit',
      answer: 'The mail has 2 recipients, and this account may send to 1 a day.',
    });
  });

  test('of ten at once exactly as many go as the day has', async () => {
    const world = await aWorld({}, { perDay: 4 });
    const all = Array.from({ length: 10 }, (_, n) => `m${n}`);
    for (const id of all) await world.write(id, own);
    const answers = await Promise.all(all.map(world.ask));
    expect([answers.filter((answer) => answer?.kind === 'go').length, await world.used()]).toEqual([4, 4]);
  });

  test('without limits nothing is asked or written', async () => {
    const world = await aWorld({});
    await world.write('a', own);
    expect([await world.ask('a'), world.calls]).toEqual([{ kind: 'go' }, ['get']]);
  });
});

describe('[F99] in test mode', () => {
  test('no cap is used up, and a copy to the test address is one recipient of its account', async () => {
    const testMode = { kind: 'redirect', address: 'qa@acme.example' } as const;
    const world = await aWorld({ testMode, frequencyCap: ONE_A_DAY }, { perDay: 9 });
    for (const id of ['a', 'b']) {
      await world.write(id, { via: 'own-server' });
      expect(await world.ask(id)).toEqual({ kind: 'go', testMode });
    }
    expect(await world.used()).toBe(2);
  });
});

describe('a worker that dies before or after any call', () => {
  test.each([
    ['[F128] of a mail that goes under a cap', { frequencyCap: ONE_A_DAY }, {}, 0],
    ['[F128] of a mail over the cap', { frequencyCap: ONE_A_DAY }, {}, 1],
    ['[F122] of a mail that goes through a limited account', {}, { perDay: 1 }, 0],
    ['[F122] of a mail over the limit', {}, { perDay: 1 }, 1],
  ] as const)('%s leaves what one leaves that lives', async (_, rules, limits, before) => {
    const play = async (plan?: { readonly call: number; readonly after: boolean }) => {
      const world = await aWorld(rules, limits);
      for (let n = 0; n < before; n += 1) {
        await world.write(`before-${n}`, { via: 'own-server' });
        await world.ask(`before-${n}`);
      }
      await world.write('it', { via: 'own-server' });
      const begun = world.calls.length;
      if (plan !== undefined) world.killAt(plan.call, plan.after);
      const first = await world.ask('it').catch((error) => {
        if (!(error instanceof Killed)) throw error;
        return 'killed' as const;
      });
      const calls = world.calls.length - begun;
      const last = first === 'killed' ? await world.ask('it') : first;
      // Killed after it was put off, its message is an old one: the schedule asks again when the time has come.
      world.at(DAY_MS + HOUR_MS);
      const { phase } = await world.now('it');
      const later = phase === 'deferred' ? await world.ask('it') : last;
      const { at } = (await world.now('it')).watch;
      return {
        calls,
        left: {
          phase,
          finally: later?.kind,
          used: await world.used(),
          watched: (await world.due()).includes(`${at} it`),
        },
      };
    };
    const undisturbed = await play();
    for (let call = 1; call <= undisturbed.calls; call += 1)
      for (const after of [false, true])
        expect((await play({ call, after })).left, `${after ? 'after' : 'before'} call ${call}`).toEqual(
          undisturbed.left,
        );
    expect(undisturbed.left.finally).toBe('go');
  });
});
