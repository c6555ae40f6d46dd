/** The Mailroom rules of each tenant, and the engine of their regular expressions. */
import type { CompileRegex } from '../domain/rules/criterion.ts';
import type { Rule } from '../domain/rules/rule.ts';
import type { Page } from './record-store.ts';

export interface RuleStore {
  /** In the order in which they are tried. Read-your-writes. */
  list(tenant: string): Promise<readonly Rule[]>;
  /** The same, page by page. */
  page(tenant: string, page: { limit: number; cursor?: string }): Promise<Page<Rule>>;
  get(tenant: string, id: string): Promise<Rule | undefined>;
  /** Written over what is there; a new one comes last. From then on mail meets it. */
  put(tenant: string, rule: Rule): Promise<void>;
  /** One that is not there is removed too: a repeat of a removal that was cut off makes mail see it. */
  remove(tenant: string, id: string): Promise<'removed' | 'absent'>;
  /** Rules that are not named come last, in the order they were made. */
  putOrder(tenant: string, ids: readonly string[]): Promise<void>;
  /** Gives `id` the place right after the rule `after`, whether it is there yet or not; every other rule keeps its place. False: somebody else set the order meanwhile. */
  placeAfter(tenant: string, id: string, after: string): Promise<boolean>;
}

/** Loaded when it is needed: most tenants have no regular expression, and a cold start is paid by all. */
export type LoadRegexEngine = () => Promise<CompileRegex>;
