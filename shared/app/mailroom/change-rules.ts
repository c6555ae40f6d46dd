/** Adding, cloning, replacing and ordering rules over HTTP. A pattern that is none is refused by the field it stands in, before anything is stored. */
import { Failure } from '../../domain/failure.ts';
import { cut } from '../../domain/message/cut.ts';
import type { Rule } from '../../domain/rules/rule.ts';
import { isGroupId } from '../../domain/tenant/group.ts';
import type { GroupStore } from '../../ports/groups.ts';
import type { LoadRegexEngine, RuleStore } from '../../ports/rules.ts';
import type { TenantStore } from '../../ports/tenants.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';
import { engineFor } from './rules-of.ts';

export type RuleFields = Omit<Rule, 'id'>;

export interface WrongField {
  readonly field: string;
  readonly message: string;
}

export type ChangeOutcome =
  | { readonly kind: 'done'; readonly rule: Rule }
  | { readonly kind: 'wrong'; readonly errors: readonly WrongField[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'other-body' }
  | { readonly kind: 'too-many' };

export type OrderOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'wrong'; readonly errors: readonly WrongField[] }
  | { readonly kind: 'incomplete'; readonly missing: readonly Rule[] };

export interface ChangeRulesDeps {
  readonly begin: BeginRequest;
  readonly rules: RuleStore;
  readonly tenants: Pick<TenantStore, 'getUser'>;
  readonly groups: Pick<GroupStore, 'get'>;
  readonly loadRegexEngine: LoadRegexEngine;
  readonly maxRules: number;
}

/** What no schema can see: patterns that do not compile, an owner who is nobody. */
const isNobody = async (
  { tenants, groups }: Pick<ChangeRulesDeps, 'tenants' | 'groups'>,
  tenant: string,
  owner: string | undefined,
): Promise<boolean> =>
  owner !== undefined &&
  (isGroupId(owner) ? await groups.get(tenant, owner) : await tenants.getUser(tenant, owner)) === undefined;

export const wrongFields = async (
  deps: Pick<ChangeRulesDeps, 'tenants' | 'groups' | 'loadRegexEngine'>,
  tenant: string,
  fields: RuleFields,
): Promise<readonly WrongField[]> => {
  const compile = await engineFor([{ ...fields, id: '' }], deps.loadRegexEngine);
  const errors = fields.criteria.flatMap(({ operator, value }, n): WrongField[] => {
    try {
      if (operator === 'regex') compile(value);
      return [];
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      return [{ field: `criteria.${n}.value`, message: failure.message }];
    }
  });
  return (await isNobody(deps, tenant, fields.owner))
    ? [
        ...errors,
        {
          field: 'owner',
          message: 'is neither a user nor a group of this tenant: ids are in GET /v1/users and GET /v1/groups',
        },
      ]
    : errors;
};

/** Two people who order rules at once are rare; ten times in a row is something else. */
const MAX_TRIES = 10;

const placed = async (rules: Pick<RuleStore, 'placeAfter'>, tenant: string, id: string, after: string) => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) if (await rules.placeAfter(tenant, id, after)) return;
  throw new Failure('unavailable', 'order-contended', 'Others are setting the order of the rules right now.');
};

/** As long as a name may be (shared/contracts/rules.ts), the word with it. */
const MAX_NAME_LENGTH = 255;
const COPY = ' (copy)';

const nameOfCopy = (name: string): string => `${cut(name, MAX_NAME_LENGTH - COPY.length)}${COPY}`;

export const makeChangeRules = (deps: ChangeRulesDeps) => ({
  create: async (request: PostRequest, fields: RuleFields): Promise<ChangeOutcome> => {
    const errors = await wrongFields(deps, request.tenant, fields);
    if (errors.length > 0) return { kind: 'wrong', errors };
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    // A repeat must not undo what was changed in the meantime.
    const there = begun.repeated ? await deps.rules.get(request.tenant, begun.id) : undefined;
    if (there !== undefined) return { kind: 'done', rule: there };
    if ((await deps.rules.list(request.tenant)).length >= deps.maxRules) return { kind: 'too-many' };
    const rule = { ...fields, id: begun.id };
    await deps.rules.put(request.tenant, rule);
    return { kind: 'done', rule };
  },

  /**
   * A copy right after the original, switched off until somebody has changed what it is to do otherwise. Its place comes first: a copy without one, cut off in
   * between, would be at the end for ever, because its repeat finds it and leaves it alone.
   */
  clone: async (request: PostRequest, of: string): Promise<ChangeOutcome> => {
    const original = await deps.rules.get(request.tenant, of);
    if (original === undefined) return { kind: 'absent' };
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    const there = begun.repeated ? await deps.rules.get(request.tenant, begun.id) : undefined;
    if (there !== undefined) return { kind: 'done', rule: there };
    if ((await deps.rules.list(request.tenant)).length >= deps.maxRules) return { kind: 'too-many' };
    await placed(deps.rules, request.tenant, begun.id, of);
    const rule = { ...original, id: begun.id, name: nameOfCopy(original.name), enabled: false };
    await deps.rules.put(request.tenant, rule);
    return { kind: 'done', rule };
  },

  replace: async (tenant: string, id: string, fields: RuleFields): Promise<ChangeOutcome> => {
    if ((await deps.rules.get(tenant, id)) === undefined) return { kind: 'absent' };
    const errors = await wrongFields(deps, tenant, fields);
    if (errors.length > 0) return { kind: 'wrong', errors };
    const rule = { ...fields, id };
    await deps.rules.put(tenant, rule);
    return { kind: 'done', rule };
  },

  /** All of them and each once. One that is missing was added since the caller looked. */
  order: async (tenant: string, ids: readonly string[]): Promise<OrderOutcome> => {
    const rules = await deps.rules.list(tenant);
    const known = new Set(rules.map(({ id }) => id));
    const named = new Set(ids);
    const missing = rules.filter(({ id }) => !named.has(id));
    const strange = ids.findIndex((id, place) => !known.has(id) || ids.indexOf(id) !== place);
    if (strange >= 0)
      return {
        kind: 'wrong',
        errors: [{ field: `ids.${strange}`, message: 'is no rule of this tenant, or stands there twice' }],
      };
    if (missing.length > 0) return { kind: 'incomplete', missing };
    await deps.rules.putOrder(tenant, ids);
    return { kind: 'done' };
  },
});
