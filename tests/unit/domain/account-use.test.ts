import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PutOutgoingServerBody } from '#shared/contracts/outgoing-server.ts';
import { type AccountUse, judgeUse, UNUSED, usedOf } from '#shared/domain/quota/account-use.ts';
import { limitsOfServer } from '#shared/domain/quota/provider-limits.ts';
import type { SendingLimits } from '#shared/domain/quota/sending-limits.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START = Date.parse('2026-11-21T09:30:00.000Z');

/** Asks for each in turn; what is written is what the next one finds. */
const anAccount = (limits: SendingLimits) => {
  let use: AccountUse = UNUSED;
  return {
    ask: (mailId: string, atMs: number, count = 1) => {
      const verdict = judgeUse(use, { mailId, count, atMs }, limits);
      use = ('next' in verdict ? verdict.next : undefined) ?? use;
      return 'untilMs' in verdict ? { kind: verdict.kind, untilMs: verdict.untilMs } : { kind: verdict.kind };
    },
    used: (atMs: number) => usedOf(use, atMs),
  };
};

describe('[F122] what a provider allows', () => {
  test.each([
    ['gmail', 'ada@gmail.com', { perDay: 500 }],
    ['gmail', 'ada@GoogleMail.com', { perDay: 500 }],
    ['gmail', 'ada@acme.example', { perDay: 2_000 }],
    ['outlook', 'ada@outlook.com', { perDay: 300 }],
    ['office365', 'ada@acme.example', { perDay: 10_000, perMinute: 30 }],
    ['yahoo', 'ada@yahoo.com', { perDay: 500 }],
    ['others', 'ada', {}],
  ] as const)('%s, %s: %o', (type, user, limits) => {
    expect(limitsOfServer({ type, user })).toEqual(limits);
    expect(limitsOfServer({ type, user, limits: { perDay: 7 } })).toEqual({ ...limits, perDay: 7 });
  });

  test.each([
    [{ type: 'others', server: 'tls://smtp.acme.example:587' }, { perDay: 1_000_000, perMinute: 10_000 }, []],
    [
      { type: 'others', server: 'tls://smtp.acme.example:587' },
      { perDay: 1_000_001, perMinute: 10_001 },
      ['limits.perDay', 'limits.perMinute'],
    ],
    [{ type: 'gmail', user: 'ada@gmail.com' }, { perDay: 500, perMinute: 5 }, []],
    [{ type: 'gmail', user: 'ada@gmail.com' }, { perDay: 501 }, ['limits.perDay']],
    [
      { type: 'office365', user: 'ada@acme.example', from: 'ada@acme.example' },
      { perMinute: 31 },
      ['limits.perMinute'],
    ],
    [{ type: 'office365', user: 'ada@acme.example', from: 'ada@acme.example' }, { perDay: 0 }, ['limits.perDay']],
  ])('a tenant may set lower limits: %o with %o, wrong are %o', (server, limits, wrong) => {
    const body = { user: 'mailer', password: 'p', ...server, limits };
    const issues = PutOutgoingServerBody.safeParse(body).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join('.'))).toEqual(wrong);
  });

  test('the platform has no limits to set', () => {
    const issues = PutOutgoingServerBody.safeParse({ type: 'platform', limits: { perDay: 1 } }).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join('.'))).toEqual(['limits']);
  });
});

describe('[F122] an account of the tenant', () => {
  test('takes recipients up to the limit of a day; the next waits until the hour of the first is a day old', () => {
    const account = anAccount({ perDay: 3 });
    expect(account.ask('a', START, 2)).toEqual({ kind: 'go' });
    expect(account.ask('b', START + HOUR_MS)).toEqual({ kind: 'go' });
    const full = { kind: 'day', untilMs: Date.parse('2026-11-22T10:00:00.000Z') };
    expect(account.ask('c', START + 2 * HOUR_MS)).toEqual(full);
    expect(account.ask('c', full.untilMs - 1)).toEqual(full);
    expect(account.ask('c', full.untilMs)).toEqual({ kind: 'go' });
    expect(account.used(full.untilMs)).toBe(2);
  });

  test('never takes a mail with more recipients than a day has', () => {
    expect(anAccount({ perDay: 3 }).ask('a', START, 4)).toEqual({ kind: 'never' });
  });

  test('takes mails up to the limit of a minute, keeps places in the next ones, and after a quarter of an hour none', () => {
    const account = anAccount({ perMinute: 2 });
    const inMinutes = (n: number) => ({ kind: 'minute', untilMs: START + n * MINUTE_MS });
    const asked = Array.from({ length: 32 }, (_, n) => account.ask(`m${n}`, START + 1));
    expect(asked.slice(0, 5)).toEqual([{ kind: 'go' }, { kind: 'go' }, inMinutes(1), inMinutes(1), inMinutes(2)]);
    expect(asked.slice(28)).toEqual([inMinutes(14), inMinutes(14), inMinutes(15), inMinutes(15)]);
    expect(account.ask('m2', START + 2)).toEqual(inMinutes(1));
    expect(account.ask('m2', START + MINUTE_MS)).toEqual({ kind: 'go' });
    expect(account.ask('m30', START + 15 * MINUTE_MS)).toEqual({ kind: 'go' });
  });

  test('counts a mail once that asks again, because its worker died', () => {
    const account = anAccount({ perDay: 10 });
    for (const minutes of [0, 0, 5, 29]) account.ask('a', START + minutes * MINUTE_MS);
    expect(account.used(START)).toBe(1);
  });

  test('never lets more go than its limits say, in any 24 hours and any minute of the clock, whoever asks when', () => {
    const step = fc.record({ inMs: fc.integer({ min: 0, max: 3 * HOUR_MS }), count: fc.integer({ min: 1, max: 3 }) });
    void fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
        const account = anAccount({ perDay: 6, perMinute: 2 });
        const gone: { at: number; count: number }[] = [];
        let at = START;
        for (const [n, { inMs, count }] of steps.entries()) {
          at += inMs % 7 === 0 ? 0 : inMs;
          if (account.ask(`m${n}`, at, count).kind === 'go') gone.push({ at, count });
        }
        for (const { at: last } of gone) {
          const day = gone.filter((one) => one.at <= last && one.at > last - 24 * HOUR_MS);
          expect(day.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(6);
          const minute = Math.floor(last / MINUTE_MS);
          expect(gone.filter((one) => Math.floor(one.at / MINUTE_MS) === minute).length).toBeLessThanOrEqual(2);
        }
      }),
      { numRuns: 200 },
    );
  });
});
