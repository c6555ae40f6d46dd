/** Policy documents, compiled once into functions. What IAM's grammar refuses, and what is not emulated, is refused here by a sentence. */
import { type Condition, compileConditions } from './conditions.ts';
import { arnFields, arnMatches, compileMatcher, globMatches } from './globs.ts';
import { PolicyError } from './policy-error.ts';
import { compileNotPrincipal, compilePrincipal, type PrincipalMatcher } from './principals.ts';

/** `identity`: of a role; `resource`: on a queue, topic, bucket, key or function; `trust`: who may assume a role. */
export type PolicyKind = 'identity' | 'resource' | 'trust';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Takes the action in lower case. */
  readonly matchesAction: (action: string) => boolean;
  readonly matchesResource: (arn: string) => boolean;
  /** Undefined in identity policies: they speak of their own role. */
  readonly principal: PrincipalMatcher | undefined;
  readonly condition: Condition | undefined;
}

const MEMBERS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
/** Both versions AWS knows; they differ only in policy variables, which are refused. */
const VERSIONS: readonly unknown[] = [undefined, '2012-10-17', '2008-10-17'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const texts = (value: unknown, where: string): string[] => {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new PolicyError(`${where}: the list is empty; AWS needs at least one entry.`);
  return list.map((item) => {
    if (typeof item === 'string') return item;
    throw new PolicyError(`${where}: must be a text or a list of texts.`);
  });
};

const oneOf = (statement: Record<string, unknown>, plain: string, negated: string, where: string) => {
  const both = statement[plain] !== undefined && statement[negated] !== undefined;
  if (both) throw new PolicyError(`${where}: ${plain} and ${negated} exclude each other.`);
  if (statement[plain] !== undefined) return { value: statement[plain], not: false };
  return statement[negated] === undefined ? undefined : { value: statement[negated], not: true };
};

const compileActions = (statement: Record<string, unknown>, where: string): Statement['matchesAction'] => {
  const given = oneOf(statement, 'Action', 'NotAction', where);
  if (given === undefined) throw new PolicyError(`${where}: Action or NotAction is missing.`);
  const actions = texts(given.value, `${where}, Action`);
  for (const action of actions) {
    if (action !== '*' && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/.test(action)) {
      throw new PolicyError(`${where}: "${action}" is not an action; write service:Operation.`);
    }
  }
  // "The prefix and the action name are case insensitive" (JSON policy elements: Action).
  const matches = compileMatcher(
    actions.map((action) => action.toLowerCase()),
    globMatches,
  );
  return given.not ? (action) => !matches(action) : matches;
};

const compileResources = (
  statement: Record<string, unknown>,
  kind: PolicyKind,
  where: string,
): Statement['matchesResource'] => {
  const given = oneOf(statement, 'Resource', 'NotResource', where);
  if (kind === 'trust') {
    if (given !== undefined) throw new PolicyError(`${where}: a trust policy has no Resource; take it out.`);
    return () => true;
  }
  if (given === undefined) throw new PolicyError(`${where}: Resource or NotResource is missing.`);
  const resources = texts(given.value, `${where}, Resource`);
  for (const resource of resources) {
    if (resource.includes('${')) {
      throw new PolicyError(`${where}: policy variables as in "${resource}" are not emulated; write the value itself.`);
    }
    if (resource !== '*' && (!resource.startsWith('arn:') || arnFields(resource) === undefined)) {
      throw new PolicyError(`${where}: "${resource}" is not a whole ARN; write all six fields, or "*".`);
    }
  }
  const matches = compileMatcher(resources, arnMatches);
  return given.not ? (arn) => !matches(arn) : matches;
};

const compilePrincipals = (
  statement: Record<string, unknown>,
  kind: PolicyKind,
  where: string,
): PrincipalMatcher | undefined => {
  const given = oneOf(statement, 'Principal', 'NotPrincipal', where);
  if (kind === 'identity') {
    if (given !== undefined) throw new PolicyError(`${where}: a role's own policy has no Principal; take it out.`);
    return undefined;
  }
  if (given === undefined) throw new PolicyError(`${where}: Principal is missing.`);
  if (!given.not) return compilePrincipal(given.value, where);
  // "JSON policy elements: NotPrincipal": only with Deny, and not in a trust policy.
  if (kind === 'trust' || statement['Effect'] !== 'Deny') {
    throw new PolicyError(`${where}: AWS takes NotPrincipal only in a resource policy and only with Deny.`);
  }
  return compileNotPrincipal(given.value, where);
};

const compileStatement = (statement: unknown, kind: PolicyKind, where: string): Statement => {
  if (!isRecord(statement)) throw new PolicyError(`${where}: a statement must be an object.`);
  const unknown = Object.keys(statement).find((member) => !MEMBERS.has(member));
  if (unknown !== undefined) throw new PolicyError(`${where}: a statement has no member "${unknown}".`);
  const { Effect: effect } = statement;
  if (effect !== 'Allow' && effect !== 'Deny') throw new PolicyError(`${where}: Effect must be Allow or Deny.`);
  return {
    effect,
    matchesAction: compileActions(statement, where),
    matchesResource: compileResources(statement, kind, where),
    principal: compilePrincipals(statement, kind, where),
    condition: compileConditions(statement['Condition'], where),
  };
};

/** `owner` is the logical id that holds the document; every refusal begins with it. */
export const compilePolicy = (document: unknown, kind: PolicyKind, owner: string): Statement[] => {
  if (!isRecord(document)) throw new PolicyError(`${owner}: the policy document must be an object.`);
  const unknown = Object.keys(document).find((member) => !['Version', 'Id', 'Statement'].includes(member));
  if (unknown !== undefined) throw new PolicyError(`${owner}: a policy document has no member "${unknown}".`);
  if (!VERSIONS.includes(document['Version']))
    throw new PolicyError(`${owner}: the policy's Version must be 2012-10-17.`);
  const listed: unknown[] = Array.isArray(document['Statement']) ? document['Statement'] : [document['Statement']];
  const sids = listed.flatMap((item) => (isRecord(item) && item['Sid'] !== undefined ? [item['Sid']] : []));
  const twice = sids.find((sid, index) => sids.indexOf(sid) !== index);
  if (twice !== undefined)
    throw new PolicyError(`${owner}: two statements have the Sid "${String(twice)}"; AWS wants them unique.`);
  return listed.map((item, index) => compileStatement(item, kind, `${owner}, statement ${index + 1}`));
};
