/** The index over many rules against the plain loop: the same matches, in the same order, with the same captures, for any rules and any mail. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadRegexEngine } from '#shared/adapters/regex-engine.ts';
import { matchRule, type ReadyRule, type RuleMatch, readyRule } from '#shared/domain/rules/match-rule.ts';
import { requiredLiteral } from '#shared/domain/rules/required-literal.ts';
import { CRITERION_FIELDS, type Criterion, OPERATORS, type Rule } from '#shared/domain/rules/rule.ts';
import { makeRuleIndex } from '#shared/domain/rules/rule-index.ts';
import { fold, makeRuleInput, type RuleInput, type RuleMail } from '#shared/domain/rules/rule-input.ts';
import { howMuch } from '#tests/support/how-much.ts';
import { aMessage } from '#tests/support/message.ts';

const compile = await loadRegexEngine();

/** What the index must agree with. */
function* matchesOf(rules: readonly ReadyRule[], input: RuleInput): Generator<RuleMatch> {
  for (const ready of rules) {
    const match = ready.rule.enabled ? matchRule(ready, input) : undefined;
    if (match !== undefined) yield match;
  }
}

/** Few words, so that rules and mails often speak of the same; letters that fold in odd ways are among them. */
const Word = fc.constantFrom(
  'order',
  'Order',
  'ab',
  'b',
  'abc',
  'bcd',
  'Stra\u00dfe',
  '\u017fale',
  '\u212a',
  'e\u0301',
  '\u00e9',
  'x@y.example',
  '12',
  'a.b',
);
const Text = fc.array(Word, { maxLength: 6 }).map((words) => words.join(' '));
const Pattern = fc.constantFrom(
  'order',
  'or(d|t)er',
  'a?bc',
  'ab+c',
  'abc*d',
  '(?:order|sale) \\d+',
  '^abc',
  'bcd$',
  'a\\.b',
  'x@y\\.example',
  '(?P<n>\\d+)',
  'sale|order',
  '[ab]{2}c',
  'b{1,2}cd',
  'order \\d{2}',
  'k',
  'a{0}b',
  'sa(?i)le',
  '\\Qa.b\\E',
);

const ACriterion: fc.Arbitrary<Criterion> = fc
  .record({
    field: fc.constantFrom(...CRITERION_FIELDS),
    operator: fc.constantFrom(...OPERATORS),
    word: Text.filter((text) => text !== ''),
    pattern: Pattern,
  })
  .map(({ field, operator, word, pattern }) => ({
    field,
    ...(field === 'header' ? { header: 'x-tag' } : {}),
    ...(field === 'verdict' ? { header: 'spam' } : {}),
    operator,
    value: operator === 'regex' ? pattern : word,
  }));

const ARule = fc
  .record({
    enabled: fc.boolean(),
    match: fc.constantFrom<Rule['match']>('all', 'any'),
    criteria: fc.array(ACriterion, { maxLength: 3 }),
  })
  .map((rule): Omit<Rule, 'id'> => ({ ...rule, name: '', action: { type: 'archive' }, continueIfSkipped: false }));

const Rules = fc
  .array(ARule, { maxLength: 12 })
  .map((rules) => rules.map((rule, n): Rule => ({ ...rule, id: `${n}` })));

const AMail = fc
  .record({
    from: Word,
    to: Word,
    subject: Text,
    text: Text,
    tag: Text,
    spam: fc.constantFrom('PASS', 'FAIL', 'order'),
  })
  .map(
    ({ from, to, subject, text, tag, spam }): RuleMail => ({
      message: aMessage({
        from,
        to: [{ address: to, name: '' }],
        subject,
        text,
        headers: { 'x-tag': tag, subject },
      }),
      recipients: [to],
      verdicts: { spam },
    }),
  );

test('[F47] the index finds what the loop finds, in its order', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(Rules, fc.array(AMail, { minLength: 1, maxLength: 5 }), (rules, mails) => {
      const loop = rules.map((rule) => readyRule(rule, compile));
      const index = makeRuleIndex(rules, compile);
      for (const mail of mails) {
        const expected = [...matchesOf(loop, makeRuleInput(mail))];
        expect([...index.matches(makeRuleInput(mail))]).toEqual(expected);
      }
    }),
    // Twelve rules and five mails at most: some twenty pairs a run, so that the whole is 100,000 pairs and more.
    { numRuns: howMuch({ part: 1_000, whole: 8_000 }) },
  );
});

test('[F49] the word that is looked for first stands in everything that the expression matches', () => {
  fc.assert(
    fc.property(Pattern, Text, (pattern, text) => {
      const plain = text.normalize('NFC');
      if (compile(pattern)(plain) !== undefined) expect(fold(plain)).toContain(requiredLiteral(pattern));
    }),
    { numRuns: howMuch({ part: 2_000, whole: 20_000 }) },
  );
});
