/** One criterion of a rule, made ready once and asked of many mails. Linear in the length of the field. */
import type { Criterion, Operator } from './rule.ts';
import { type FieldTexts, fieldKey, fold } from './rule-input.ts';

/** Named groups by name; `match` is the last group, or all that matched where there is none (FEATURES 49). */
export type Captures = Readonly<Record<string, string>>;

/** A regular expression of a linear-time engine, case-insensitive; undefined: does not match. */
export type Regex = (text: string) => Captures | undefined;

/** Throws a Failure('invalid-input', 'invalid-regex') whose message says what is wrong with the pattern. */
export type CompileRegex = (pattern: string) => Regex;

export type Answer = { readonly matched: true; readonly captures: Captures } | { readonly matched: false };

export interface ReadyCriterion {
  readonly criterion: Criterion;
  /** Of which field, as `RuleInput` knows it. */
  readonly key: string;
  readonly ask: (texts: FieldTexts) => Answer;
}

const NO: Answer = { matched: false };
const NOTHING: Captures = {};
const YES: Answer = { matched: true, captures: NOTHING };
const answer = (matched: boolean): Answer => (matched ? YES : NO);

/** `Ticket Id : 345` (vtiger's own subjects, FEATURES 50), `Case 345`, `[#345]`, `case no. CC345`. */
const CASE_NUMBER = /\b(?:case|ticket) ?(?:id|number|no\.?)? ?[:#]? ?([a-z]{0,4}\d{1,18})\b|\[#(\d{1,18})\]/i;

const LITERALS: Readonly<Partial<Record<Operator, (text: string, value: string) => boolean>>> = {
  contains: (text, value) => text.includes(value),
  equals: (text, value) => text === value,
  'begins-with': (text, value) => text.startsWith(value),
  'ends-with': (text, value) => text.endsWith(value),
};

const asker = (criterion: Criterion, compile: CompileRegex): ReadyCriterion['ask'] => {
  const value = fold(criterion.value).trim();
  const { operator } = criterion;
  const literal = LITERALS[operator];
  if (literal !== undefined) return ({ folded }) => answer(folded.some((text) => literal(text, value)));
  // On an empty field these are true (Decisions 51): nothing in it contains the value.
  if (operator === 'not-contains') return ({ folded }) => answer(!folded.some((text) => text.includes(value)));
  if (operator === 'not-equals') return ({ folded }) => answer(!folded.some((text) => text === value));
  const regex: Regex =
    operator === 'regex'
      ? compile(criterion.value)
      : (text) => {
          const found = CASE_NUMBER.exec(text);
          return found === null ? undefined : { match: found[1] ?? found[2] ?? '' };
        };
  return ({ plain }) => {
    for (const text of plain) {
      const captures = regex(text);
      if (captures !== undefined) return { matched: true, captures };
    }
    return NO;
  };
};

export const readyCriterion = (criterion: Criterion, compile: CompileRegex): ReadyCriterion => ({
  criterion,
  key: fieldKey(criterion),
  ask: asker(criterion, compile),
});
