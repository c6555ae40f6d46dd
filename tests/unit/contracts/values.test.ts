import { describe, expect, test } from 'vitest';
import { moduleName } from '#shared/contracts/records.ts';
import { handle, tenantId, userId } from '#shared/contracts/settings.ts';
import { address, id, line } from '#shared/contracts/values.ts';

const rows = <Schema extends { safeParse(value: unknown): { success: boolean } }>(
  schema: Schema,
  right: readonly unknown[],
  wrong: readonly unknown[],
) => {
  expect(right.filter((value) => !schema.safeParse(value).success)).toEqual([]);
  expect(wrong.filter((value) => schema.safeParse(value).success)).toEqual([]);
};

describe('values of the API', () => {
  test('an address has one @, no space, no control character, and is at most 64 + 1 + 189 long', () => {
    rows(
      address,
      [
        'a@b',
        'Ada.Lovelace+crm@example.com',
        'ünï@bücher.example',
        "o'hara@x.example",
        `${'a'.repeat(64)}@${'b'.repeat(189)}`,
      ],
      [
        '',
        'a',
        '@b',
        'a@',
        'a@b@c',
        'a b@c',
        'a@b c',
        'a@b\r\nBcc: x@y',
        'a@b\u0000',
        '<a@b>',
        'A <a@b>',
        'a@b,c@d',
        'a@b;c@d',
        `${'a'.repeat(65)}@b`,
        `a@${'b'.repeat(190)}`,
        'a\ud800@b',
        7,
        null,
      ],
    );
  });

  test('a line has no control character and no half of a surrogate pair', () => {
    rows(
      line(5),
      ['a', 'abcde', 'a b', '\u{1f600}'],
      ['', 'abcdef', 'a\n', '\ta', 'a\u007f', 'a\u0000', '\ud83d', '\ude00a'],
    );
  });

  test('an id is 26 characters of Crockford base 32 in lower case', () => {
    rows(
      id,
      ['01jd3x8q4v7m0000000000000a'],
      [
        '01JD3X8Q4V7M0000000000000A',
        '01jd3x8q4v7m0000000000000',
        '01jd3x8q4v7m0000000000000aa',
        '01jd3x8q4v7m0000000000000i',
        '',
      ],
    );
  });

  test('names of tenants, modules, handles and users cannot reach into a key or a header', () => {
    rows(
      tenantId,
      ['a', 'acme-2', `a${'b'.repeat(62)}`],
      ['', '-a', 'A', 'a_b', 'a#b', 'a.b', 'platform', `a${'b'.repeat(63)}`, 'a\n'],
    );
    rows(
      moduleName,
      ['ab', 'internal-tickets', `a${'b'.repeat(39)}`],
      ['a', '1a', 'A', 'a#b', 'a/b', `a${'b'.repeat(40)}`, 'ab\n'],
    );
    rows(
      handle,
      ['a', 'acme.in_2-x', `a${'b'.repeat(39)}`],
      ['', '.a', 'A', 'a+b', 'a@b', `a${'b'.repeat(40)}`, 'a\n'],
    );
    rows(
      userId,
      ['ada', 'auth0|5f7c8e', 'ada@example.com', 'x'.repeat(128)],
      ['', 'a b', 'a#b', 'a/b', 'a\n', 'x'.repeat(129)],
    );
  });
});
