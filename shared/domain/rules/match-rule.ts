/** Whether a rule matches a mail, criterion by criterion: for the rules that are tried in earnest and for `rules/try`, which shows why. */
import { type Answer, type Captures, type CompileRegex, type ReadyCriterion, readyCriterion } from './criterion.ts';
import type { Rule } from './rule.ts';
import type { RuleInput } from './rule-input.ts';

export interface ReadyRule {
  readonly rule: Rule;
  readonly criteria: readonly ReadyCriterion[];
}

export interface RuleMatch {
  readonly rule: Rule;
  readonly captures: Captures;
}

export const readyRule = (rule: Rule, compile: CompileRegex): ReadyRule => ({
  rule,
  criteria: rule.criteria.map((criterion) => readyCriterion(criterion, compile)),
});

/** Later criteria win where two name a group alike. */
const joined = (answers: readonly Answer[]): Captures =>
  Object.assign({}, ...answers.map((answer) => (answer.matched ? answer.captures : {})));

/** Undefined: no match. A rule without criteria matches every mail (Decisions 51). */
export const matchRule = ({ rule, criteria }: ReadyRule, input: RuleInput): RuleMatch | undefined => {
  const answers: Answer[] = [];
  for (const { key, ask } of criteria) {
    const answer = ask(input(key));
    if (rule.match === 'all' && !answer.matched) return undefined;
    answers.push(answer);
    if (rule.match === 'any' && answer.matched) break;
  }
  const matched = criteria.length === 0 || rule.match === 'all' || answers.at(-1)?.matched === true;
  return matched ? { rule, captures: joined(answers) } : undefined;
};
