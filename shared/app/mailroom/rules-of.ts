/**
 * The rules of a tenant, ready to be asked: read and compiled once per tenant and version, and kept while the worker lives. What a mail pays is the look at the
 * version, which comes with its tenant's profile.
 */
import { Failure } from '../../domain/failure.ts';
import type { CompileRegex } from '../../domain/rules/criterion.ts';
import type { RuleMatch } from '../../domain/rules/match-rule.ts';
import type { Rule } from '../../domain/rules/rule.ts';
import { makeRuleIndex, type RuleIndex } from '../../domain/rules/rule-index.ts';
import { makeRuleInput, type RuleMail } from '../../domain/rules/rule-input.ts';
import type { LoadRegexEngine, RuleStore } from '../../ports/rules.ts';
import type { TenantProfile } from '../../ports/tenants.ts';

/** Ten thousand rules take some ten megabytes; the tenants of a worker take turns. */
const MAX_TENANTS = 20;

/** Every match of a mail in the order of the rules; asked further only when a rule did nothing. */
export type MatchRules = (profile: TenantProfile, mail: RuleMail) => Promise<Iterable<RuleMatch>>;

const NO_ENGINE: CompileRegex = () => {
  throw new Failure('misconfigured', 'no-regex-engine', 'A rule without a regular expression asked for one.');
};

export const engineFor = async (rules: readonly Rule[], load: LoadRegexEngine): Promise<CompileRegex> =>
  rules.some(({ criteria }) => criteria.some(({ operator }) => operator === 'regex')) ? load() : NO_ENGINE;

/** One that this engine does not know any more must not hold up the tenant's mail: it matches nothing. */
const compiles =
  (compile: CompileRegex) =>
  ({ criteria }: Rule): boolean =>
    criteria.every(({ operator, value }) => {
      if (operator !== 'regex') return true;
      try {
        compile(value);
        return true;
      } catch {
        return false;
      }
    });

export const makeMatchRules = (deps: {
  readonly rules: Pick<RuleStore, 'list'>;
  readonly loadRegexEngine: LoadRegexEngine;
}): MatchRules => {
  const ready = new Map<string, { readonly version: string; readonly index: RuleIndex }>();
  const indexOf = async (tenant: string, version: string): Promise<RuleIndex> => {
    const there = ready.get(tenant);
    if (there?.version === version) return there.index;
    const rules = await deps.rules.list(tenant);
    const compile = await engineFor(rules, deps.loadRegexEngine);
    const index = makeRuleIndex(rules.filter(compiles(compile)), compile);
    ready.delete(tenant);
    const [oldest] = ready.keys();
    if (oldest !== undefined && ready.size >= MAX_TENANTS) ready.delete(oldest);
    ready.set(tenant, { version, index });
    return index;
  };
  return async ({ tenant, rulesVersion }, mail) =>
    rulesVersion === undefined ? [] : (await indexOf(tenant, rulesVersion)).matches(makeRuleInput(mail));
};
