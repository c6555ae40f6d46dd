import { expect, test } from 'vitest';
import { judgeRate, MAX_MADE, type Made } from '#shared/domain/mailroom/making-rate.ts';

const START = Date.parse('2026-11-21T09:00:00.000Z');
const at = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();
const made = (count: number, minutes = 0): readonly Made[] =>
  Array.from({ length: count }, (_, n) => ({ mailId: `m-${n}`, at: at(minutes) }));

test('[F35] twenty mails of one sender make records within two hours, the next one does not', () => {
  expect(judgeRate(made(MAX_MADE - 1), { mailId: 'new', at: at(5) })).toMatchObject({ kind: 'count' });
  expect(judgeRate(made(MAX_MADE), { mailId: 'new', at: at(119) })).toEqual({ kind: 'too-many' });
});

test('[F35] after two hours the oldest count no more, and are forgotten', () => {
  const verdict = judgeRate(made(MAX_MADE), { mailId: 'new', at: at(121) });
  expect(verdict).toEqual({ kind: 'count', made: [{ mailId: 'new', at: at(121) }] });
});

test('[F35] a mail that is tried again counts once, also when it was the last', () => {
  expect(judgeRate(made(MAX_MADE), { mailId: 'm-3', at: at(1) })).toEqual({ kind: 'counted' });
});
