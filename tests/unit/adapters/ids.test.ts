import { describe, expect, test } from 'vitest';
import { ids } from '#shared/adapters/ids.ts';

const AT = Date.parse('2026-11-21T09:00:00.000Z');
const SHAPE = /^[0-9a-hjkmnp-tv-z]{26}$/;

describe('ids', () => {
  test.each([AT, 0, -5, Number.NaN, 1.9, 2 ** 48 - 1])('have 26 characters of Crockford base 32, at %d', (atMs) => {
    expect(ids.fresh(atMs)).toMatch(SHAPE);
    expect(ids.derived(atMs, 'a')).toMatch(SHAPE);
  });

  test('sort by time, over every carry', () => {
    const times = [0, 1, 31, 32, 1023, 1024, AT - 1, AT, AT + 1, AT + 1_000, AT + 86_400_000, 2 ** 45, 2 ** 48 - 1];
    const made = times.map((at) => ids.fresh(at));
    expect(made.toSorted()).toEqual(made);
    const derived = times.map((at) => ids.derived(at, 'same'));
    expect(derived.toSorted()).toEqual(derived);
  });

  test('derived of the same time and parts are the same id, today and after a deployment', () => {
    expect(ids.derived(AT, 'mail', 'lead')).toBe(ids.derived(AT, 'mail', 'lead'));
    // Written down once: a change of this layout would make every replayed mail's records anew.
    expect(ids.derived(AT, 'mail', 'lead')).toBe('01m7ynaym02expc1ye001bznrd');
  });

  test('derived of other times, parts or borders between parts are other ids', () => {
    const made = [
      ids.derived(AT, 'ab', 'c'),
      ids.derived(AT, 'a', 'bc'),
      ids.derived(AT, 'abc'),
      ids.derived(AT, 'abc', ''),
      ids.derived(AT + 1, 'ab', 'c'),
      ids.derived(AT),
    ];
    expect(new Set(made).size).toBe(made.length);
  });

  // Two cores that are busy with other test files need more than the usual five seconds for it.
  test('100,000 of one millisecond are all different', { timeout: 60_000 }, () => {
    const made = Array.from({ length: 50_000 }, (_, n) => [ids.fresh(AT), ids.derived(AT, 'mail', String(n))]);
    expect(new Set(made.flat()).size).toBe(100_000);
  });
});

describe('digests', () => {
  test('are 64 hexadecimal digits, of text and of the same bytes alike', () => {
    expect(ids.digest('é')).toMatch(/^[0-9a-f]{64}$/);
    expect(ids.digest('é')).toBe(ids.digest(Buffer.from('é')));
  });

  test('know where a part ends', () => {
    expect(
      new Set([ids.digest('ab', 'c'), ids.digest('a', 'bc'), ids.digest('abc'), ids.digest('2:ab', 'c'), ids.digest()])
        .size,
    ).toBe(5);
  });
});

test('letters are lower case and as many as asked for', () => {
  expect(ids.letters(12)).toMatch(/^[a-z]{12}$/);
  expect(ids.letters(0)).toBe('');
});
