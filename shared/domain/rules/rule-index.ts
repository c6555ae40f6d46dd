/**
 * A tenant's rules made ready for many mails: ten thousand of them cost what ten cost (G1). Of each rule a few words are known one of which must stand in a mail
 * that it matches; only rules whose word is found, and the few without any, are asked. The answers are those of the plain loop over all rules, which a property
 * test compares.
 */
import type { CompileRegex } from './criterion.ts';
import { matchRule, type ReadyRule, type RuleMatch, readyRule } from './match-rule.ts';
import { requiredLiteral } from './required-literal.ts';
import type { Criterion, Rule } from './rule.ts';
import { fieldKey, fold, type RuleInput } from './rule-input.ts';
import { makeWordAutomaton, type WordAutomaton } from './word-automaton.ts';

/** Of words together: the tables take some four bytes times letters for each character. */
const MAX_WORD_CHARACTERS = 200_000;
const LONGEST_WORD = 24;
/** Shorter ones stand in nearly every mail. */
const SHORTEST_WORD = 2;

interface Gate {
  readonly key: string;
  readonly word: string;
}

export interface RuleIndex {
  /** Every match in the order of the rules. */
  matches(input: RuleInput): Generator<RuleMatch>;
}

const gateOf = (criterion: Criterion): Gate | undefined => {
  const { operator, value } = criterion;
  const word =
    operator === 'regex'
      ? requiredLiteral(value)
      : ['contains', 'equals', 'begins-with', 'ends-with'].includes(operator)
        ? fold(value).trim()
        : '';
  return word.length < SHORTEST_WORD ? undefined : { key: fieldKey(criterion), word };
};

/** Words one of which a match must contain; undefined: the rule is asked of every mail. */
const gatesOf = ({ match, criteria }: Rule): readonly Gate[] | undefined => {
  const gates = criteria.map(gateOf);
  const known = gates.filter((gate) => gate !== undefined);
  if (match === 'any') return known.length === gates.length && known.length > 0 ? known : undefined;
  // An address or a subject is shorter to look through than a body, and a long word is rarer than a short one.
  const [best] = known.sort(
    (a, b) => Number(a.key === 'body') - Number(b.key === 'body') || b.word.length - a.word.length,
  );
  return best === undefined ? undefined : [best];
};

/** The words of one field, and the rules of each. */
interface Field {
  readonly automaton: WordAutomaton;
  readonly rulesOf: readonly (readonly number[])[];
}

const fieldOf = (rulesByWord: ReadonlyMap<string, readonly number[]>): Field => ({
  automaton: makeWordAutomaton([...rulesByWord.keys()]),
  rulesOf: [...rulesByWord.values()],
});

export const makeRuleIndex = (rules: readonly Rule[], compile: CompileRegex): RuleIndex => {
  const ready = rules.filter(({ enabled }) => enabled).map((rule) => readyRule(rule, compile));
  const gates = ready.map(({ rule }) => gatesOf(rule));
  const count = gates.reduce((sum, known) => sum + (known?.length ?? 0), 0);
  const longest = Math.max(SHORTEST_WORD, Math.min(LONGEST_WORD, Math.floor(MAX_WORD_CHARACTERS / (count || 1))));
  const always: number[] = [];
  const words = new Map<string, Map<string, number[]>>();
  for (const [number, known] of gates.entries()) {
    if (known === undefined) always.push(number);
    for (const { key, word } of known ?? []) {
      const ofField = words.get(key) ?? new Map<string, number[]>();
      words.set(key, ofField);
      const start = word.slice(0, longest);
      ofField.set(start, [...(ofField.get(start) ?? []), number]);
    }
  }
  const fields = new Map([...words].map(([key, ofField]) => [key, fieldOf(ofField)]));

  const candidates = (input: RuleInput): readonly number[] => {
    const found = new Set(always);
    for (const [key, { automaton, rulesOf }] of fields)
      for (const text of input(key).folded)
        automaton.find(text, (word) => {
          for (const number of rulesOf[word] ?? []) found.add(number);
        });
    return [...found].sort((a, b) => a - b);
  };

  return {
    *matches(input) {
      for (const number of candidates(input)) {
        const one: ReadyRule | undefined = ready[number];
        const match = one === undefined ? undefined : matchRule(one, input);
        if (match !== undefined) yield match;
      }
    },
  };
};
