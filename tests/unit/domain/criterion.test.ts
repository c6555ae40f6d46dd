import { describe, expect, test } from 'vitest';
import { loadRegexEngine } from '#shared/adapters/regex-engine.ts';
import { readyCriterion } from '#shared/domain/rules/criterion.ts';
import { matchRule, readyRule } from '#shared/domain/rules/match-rule.ts';
import type { Criterion, CriterionField, Operator, Rule } from '#shared/domain/rules/rule.ts';
import { makeRuleInput } from '#shared/domain/rules/rule-input.ts';
import { aMessage, type MessageFields } from '#tests/support/message.ts';

const compile = await loadRegexEngine();

const inputOf = (fields: MessageFields = {}, verdicts: Record<string, string> = {}) =>
  makeRuleInput({ message: aMessage(fields), recipients: ['acme+support@in.example.com'], verdicts });

const ask = (criterion: Criterion, fields: MessageFields = {}, verdicts: Record<string, string> = {}) => {
  const ready = readyCriterion(criterion, compile);
  return ready.ask(inputOf(fields, verdicts)(ready.key));
};

const subject = (operator: Operator, value: string) => ({ field: 'subject', operator, value }) as const;

describe('[F47][F48] an operator', () => {
  test.each<[Operator, string, string, boolean]>([
    ['contains', 'ORDER', 'My order 12', true],
    ['contains', 'orders', 'My order 12', false],
    ['not-contains', 'invoice', 'My order 12', true],
    ['not-contains', 'order', 'My Order 12', false],
    ['equals', ' my order 12 ', 'My order 12', true],
    ['equals', 'my order', 'My order 12', false],
    ['not-equals', 'my order', 'My order 12', true],
    ['begins-with', 'my', 'My order 12', true],
    ['begins-with', 'order', 'My order 12', false],
    ['ends-with', '12', 'My order 12', true],
    ['ends-with', 'order', 'My order 12', false],
    ['contains', 'stra\u00dfe', 'STRA\u00dfE 5', true],
    ['contains', '\u00fcber', 'u\u0308ber alles', true],
  ])('%s %j on %j', (operator, value, text, expected) => {
    expect(ask(subject(operator, value), { subject: text }).matched).toBe(expected);
  });
});

describe('[F49] a regular expression', () => {
  test('gives its named groups, and the last group or all that it matched', () => {
    expect(ask(subject('regex', 'order (?P<prefix>[a-z]+)(\\d+)'), { subject: 'Order AB12' })).toEqual({
      matched: true,
      captures: { prefix: 'AB', match: '12' },
    });
    expect(ask(subject('regex', 'order \\w+'), { subject: 'My Order AB12!' })).toEqual({
      matched: true,
      captures: { match: 'Order AB12' },
    });
  });

  test('that backtracks for ever elsewhere ends: 100,000 letters', () => {
    expect(
      ask({ field: 'body', operator: 'regex', value: '(a+)+$' }, { text: `${'a'.repeat(100_000)}!` }).matched,
    ).toBe(false);
  });

  test('that would fill the memory, written out, is refused; the longest count alone is not', () => {
    expect(() => compile('x{0,1000}'.repeat(100))).toThrow('use smaller counts');
    expect(() => compile(`(${'abcdefgh'.repeat(12)}){100}`)).toThrow('use smaller counts');
    expect(() => compile('\\pL{1000}')).not.toThrow();
  });

  test('that is none is refused in words', () => {
    expect(() => compile('(')).toThrow('not a regular expression of RE2: missing closing ): (');
  });

  test.each(['(?<=a)b', '(?<!a)b', '(?=a)b', '(?!a)b'])('%s is refused by the name of what RE2 has not', (pattern) => {
    expect(() => compile(pattern)).toThrow('RE2 knows no look-ahead and look-behind');
  });

  test('is shown as it was typed', () => {
    const wrong = 'not a regular expression of RE2:';
    expect(() => compile('a)')).toThrow(`${wrong} unexpected ): a)`);
    expect(() => compile('(?i)(')).toThrow(`${wrong} missing closing ): (?i)(`);
  });
});

