/** Why a criterion is met by a mail or not, as a sentence for whoever writes the rule. For try-rule.ts. */
import type { Criterion, CriterionField, Operator } from './rule.ts';

/** What is so, and what is so when it is not. */
const WORDS: Readonly<Record<Operator, readonly [string, string]>> = {
  contains: ['contains', 'does not contain'],
  'not-contains': ['does not contain', 'contains'],
  equals: ['is', 'is not'],
  'not-equals': ['is not', 'is'],
  'begins-with': ['begins with', 'does not begin with'],
  'ends-with': ['ends with', 'does not end with'],
  regex: ['matches the expression', 'does not match the expression'],
  'has-case-number': ['has a case number', 'has no case number'],
};

const NAMES: Readonly<Record<Exclude<CriterionField, 'header' | 'verdict'>, string>> = {
  from: 'The sender',
  to: 'To',
  cc: 'Cc',
  recipient: 'The envelope recipient',
  subject: 'The subject',
  body: 'The text',
};

const MAX_SHOWN = 80;

const shown = (text: string): string =>
  `\u201c${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}\u2026` : text}\u201d`;

const nameOf = ({ field, header }: Pick<Criterion, 'field' | 'header'>): string => {
  if (field === 'header') return `The header ${header ?? ''}`;
  if (field === 'verdict') return header === undefined ? 'One of the verdicts' : `The verdict ${header}`;
  return NAMES[field];
};

/**
 * `The subject does not contain “x”: it is “y”.`
 * @param found the texts of the field; of a body nothing is quoted, it may be long.
 */
export const whyCriterion = (criterion: Criterion, matched: boolean, found: readonly string[]): string => {
  const { field, operator, value } = criterion;
  const said = WORDS[operator][matched ? 0 : 1];
  const asked = operator === 'has-case-number' ? said : `${said} ${shown(value)}`;
  const sentence = `${nameOf(criterion)} ${asked}`;
  if (found.length === 0) return `${sentence}: ${field === 'header' ? 'there is none' : 'it is empty'}.`;
  return field === 'body' ? `${sentence}.` : `${sentence}: it is ${found.map(shown).join(', ')}.`;
};

/** The list of the Mailroom shows these of a confidential mail too; a yes or no about anything else would tell what it says (FEATURES 7). */
const OPEN: ReadonlySet<CriterionField> = new Set(['from', 'recipient', 'verdict']);

export const isAnsweredOfConfidential = ({ field }: Pick<Criterion, 'field'>): boolean => OPEN.has(field);

export const NOT_ANSWERED = 'Not answered: the mail is confidential, and a yes or no would tell what it says.';
