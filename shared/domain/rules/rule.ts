/** A Mailroom rule (seed "How do I add new Actions?", FEATURES 44-51): criteria, and what is done with a mail that meets them. */
import type { Fields } from '../record/record.ts';
import type { BodyRule } from './body-rule.ts';

export const CRITERION_FIELDS = ['from', 'to', 'cc', 'recipient', 'subject', 'body', 'header', 'verdict'] as const;
export type CriterionField = (typeof CRITERION_FIELDS)[number];

/** What SES finds out about a mail, and what it may find (SES guide, "Notification contents for email receiving"). */
export const VERDICT_KINDS = ['spam', 'virus', 'spf', 'dkim', 'dmarc'] as const;
export const VERDICTS: ReadonlySet<string> = new Set(['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED']);

export const OPERATORS = [
  'contains',
  'not-contains',
  'equals',
  'not-equals',
  'begins-with',
  'ends-with',
  'regex',
  'has-case-number',
] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Criterion {
  readonly field: CriterionField;
  /** Lower case; of which header, or of which verdict (`spam`, `virus`, `spf`, `dkim`, `dmarc`). */
  readonly header?: string;
  readonly operator: Operator;
  /** Empty only with `has-case-number`, which needs none. */
  readonly value: string;
}

export const RULE_ACTIONS = [
  'create-case',
  'create-opportunity',
  'archive',
  'create-lead',
  'create-contact',
  'create-organization',
  'create-record',
  'create-ticket',
] as const;
export type RuleActionType = (typeof RULE_ACTIONS)[number];

export interface RuleAction {
  readonly type: RuleActionType;
  /** Of `create-record`: any module of the record store. */
  readonly module?: string;
  /** Set on what is made, over what the mail says; `{{name}}` stands for a named group of a regex criterion, `{{match}}` for the last group (FEATURES 49, 64). */
  readonly fields?: Fields;
  readonly bodyRule?: BodyRule;
  /** Of `create-case` (FEATURES 54): false = the case of a stranger has no contact. */
  readonly createContact?: boolean;
  /** True: when a user passes a mail on, the customer is whose mail it was (FEATURES 25). */
  readonly forwarded?: boolean;
}

export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly match: 'all' | 'any';
  readonly criteria: readonly Criterion[];
  readonly action: RuleAction;
  /** What is done instead when the mail continues a thread (FEATURES 65); absent: it joins the record of the thread. */
  readonly followUpAction?: RuleAction;
  /** Id of the user who owns what is made. */
  readonly owner?: string;
  /** The next rule is tried when the action did nothing (FEATURES 31, Decisions). */
  readonly continueIfSkipped: boolean;
  readonly note?: string;
}
