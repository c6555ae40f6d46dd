/** The answers of one mail to the criteria of a rule that is tried. Of a confidential one only what the Mailroom's list shows anyway is answered. For try-rule.ts. */
import type { Captures } from '../../domain/rules/criterion.ts';
import type { ReadyRule } from '../../domain/rules/match-rule.ts';
import type { RuleInput } from '../../domain/rules/rule-input.ts';
import { isAnsweredOfConfidential, NOT_ANSWERED, whyCriterion } from '../../domain/rules/why-criterion.ts';

export interface TriedCriterion {
  readonly index: number;
  /** Null: not answered. */
  readonly matched: boolean | null;
  readonly why: string;
  /** Named groups of an expression, and `match` (FEATURES 49). */
  readonly captures: Captures;
}

export interface Answers {
  readonly criteria: readonly TriedCriterion[];
  /** `hidden`: an answer would tell what a confidential mail says. */
  readonly matched: boolean | 'hidden';
}

/** What a body rule finds shows in what is made; so does what an expression captured. */
const readsText = ({ rule }: ReadyRule): boolean =>
  rule.action.bodyRule !== undefined || rule.followUpAction?.bodyRule !== undefined;

const matchedBy = ({ rule }: ReadyRule, answers: readonly (boolean | null)[]): boolean | 'hidden' => {
  const decides = rule.match === 'any';
  if (answers.includes(decides)) return decides;
  if (answers.includes(null)) return 'hidden';
  return answers.length === 0 || !decides;
};

export const answersOf = (ready: ReadyRule, input: RuleInput, confidential: boolean): Answers => {
  const criteria = ready.criteria.map(({ criterion, key, ask }, index): TriedCriterion => {
    if (confidential && !isAnsweredOfConfidential(criterion))
      return { index, matched: null, why: NOT_ANSWERED, captures: {} };
    const texts = input(key);
    const answer = ask(texts);
    const why = whyCriterion(criterion, answer.matched, texts.plain);
    return { index, matched: answer.matched, why, captures: answer.matched ? answer.captures : {} };
  });
  const matched = matchedBy(
    ready,
    criteria.map((one) => one.matched),
  );
  return { criteria, matched: confidential && matched === true && readsText(ready) ? 'hidden' : matched };
};
