/** The real stores over a table in memory, so that the schedule may die between any two calls. */
import { describe, expect, test } from 'vitest';
import { makeDueEntries } from '#shared/adapters/dynamodb/due-entries.ts';
import { makeFollowUps } from '#shared/adapters/dynamodb/follow-ups.ts';
import { makeOutgoingStore } from '#shared/adapters/dynamodb/outgoing-store.ts';
import type { CountingTable } from '#shared/adapters/dynamodb/table.ts';
import { makeRingFollowUp } from '#shared/app/schedule/ring-follow-up.ts';
import { makeSetFollowUp } from '#shared/app/sending/set-follow-up.ts';
import type { OutgoingMail } from '#shared/domain/sending/outgoing-mail.ts';
import { anOutgoingMail } from '#tests/support/feedback-world.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';

const START = Date.parse('2026-11-21T09:00:00.000Z');
const MINUTE_MS = 60_000;
const AT = '2026-11-24T09:00:00.000Z';
const LATER = '2026-11-25T09:00:00.000Z';

class Killed extends Error {}

const aWorld = async (more: Partial<OutgoingMail> = {}) => {
  const plain = makeInMemoryTable();
  let calls = 0;
  let kill: { readonly call: number; readonly after: boolean } | undefined;
  let between: (() => Promise<unknown>) | undefined;
  const step = async <Answer>(perform: () => Promise<Answer>): Promise<Answer> => {
    const meanwhile = between;
    between = undefined;
    await meanwhile?.();
    calls += 1;
    const isNow = kill?.call === calls;
    if (isNow && kill?.after === false) throw new Killed();
    const answer = await perform();
    if (isNow) throw new Killed();
    return answer;
  };
  const table: CountingTable = {
    ...plain,
    put: (item) => step(() => plain.put(item)),
    putIf: (item, condition) => step(() => plain.putIf(item, condition)),
    deleteIf: (key, condition) => step(() => plain.deleteIf(key, condition)),
    updateIf: async () => undefined,
  };
  let nowMs = START;
  const rang: string[] = [];
  const timeline = new Set<string>();
  const deps = {
    clock: { nowMs: () => nowMs },
    outgoing: makeOutgoingStore(table),
    due: makeDueEntries(table),
    followUps: makeFollowUps(table),
    messageIdDomain: 'eu-west-1.amazonses.com',
  };
  const ring = makeRingFollowUp({
    ...deps,
    records: { addToTimeline: (_, __, { id }) => step(async () => void timeline.add(id)) },
    publish: ({ id }) => step(async () => void rang.push(id)),
  });
  await makeOutgoingStore(plain).create(anOutgoingMail({ phase: 'sent', sesMessageId: 'a', ...more }));
  const mail = async () => {
    const found = await makeOutgoingStore(plain).get('acme', 'mail-1');
    if (found === undefined) throw new Error('No mail');
    return found;
  };
  const setFollowUp = makeSetFollowUp(deps);
  return {
    mail,
    rang,
    timeline,
    calls: () => calls,
    set: async (at: string | null) => setFollowUp(await mail(), at),
    /** The schedule's run at that time; `meanwhile` comes between its reading and its first write. */
    tick: async (at: string, meanwhile?: () => Promise<unknown>) => {
      nowMs = Date.parse(at);
      between = meanwhile;
      for (const entry of await deps.due.due(at, 10)) await ring(entry);
    },
    waiting: async () => (await deps.due.due('2100', 10)).map(({ at }) => at),
    listed: async () => (await deps.followUps.due('acme', { limit: 10 })).items,
    killAt: (call: number, after: boolean) => {
      kill = { call: calls + call, after };
    },
  };
};

describe('[F241] the schedule reminds', () => {
  test('at its time, not before: listed, told, on the record; once', async () => {
    const world = await aWorld();
    await world.set(AT);
    await world.tick('2026-11-24T08:59:00.000Z');
    expect([world.rang, (await world.mail()).followUp?.state]).toEqual([[], 'waiting']);
    await world.tick(AT);
    await world.tick('2026-11-24T09:01:00.000Z');
    expect([world.rang, [...world.timeline], await world.listed(), await world.waiting()]).toEqual([
      ['mail-1-follow-up-1'],
      ['mail-1-follow-up-1'],
      ['mail-1'],
      [],
    ]);
    await world.set(null);
    expect([(await world.mail()).followUp?.state, await world.listed()]).toEqual(['done', []]);
  });

  test('killed before or after any call it is finished the next time, under the same id', async () => {
    const calm = await aWorld();
    await calm.set(AT);
    const before = calm.calls();
    await calm.tick(AT);
    const steps = calm.calls() - before;
    expect(steps).toBe(5);
    for (let call = 1; call <= steps; call += 1)
      for (const after of [false, true]) {
        const world = await aWorld();
        await world.set(AT);
        world.killAt(call, after);
        await expect(world.tick(AT)).rejects.toThrow(Killed);
        await world.tick('2026-11-24T09:01:00.000Z');
        expect([...new Set(world.rang)]).toEqual(['mail-1-follow-up-1']);
        expect([[...world.timeline], await world.listed(), await world.waiting()]).toEqual([
          ['mail-1-follow-up-1'],
          ['mail-1'],
          [],
        ]);
      }
  });

  test('what its writer ends or moves while the schedule looks does not ring, and nothing of it is left over', async () => {
    const world = await aWorld();
    await world.set(AT);
    await world.tick(AT, () => world.set(null));
    expect([world.rang, await world.listed(), await world.waiting()]).toEqual([[], [], []]);
    const moved = await aWorld();
    await moved.set(AT);
    await moved.tick(AT, () => moved.set(LATER));
    expect([moved.rang, await moved.listed(), await moved.waiting()]).toEqual([[], [], [LATER]]);
    await moved.tick(LATER);
    expect([moved.rang, await moved.waiting()]).toEqual([['mail-1-follow-up-2'], []]);
  });

  test('an entry whose request was cut off is thrown away when no request can be writing it any more', async () => {
    const world = await aWorld();
    world.killAt(1, true);
    await expect(world.set(AT)).rejects.toThrow(Killed);
    await world.tick(AT);
    expect([world.rang, await world.waiting()]).toEqual([[], [AT]]);
    await world.tick(new Date(Date.parse(AT) + 15 * MINUTE_MS).toISOString());
    expect([world.rang, await world.waiting()]).toEqual([[], []]);
  });
});

describe('[F241] setting it', () => {
  test('killed anywhere and tried again, it rings at the new time and at no other', async () => {
    const calm = await aWorld();
    await calm.set(AT);
    const before = calm.calls();
    await calm.set(LATER);
    const steps = calm.calls() - before;
    for (let call = 1; call <= steps; call += 1)
      for (const after of [false, true]) {
        const world = await aWorld();
        await world.set(AT);
        world.killAt(call, after);
        await expect(world.set(LATER)).rejects.toThrow(Killed);
        await world.set(LATER);
        await world.tick(AT);
        expect(world.rang).toEqual([]);
        await world.tick(LATER);
        expect(world.rang).toEqual(['mail-1-follow-up-2']);
      }
  });

  test('of a mail that has failed, or has become separate ones, there is none', async () => {
    for (const phase of ['failed', 'split'] as const)
      expect(await (await aWorld({ phase })).set(AT)).toEqual({ kind: 'too-late' });
  });
});
