/** The real stores over a table in memory: what becomes of a mail that an own server takes for some recipients only. */
import { describe, expect, test } from 'vitest';
import { makeDueEntries } from '#shared/adapters/dynamodb/due-entries.ts';
import { makeOutgoingStore } from '#shared/adapters/dynamodb/outgoing-store.ts';
import type { Table } from '#shared/adapters/dynamodb/table.ts';
import { ids } from '#shared/adapters/ids.ts';
import { makeAfterSent } from '#shared/app/sending/after-sent.ts';
import { makeSendMail } from '#shared/app/sending/send-mail.ts';
import { makeSendRest, makeWithRests } from '#shared/app/sending/send-rest.ts';
import { messageOf } from '#shared/domain/sending/message-of.ts';
import { liveRecipients, mailStatus, type OutgoingMail } from '#shared/domain/sending/outgoing-mail.ts';
import type { RefusedRecipient } from '#shared/ports/sending.ts';
import { anOutgoingMail } from '#tests/support/feedback-world.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';

const START = Date.parse('2026-11-21T09:00:00.000Z');
const DAY_MS = 24 * 60 * 60 * 1000;
const NAMES = ['ada', 'bob', 'cyd'];
const addressOf = (name: string) => `${name}@navy.example`;

class Killed extends Error {}

const aWorld = async () => {
  const plain = makeInMemoryTable();
  let calls = 0;
  let kill: { readonly call: number; readonly after: boolean } | undefined;
  const step = async <Answer>(perform: () => Promise<Answer>): Promise<Answer> => {
    calls += 1;
    const isNow = kill?.call === calls;
    if (isNow && kill?.after === false) throw new Killed();
    const answer = await perform();
    if (isNow) throw new Killed();
    return answer;
  };
  const table: Table = {
    ...plain,
    put: (item) => step(() => plain.put(item)),
    putIf: (item, condition) => step(() => plain.putIf(item, condition)),
    deleteIf: (key, condition) => step(() => plain.deleteIf(key, condition)),
  };
  let nowMs = START;
  let puttingOff: readonly string[] = [];
  let permanently: readonly string[] = [];
  const got: string[] = [];
  const outgoing = makeOutgoingStore(table);
  const due = makeDueEntries(table);
  const clock = { nowMs: () => nowMs };
  const nothing = async () => undefined;
  const afterSent = makeAfterSent({
    threads: { rememberThread: nothing },
    records: { addToTimeline: nothing },
    due,
    publish: nothing,
    logFailures: nothing,
    countDomainMail: nothing,
    followUps: { expectAnswer: nothing },
    sendRest: makeSendRest({ outgoing, due }),
    messageIdDomain: '',
  });
  const refusedOf = (address: string): RefusedRecipient | undefined => {
    if (puttingOff.includes(address)) return { address, code: 'server-busy', answer: '450 Later', isTemporary: true };
    return permanently.includes(address) ? { address, code: 'recipient-refused', answer: '550 No' } : undefined;
  };
  const sendMail = makeSendMail({
    ...{ clock, ids, outgoing, due, afterSent },
    mayGo: async () => ({ kind: 'go' }),
    suppressions: { find: async () => new Map() },
    contents: { load: async () => ({ attachments: [] }), read: nothing },
    compose: async () => Buffer.from(''),
    trackHtml: async (_mail, _readers, html) => html,
    tokens: { take: async () => ({ kind: 'taken', waitMs: 0 }), exhausted: nothing },
    queues: { enqueue: nothing },
    closeFailed: nothing,
    splitMail: nothing,
    transport: {
      send: async ({ recipients }) => {
        const refused = recipients.flatMap((address) => refusedOf(address) ?? []);
        if (refused.length === recipients.length)
          return { kind: 'busy', code: 'server-busy', answer: refused[0]?.answer ?? '' };
        got.push(...recipients.filter((address) => refusedOf(address) === undefined));
        return { kind: 'accepted', messageId: '', ...(refused.length === 0 ? {} : { refused }) };
      },
    },
  });
  const recipients = NAMES.map((name) => ({ role: 'to' as const, address: addressOf(name), facts: [] }));
  const { claim: _claim, ...first } = anOutgoingMail({ phase: 'queued', via: 'own-server', recipients });
  await makeOutgoingStore(plain).create(first);
  await makeDueEntries(plain).put({ ...first.watch, tenant: 'acme', mailId: 'mail-1' });
  const mail = async (id = 'mail-1') => makeOutgoingStore(plain).get('acme', id);
  return {
    got,
    calls: () => calls,
    mail,
    putsOff: (...names: readonly string[]) => {
      puttingOff = names.map(addressOf);
    },
    refuses: (...names: readonly string[]) => {
      permanently = names.map(addressOf);
    },
    send: async (id = 'mail-1') => {
      const now = await mail(id);
      return now === undefined ? undefined : sendMail(messageOf(now));
    },
    /** What the schedule does with a mail that was found sent, and with those that wait. */
    schedule: async (inMs: number) => {
      nowMs += inMs;
      for (const { mailId } of await due.due(new Date(nowMs).toISOString(), 10)) {
        const now = await mail(mailId);
        if (now?.phase === 'sent') await afterSent(now);
        else if (now?.phase === 'deferred' || now?.phase === 'queued') await sendMail(messageOf(now));
      }
    },
    all: async (): Promise<readonly OutgoingMail[]> => {
      const now = await mail();
      return now === undefined ? [] : makeWithRests(makeOutgoingStore(plain))(now);
    },
    waiting: async () => (await due.due('2100', 10)).map(({ at }) => at),
    killAt: (call: number, after: boolean) => {
      kill = { call: calls + call, after };
    },
  };
};