test.each([
  ['Re: TT123 [ Ticket Id : 345 ] Broken', '345'],
  ['Case 12 is open', '12'],
  ['About case no. CC345', 'CC345'],
  ['[#77] Broken', '77'],
])('[F50] a case number is seen in %j', (text, match) => {
  expect(ask(subject('has-case-number', ''), { subject: text })).toEqual({ matched: true, captures: { match } });
});

test.each(['In any case, 3 of them', 'Order 12', 'Suitcase 5'])('[F50] there is none in %j', (text) => {
  expect(ask(subject('has-case-number', ''), { subject: text }).matched).toBe(false);
});

describe('[F45] a field', () => {
  const ada = { address: 'ada@customer.example', name: '' };
  const bob = { address: 'Bob@Else.example', name: '' };
  test.each<[CriterionField, string | undefined, string, boolean]>([
    ['from', undefined, 'ada@customer', true],
    ['to', undefined, 'bob@else', true],
    ['cc', undefined, 'bob@else', false],
    ['recipient', undefined, '+support@', true],
    ['body', undefined, 'how much', true],
    ['header', 'x-shop', 'lamp', true],
    ['header', 'x-other', 'lamp', false],
  ])('%s %s holds %j: %s', (field, header, value, expected) => {
    const criterion = { field, operator: 'contains', value, ...(header === undefined ? {} : { header }) } as const;
    const fields = { from: ada.address, to: [ada, bob], headers: { 'x-shop': ['chairs', 'Lamps'] } };
    expect(ask(criterion, fields).matched).toBe(expected);
  });

  test('[F46] of several addresses one is enough, and for a negation none may be it', () => {
    const to = [
      { address: 'a@x.example', name: '' },
      { address: 'b@y.example', name: '' },
    ];
    expect(ask({ field: 'to', operator: 'contains', value: '@y' }, { to }).matched).toBe(true);
    expect(ask({ field: 'to', operator: 'not-contains', value: '@y' }, { to }).matched).toBe(false);
  });

  test('[F23] the verdicts of the mail service can be asked, each or all', () => {
    const verdicts = { spam: 'PASS', dmarc: 'FAIL' };
    const named = { field: 'verdict', header: 'dmarc', operator: 'equals', value: 'fail' } as const;
    expect(ask(named, {}, verdicts).matched).toBe(true);
    expect(ask({ ...named, header: 'spf' }, {}, verdicts).matched).toBe(false);
    expect(ask({ field: 'verdict', operator: 'contains', value: 'spam:pass' }, {}, verdicts).matched).toBe(true);
  });

  test('[F48] a body of HTML alone is what it shows', () => {
    const fields = { text: '', html: '<p class="order">Please <b>call</b> me</p>' };
    expect(ask({ field: 'body', operator: 'contains', value: 'call' }, fields).matched).toBe(true);
    expect(ask({ field: 'body', operator: 'contains', value: 'order' }, fields).matched).toBe(false);
  });

  test('[F51] an empty field contains nothing: only the negations are true of it', () => {
    const fields = { subject: 'Untitled', headers: { subject: '' } };
    expect(ask(subject('contains', 'Untitled'), fields).matched).toBe(false);
    expect(ask(subject('not-contains', 'x'), fields).matched).toBe(true);
    expect(ask(subject('not-equals', 'x'), fields).matched).toBe(true);
    expect(ask(subject('regex', '^$'), fields).matched).toBe(false);
  });
});

describe('[F51] a rule', () => {
  const rule = (match: Rule['match'], ...criteria: Criterion[]): Rule => ({
    id: '1',
    name: '',
    enabled: true,
    match,
    criteria,
    action: { type: 'archive' },
    continueIfSkipped: false,
  });
  const [yes, no] = [subject('contains', 'question'), subject('contains', 'order')];
  test.each<[string, Rule, boolean]>([
    ['all: both', rule('all', yes, yes), true],
    ['all: one of two', rule('all', yes, no), false],
    ['any: one of two', rule('any', no, yes), true],
    ['any: none', rule('any', no, no), false],
    ['all: no criteria', rule('all'), true],
    ['any: no criteria', rule('any'), true],
  ])('%s', (_what, one, expected) => {
    expect(matchRule(readyRule(one, compile), inputOf()) !== undefined).toBe(expected);
  });
});
