import { describe, expect, test } from 'vitest';
import { caseNumberIn } from '#shared/domain/mailroom/case-number.ts';
import { listOf, takesOnlyAllowed } from '#shared/domain/mailroom/listed-senders.ts';
import {
  readThreadToken,
  recordMailboxOf,
  signedSuffixOf,
  threadToken,
} from '#shared/domain/mailroom/record-address.ts';
import { DEFAULT_SETTINGS, isHistory, type ListedSender } from '#shared/domain/mailroom/settings.ts';
import { whoWrote } from '#shared/domain/mailroom/who-wrote.ts';
import { aMessage } from '#tests/support/message.ts';

const ID = '01jd3x8q4v7m0000000000000a';
const MAC = 'abcdefgh12';

describe('[F38] [F39] the lists of senders', () => {
  const on = (address: string, suffix: string, ...senders: ListedSender[]) => listOf({ senders }, address, suffix);
  const block = { sender: 'spam.example', list: 'block' } as const;

  test.each([
    ['ada@spam.example', 'block'],
    ['Ada@MAIL.Spam.Example', 'block'],
    ['ada@notspam.example', undefined],
    ['spam.example@ham.example', undefined],
    ['', undefined],
  ])('a domain names %j: %s', (address, list) => {
    expect(on(address, '', block)).toBe(list);
  });

  test('an address is compared without regard to case', () => {
    expect(on('ADA@Ham.example', '', { sender: 'ada@ham.example', list: 'allow' })).toBe('allow');
    expect(on('ben@ham.example', '', { sender: 'ada@ham.example', list: 'allow' })).toBeUndefined();
  });

  test('where several name a sender, the one that lets less through counts', () => {
    const allow = { sender: 'ada@spam.example', list: 'allow' } as const;
    const never = { sender: 'ada@spam.example', list: 'never-log' } as const;
    expect(on('ada@spam.example', '', allow, block)).toBe('block');
    expect(on('ada@spam.example', '', allow, block, never)).toBe('never-log');
  });

  test('an entry may be for one mailbox', () => {
    const there = { ...block, mailbox: '+lead' };
    expect([on('a@spam.example', 'lead', there), on('a@spam.example', 'case', there)]).toEqual(['block', undefined]);
    expect(['case', '', 'lead'].map((suffix) => takesOnlyAllowed({ onlyAllowed: ['+case', ''] }, suffix))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('who wrote a mail', () => {
  const own = { addresses: new Set(['ada@acme.example']), inboundDomains: ['in.acme.example'] };
  const form = aMessage({
    from: 'shop@host.example',
    replyTo: [{ address: 'grace@navy.example', name: 'Grace Hopper' }],
  });
  const forward = aMessage({
    from: 'ada@acme.example',
    subject: 'Fwd: Question',
    text: '@fwd please look\n\n---------- Forwarded message ---------\nFrom: Grace Hopper <grace@navy.example>\nDate: Fri, Nov 20, 2026 at 9:00 AM\nSubject: Question\nTo: <ada@acme.example>\n\nHow much is it?\n',
  });
  const by = (message: typeof form, more: Partial<typeof DEFAULT_SETTINGS> = {}, asked = false, forged = false) =>
    whoWrote({ message, kind: 'ordinary', forged }, own, { ...DEFAULT_SETTINGS, ...more }, asked);

  test('[F26] with a Reply-To it is as the setting says', () => {
    expect(by(form)).toEqual({ address: 'shop@host.example', name: 'Ada Lovelace' });
    expect(by(form, { replyTo: 'address' })).toEqual({ address: 'grace@navy.example', name: 'Ada Lovelace' });
    expect(by(form, { replyTo: 'both' })).toEqual({ address: 'grace@navy.example', name: 'Grace Hopper' });
  });

  test('[F26] an automatic answer is From’s, whatever its Reply-To', () => {
    expect(
      whoWrote({ message: form, kind: 'auto-reply', forged: false }, own, { ...DEFAULT_SETTINGS, replyTo: 'both' })
        ?.address,
    ).toBe('shop@host.example');
  });

  test('[F25] a user passes a mail on: by command, always, or because a rule asks', () => {
    const plain = { ...forward, text: forward.text.replace('@fwd ', '') };
    const author = 'grace@navy.example';
    expect([by(forward)?.address, by(plain)?.address]).toEqual([author, 'ada@acme.example']);
    expect([by(plain, { forwards: 'always' })?.address, by(plain, {}, true)?.address]).toEqual([author, author]);
    expect(by(forward, { forwards: 'never' })?.address).toBe('ada@acme.example');
  });

  test('[F25] a stranger is not believed', () => {
    const stranger = { ...forward, from: { address: 'eve@evil.example', name: 'Eve' } };
    expect(by(stranger, { forwards: 'always' }, true)?.address).toBe('eve@evil.example');
  });

  test('[F25] nor is one who only writes a user’s name into From', () => {
    expect(by(forward, { forwards: 'always' }, true, true)?.address).toBe('ada@acme.example');
  });
});

describe('[F75] [F76] names of records', () => {
  test.each([
    ['archive+345', { kind: 'number', number: 345 }],
    ['345', { kind: 'number', number: 345 }],
    [`archive+${ID}`, { kind: 'id', id: ID }],
    [ID, { kind: 'id', id: ID }],
    [`${ID}${MAC}`, { kind: 'signed', id: ID, mac: MAC }],
    [`archive+${ID}${MAC}`, { kind: 'signed', id: ID, mac: MAC }],
    ['archive+what', { kind: 'id', id: 'what' }],
    ['archive', undefined],
    ['lead', undefined],
    ['1234567890', undefined],
    [`${ID}a`, undefined],
  ])('the suffix %j', (suffix, named) => {
    expect(recordMailboxOf(suffix)).toEqual(named);
  });

  test('a signed address has 64 octets before the @ at most', () => {
    expect(signedSuffixOf('a'.repeat(27), ID, MAC)).toBe(`${ID}${MAC}`);
    expect(signedSuffixOf('a'.repeat(28), ID, MAC)).toBeUndefined();
  });

  test('[F70] a token is read as it was made, and nothing else is one', () => {
    const record = { module: 'cases', id: ID };
    const token = threadToken(record, MAC, 'in.acme.example');
    expect(readThreadToken(token, ['in.acme.example'])).toEqual({ record, mac: MAC });
    for (const other of [token.replace('@in.', '@'), token.replace(`.${MAC}`, ''), `x${token}`, token.replace(ID, '1')])
      expect(readThreadToken(other, ['in.acme.example'])).toBeUndefined();
  });
});

test.each([
  ['Re: Broken [Case 12]', 'Case', 12],
  ['Re: TT9 [ Ticket Id : 345 ] Broken', 'Case', 345],
  ['[case #7]', 'Case', 7],
  ['[ACME-12]', 'ACME-', 12],
  ['[ACME 12]', 'ACME', 12],
  ['Re: Broken [Case 12]', 'ACME', undefined],
  ['Case 12 is broken', 'Case', undefined],
  ['[Case 1234567890]', 'Case', undefined],
  ['[Suitcase 12]', 'Case', undefined],
  ['[x 12]', '(', undefined],
  ['[( 12]', '(', 12],
])('[F50] [F73] the number in %j, with the word %j: %s', (subject, prefix, number) => {
  expect(caseNumberIn(subject, prefix)).toBe(number);
});

test('[F40] history is what is dated before the cut-off by a clock that was set', () => {
  const isOld = (date: string | undefined) => isHistory({ date }, { importBefore: '2026-01-01T00:00:00Z' });
  expect(isOld('2025-12-31T23:59:59.000Z')).toBe(true);
  expect(isOld('2026-01-01T00:00:00.000Z')).toBe(false);
  expect([isOld(undefined), isOld('1970-01-01T00:00:00.000Z')]).toEqual([false, false]);
  expect(isHistory({ date: '2025-12-31T23:59:59.000Z' }, DEFAULT_SETTINGS)).toBe(false);
});
