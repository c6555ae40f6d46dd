import { describe, expect, test } from 'vitest';
import { mailboxName, mailboxOf } from '#shared/domain/mailroom/mailbox.ts';

const DOMAINS = ['in.postroom.test', 'mail.second.example'];
const of = (address: string) => mailboxOf(address, DOMAINS);

describe('[F1][F2] the mailbox of an address', () => {
  test.each([
    ['the handle alone', 'acme@in.postroom.test', { handle: 'acme', suffix: '' }],
    ['a suffix', 'acme+lead@in.postroom.test', { handle: 'acme', suffix: 'lead' }],
    [
      'any suffix, not only the built-in ones',
      'acme+spring.sale-7@in.postroom.test',
      { handle: 'acme', suffix: 'spring.sale-7' },
    ],
    ['several plus signs: the first parts', 'acme+a+b+c@in.postroom.test', { handle: 'acme', suffix: 'a+b+c' }],
    ['case', 'ACME+Lead@IN.Postroom.TEST', { handle: 'acme', suffix: 'lead' }],
    ['a plus with nothing behind it', 'acme+@in.postroom.test', { handle: 'acme', suffix: '' }],
    ['nothing before the plus', '+lead@in.postroom.test', { handle: '', suffix: 'lead' }],
    ['the second domain', 'acme+lead@mail.second.example', { handle: 'acme', suffix: 'lead' }],
    ['white space round it', ' acme@in.postroom.test ', { handle: 'acme', suffix: '' }],
    [
      'a decomposed accent before the at sign',
      'cafe\u0301+lead@in.postroom.test',
      { handle: 'caf\u00e9', suffix: 'lead' },
    ],
  ])('%s', (_what, address, expected) => {
    expect(of(address)).toEqual(expected);
  });

  test.each([
    'acme@shop.example',
    'acme@in.postroom.test.evil',
    'acme@in.postroom.test.evil.example',
    'acme@evil-in.postroom.test',
    'acme@evil.in.postroom.test',
    'acme@postroom.test',
    'in.postroom.test',
    'acme@in.postroom.test@evil.example',
    'acme@in.postroom.test/é',
    'acme@',
    '',
  ])('none of ours: %j', (address) => {
    expect(of(address)).toBeUndefined();
  });

  test('the name keeps handle and suffix, and no empty suffix', () => {
    expect(mailboxName({ handle: 'acme', suffix: 'a+b' })).toBe('acme+a+b');
    expect(mailboxName({ handle: 'acme', suffix: '' })).toBe('acme');
  });
});
