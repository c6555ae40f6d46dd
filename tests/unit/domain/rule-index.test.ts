/** What the index over many rules saves: rules whose words are not in a mail are not asked. That it finds the same is shown by tests/property/rule-index.test.ts. */
import { expect, test } from 'vitest';
import type { CompileRegex } from '#shared/domain/rules/criterion.ts';
import type { Criterion, Rule } from '#shared/domain/rules/rule.ts';
import { makeRuleIndex } from '#shared/domain/rules/rule-index.ts';
import { makeRuleInput } from '#shared/domain/rules/rule-input.ts';
import { aMessage } from '#tests/support/message.ts';

const MANY = 10_000;

const aRule = (n: number, criteria: readonly Criterion[]): Rule => ({
  id: `${n}`,
  name: '',
  enabled: true,
  match: 'all',
  criteria,
  action: { type: 'archive' },
  continueIfSkipped: false,
});

/** Each rule asks an expression that needs its customer's number, and counts when it is asked. */
const indexed = (count: number) => {
  let asked = 0;
  const compile: CompileRegex = (pattern) => (text) => {
    asked += 1;
    return text.includes(pattern) ? { match: pattern } : undefined;
  };
  const rules = Array.from({ length: count }, (_, n) =>
    aRule(n, [{ field: 'subject', operator: 'regex', value: `customer ${100_000 + n} ` }]),
  );
  const index = makeRuleIndex(rules, compile);
  const mail = { message: aMessage({ subject: 'Order of customer 100007 and more' }), recipients: [], verdicts: {} };
  const matches = [...index.matches(makeRuleInput(mail))].map(({ rule }) => rule.id);
  return { matches, asked };
};

test('[F47] of ten thousand rules a mail asks the one whose word it has, as of ten', () => {
  expect(indexed(10)).toEqual({ matches: ['7'], asked: 1 });
  expect(indexed(MANY)).toEqual({ matches: ['7'], asked: 1 });
});

test('[F47] words are cut where there are too many of them, and nothing is missed', () => {
  const rules = Array.from({ length: MANY }, (_, n) =>
    aRule(n, [{ field: 'body', operator: 'contains', value: `${'x'.repeat(40)}${n} ends here` }]),
  );
  const index = makeRuleIndex(rules, () => () => undefined);
  const message = aMessage({ text: `Before ${'x'.repeat(40)}1234 ends here, after.` });
  const matches = [...index.matches(makeRuleInput({ message, recipients: [], verdicts: {} }))];
  expect(matches.map(({ rule }) => rule.id)).toEqual(['1234']);
});