describe('[F234] whom an own server puts off, while it takes the mail for others', () => {
  test('gets it later by a mail of their own; the others get no second one, and who is refused fails at once', async () => {
    const world = await aWorld();
    world.putsOff('bob');
    world.refuses('cyd');
    expect([await world.send(), world.got]).toEqual(['sent', [addressOf('ada')]]);
    const [first, rest] = await world.all();
    expect(first?.recipients.map(({ failed, movedTo }) => failed ?? movedTo)).toEqual([
      undefined,
      rest?.id,
      'recipient-refused',
    ]);
    expect(rest).toMatchObject({ phase: 'deferred', via: 'own-server', movedFrom: 'mail-1', answer: '450 Later' });
    expect(rest?.recipients.map(({ address }) => address)).toEqual([addressOf('bob')]);
    expect([await world.waiting(), rest && mailStatus(rest)]).toEqual([['2026-11-21T09:05:00.000Z'], 'deferred']);
    world.putsOff();
    await world.schedule(5 * 60_000);
    expect([world.got, (await world.all())[1]?.phase]).toEqual([[addressOf('ada'), addressOf('bob')], 'sent']);
    expect(await world.waiting()).toEqual([]);
  });

  test('again and again for days, counted from the first time; then they are given up', async () => {
    const world = await aWorld();
    world.putsOff('bob', 'cyd');
    await world.send();
    world.putsOff('cyd');
    await world.schedule(5 * 60_000);
    const [, second, third] = await world.all();
    expect([second?.putOffSince, third?.putOffSince]).toEqual(['2026-11-21T09:00:00.000Z', '2026-11-21T09:00:00.000Z']);
    expect(third?.movedFrom).toBe('mail-1');
    await world.schedule(DAY_MS);
    expect((await world.all())[2]?.phase).toBe('deferred');
    await world.schedule(4 * DAY_MS);
    expect((await world.all())[2]).toMatchObject({ phase: 'failed', failed: 'server-busy' });
    expect(world.got).toEqual([addressOf('ada'), addressOf('bob')]);
  });

  test('killed before or after any write: nobody gets it twice, and all of them get it, or a person is asked', async () => {
    const calm = await aWorld();
    calm.putsOff('bob');
    await calm.send();
    const writes = calm.calls();
    expect(writes).toBe(5);
    for (let call = 1; call <= writes; call += 1)
      for (const after of [false, true]) {
        const world = await aWorld();
        world.putsOff('bob');
        world.killAt(call, after);
        await expect(world.send()).rejects.toThrow(Killed);
        world.putsOff();
        // The queue runs the message again, then the schedule looks.
        await world.send();
        for (const _turn of [1, 2, 3]) await world.schedule(60 * 60_000);
        const mail = await world.mail();
        expect(new Set(world.got).size).toBe(world.got.length);
        // Nobody knows whether it was taken: left to the reconciler as ever, which asks a person.
        if (mail?.phase === 'sending') expect((await world.all()).length).toBe(1);
        else expect([...world.got].sort()).toEqual(NAMES.map(addressOf));
      }
  });

  test('they are nobody of the first mail any more, whose status is that of the others', async () => {
    const world = await aWorld();
    world.putsOff('bob');
    await world.send();
    const [first] = await world.all();
    expect(first && [liveRecipients(first).length, mailStatus(first)]).toEqual([2, 'sent']);
  });
});
