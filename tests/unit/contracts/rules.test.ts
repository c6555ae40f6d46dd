import { expect, test } from 'vitest';
import { moduleName } from '#shared/contracts/records.ts';
import { listMails } from '#shared/contracts/routes/mailroom.ts';
import { Criterion, RuleBody } from '#shared/contracts/rules.ts';

test('[F49] an expression of a megabyte is refused before anything compiles it', () => {
  const ask = (value: string) => Criterion.safeParse({ field: 'subject', operator: 'regex', value });
  expect(ask('a'.repeat(1_000)).success).toBe(true);
  expect(ask('a'.repeat(1_000_000)).error?.issues.map(({ path, code }) => [path, code])).toEqual([
    [['value'], 'too_big'],
  ]);
});

const wrongIn = (rule: unknown): readonly string[] => {
  const parsed = RuleBody.safeParse(rule);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
};
const lead = { type: 'create-lead' };
const rule = (criteria: unknown, action: unknown = lead) => ({ name: 'x', criteria, action });
const verdict = (more: object) => rule([{ field: 'verdict', header: 'dmarc', operator: 'equals', ...more }]);
const order = { field: 'subject', operator: 'regex', value: 'order (?P<number>\\d+) of (?<who>\\w+)' };
const setting = (value: string) => ({ ...lead, fields: { title: value } });
const body = (duplicateFields: readonly string[], fields = {}) => ({
  ...lead,
  fields,
  bodyRule: { mappings: [{ field: 'email', label: 'E-mail' }], duplicateFields },
});

test.each<[string, unknown, readonly RegExp[]]>([
  [
    'a verdict that SES does not give',
    verdict({ header: 'arc', value: 'PASS' }),
    [/^criteria.0.header must be one of spam/],
  ],
  ['a value that no verdict has', verdict({ value: 'PASSED' }), [/^criteria.0.value must be one of PASS, FAIL, GRAY/]],
  ['the same, not to be', verdict({ operator: 'not-equals', value: 'no' }), [/^criteria.0.value must be one of PASS/]],
  [
    'of any verdict a value without its kind',
    rule([{ field: 'verdict', operator: 'equals', value: 'FAIL' }]),
    [/such as dmarc:FAIL/],
  ],
  [
    'a name that no expression has',
    rule([order], setting('{{nix}}')),
    [/^action.fields.title \{\{nix\}\} is no named group/],
  ],
  ['the same of replies', { ...rule([]), followUpAction: setting('{{nix}}') }, [/^followUpAction.fields.title/]],
  ['a name in what is no expression', rule([{ ...order, operator: 'contains' }], setting('{{number}}')), [/number/]],
  [
    'a duplicate field that nothing fills',
    rule([], body(['email', 'phone'])),
    [/^action.bodyRule.duplicateFields.1 must be one of the mapped/],
  ],
])('[F44] %s is refused by its field', (_what, wrong, words) => {
  const found = wrongIn(wrong);
  expect(found).toHaveLength(words.length);
  for (const [n, word] of words.entries()) expect(found[n]).toMatch(word);
});

test.each<[string, unknown]>([
  ['any capitals', verdict({ header: 'SPF', value: 'processing_failed' })],
  ['a part of a verdict', verdict({ operator: 'begins-with', value: 'P' })],
  ['a verdict of any kind', rule([{ field: 'verdict', operator: 'equals', value: 'dmarc:FAIL' }])],
  ['named groups and the whole match', rule([order], setting('{{number}} {{who}} {{match}}'))],
  ['a duplicate field that the rule sets', rule([], body(['email', 'source'], { source: 'agency' }))],
])('[F44] %s is right', (_what, right) => {
  expect(wrongIn(right)).toEqual([]);
});

test.each([
  ['contact', 'contacts'],
  ['opportunity', 'opportunities'],
  ['internal-ticket', 'internal-tickets'],
])('[F59] the module %s is asked back: %s?', (slip, meant) => {
  expect(moduleName.safeParse(slip).error?.issues.map(({ message }) => message)).toEqual([
    `is no module: did you mean ${meant}?`,
  ]);
  expect([meant, 'shipment', 'casefile'].map((name) => moduleName.safeParse(name).success)).toEqual([true, true, true]);
});

test('[F37] mails are listed by a reason that there is, and by no other', () => {
  expect(listMails.query.safeParse({ reason: 'spam' }).success).toBe(true);
  const wrong = listMails.query.safeParse({ reason: 'bogus' });
  expect(wrong.error?.issues.map(({ path, code }) => [path.join('.'), code])).toEqual([['reason', 'invalid_value']]);
});
