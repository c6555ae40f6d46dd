import { describe, expect, test } from 'vitest';
import { personNameOf, tidyName } from '#shared/domain/address/person-name.ts';

const nameOf = (name: string, address = 'ada@customer.example') => personNameOf({ name, address });

describe('[F17] the name of a new person', () => {
  test.each([
    ['two words', 'Ada Lovelace', { firstname: 'Ada', lastname: 'Lovelace' }],
    ['more words', 'Ada King Countess of Lovelace', { firstname: 'Ada', lastname: 'King Countess of Lovelace' }],
    ['one word', 'Ada', { lastname: 'Ada' }],
    ['none', '', { lastname: 'ada@customer.example' }],
    ['only white space', ' \t ', { lastname: 'ada@customer.example' }],
    ['double quotes round it', '"Ada Lovelace"', { firstname: 'Ada', lastname: 'Lovelace' }],
    ['single quotes round it', "'Ada Lovelace'", { firstname: 'Ada', lastname: 'Lovelace' }],
    ['only quotes', '""', { lastname: 'ada@customer.example' }],
    ['a quote within', "Conan O'Brien", { firstname: 'Conan', lastname: "O'Brien" }],
    ['runs of white space', '  Ada \u00a0  Lovelace ', { firstname: 'Ada', lastname: 'Lovelace' }],
    ['line ends', 'Ada\r\nBcc: evil@example.com', { firstname: 'Ada', lastname: 'Bcc: evil@example.com' }],
    ['control characters', 'Ada\u0000\u0007\u001bLovelace', { firstname: 'Ada', lastname: 'Lovelace' }],
    ['a last name before a comma', '"Dupont, Jean"', { firstname: 'Jean', lastname: 'Dupont' }],
    ['a title behind two commas', 'Doe, Jane, PhD', { firstname: 'Doe,', lastname: 'Jane, PhD' }],
    ['emoji', '👩‍💻 Ada', { firstname: '👩‍💻', lastname: 'Ada' }],
    ['right to left', 'עדה לאבלייס', { firstname: 'עדה', lastname: 'לאבלייס' }],
    ['a joiner within a Persian word', 'علی\u200cرضا احمدی', { firstname: 'علی\u200cرضا', lastname: 'احمدی' }],
    ['only joiners', '\u200d\u200c', { lastname: 'ada@customer.example' }],
    ['a mark that turns the text round', '\u202eAda Lovelace\u202c', { firstname: 'Ada', lastname: 'Lovelace' }],
    ['zero width spaces within', 'Ad\u200ba Love\u00adlace', { firstname: 'Ada', lastname: 'Lovelace' }],
    ['half a character', 'Ada \ud83d', { firstname: 'Ada', lastname: '\ufffd' }],
  ])('%s', (_what, display, expected) => {
    expect(nameOf(display)).toEqual(expected);
  });

  test('is at most 255 long', () => {
    expect(tidyName('x'.repeat(255))).toHaveLength(255);
    expect(tidyName('x'.repeat(256))).toHaveLength(255);
    expect(nameOf('', `${'a'.repeat(300)}@customer.example`).lastname).toHaveLength(255);
  });

  test('is never cut in the middle of a character', () => {
    expect(tidyName(`${'x'.repeat(254)}😀`)).toBe('x'.repeat(254));
    expect(tidyName(`${'x'.repeat(253)}😀`)).toBe(`${'x'.repeat(253)}😀`);
  });
});
