import { describe, expect, test } from 'vitest';
import { PatchOutgoingEmailBody } from '#shared/contracts/outgoing-email.ts';
import { type CountedSend, capInWords, comesBackAtMs, judgeCap } from '#shared/domain/frequency/cap.ts';

const START = Date.parse('2026-11-21T09:00:00.000Z');
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const later = (ms: number) => ({ mailId: 'new', atMs: START + ms });
const sends = (...afterMs: readonly number[]): readonly CountedSend[] =>
  afterMs.map((ms, n) => ({ mailId: `m-${n}`, at: new Date(START + ms).toISOString() }));
const TWO_A_WEEK = { maxMails: 2, days: 7, minimumGapHours: null };

describe('[F128] how often one person gets mail', () => {
  test('one mail fewer than the cap lets one more go; the next waits until the oldest is as old as the window', () => {
    expect(judgeCap(sends(0), later(DAY_MS), TWO_A_WEEK)).toMatchObject({ kind: 'count' });
    expect(judgeCap(sends(0, DAY_MS), later(2 * DAY_MS), TWO_A_WEEK)).toEqual({
      kind: 'wait',
      untilMs: START + 7 * DAY_MS,
    });
    expect(judgeCap(sends(0, DAY_MS), later(7 * DAY_MS - 1), TWO_A_WEEK)).toMatchObject({ kind: 'wait' });
    expect(judgeCap(sends(0, DAY_MS), later(7 * DAY_MS), TWO_A_WEEK)).toEqual({
      kind: 'count',
      sends: [
        { mailId: 'm-1', at: '2026-11-22T09:00:00.000Z' },
        { mailId: 'new', at: '2026-11-28T09:00:00.000Z' },
      ],
    });
  });

  test('a cap that was lowered waits until enough of them are old, whatever order they were written in', () => {
    expect(judgeCap(sends(3 * DAY_MS, 0, DAY_MS), later(4 * DAY_MS), TWO_A_WEEK)).toEqual({
      kind: 'wait',
      untilMs: START + 8 * DAY_MS,
    });
  });

  test('the gap keeps two apart, also when it is longer than the window; the later of both decides', () => {
    const apart = { ...TWO_A_WEEK, minimumGapHours: 24 };
    expect(judgeCap(sends(0), later(HOUR_MS), apart)).toEqual({ kind: 'wait', untilMs: START + DAY_MS });
    expect(judgeCap(sends(0), later(DAY_MS), apart)).toMatchObject({ kind: 'count' });
    const far = { maxMails: 5, days: 1, minimumGapHours: 72 };
    expect(judgeCap(sends(0), later(2 * DAY_MS), far)).toEqual({ kind: 'wait', untilMs: START + 3 * DAY_MS });
  });

  test('a mail that was counted before it was cut off has its place', () => {
    expect(judgeCap(sends(0, 1), { mailId: 'm-1', atMs: START + HOUR_MS }, TWO_A_WEEK)).toEqual({ kind: 'counted' });
  });

  test('of two that wait for the same place mail of a workflow comes back first', () => {
    expect(comesBackAtMs('workflow', START)).toBeLessThan(comesBackAtMs('campaign', START));
  });

  test('the cap is told in words', () => {
    expect(capInWords({ maxMails: 1, days: 7, minimumGapHours: null })).toBe(
      'At most 1 mail in 7 days may go to one person.',
    );
    expect(capInWords({ maxMails: 3, days: 1, minimumGapHours: 2 })).toBe(
      'At most 3 mails in 1 day may go to one person, 2 hours apart.',
    );
  });
});

describe('the settings', () => {
  test.each([
    ['[F128]', { frequencyCap: { maxMails: 100, days: 31, minimumGapHours: 744 } }, []],
    ['[F128]', { frequencyCap: { maxMails: 1, days: 1 } }, []],
    ['[F128]', { frequencyCap: { maxMails: 101, days: 31 } }, ['frequencyCap.maxMails']],
    ['[F128]', { frequencyCap: { maxMails: 0, days: 32 } }, ['frequencyCap.maxMails', 'frequencyCap.days']],
    ['[F128]', { frequencyCap: { maxMails: 1, days: 1, minimumGapHours: 745 } }, ['frequencyCap.minimumGapHours']],
    ['[F99]', { testMode: { kind: 'hold' } }, []],
    ['[F99]', { testMode: { kind: 'redirect', address: 'qa@acme.example' } }, []],
    ['[F99]', { testMode: { kind: 'redirect' } }, ['testMode.address']],
    ['[F99]', { testMode: { kind: 'hold', address: 'qa@acme.example' } }, ['testMode.address']],
    ['', { testMode: null, frequencyCap: null }, []],
  ])('%s %o: wrong are %o', (_, body, wrong) => {
    const issues = PatchOutgoingEmailBody.safeParse(body).error?.issues ?? [];
    expect(issues.map(({ path }) => path.join('.'))).toEqual(wrong);
  });
});
