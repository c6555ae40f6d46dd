/**
 * What names mean in one template: parameters, conditions, maps, and resources by the identity of their type. Lazy, because a resource's
 * name may depend on another's; a circle is refused instead of followed.
 */

import { makeResolver, type Names, type Place, type Resolver, refuseAt as stop } from './intrinsics.ts';
import { isScalar, type Json, memberAt } from './json.ts';
import type { ParsedResource, ParsedTemplate } from './parsed-template.ts';
import { makeNamer } from './physical-names.ts';
import type { Identity, ResourceType } from './resource-type.ts';

export interface TemplateNames {
  readonly resolver: Resolver;
  identity(logicalId: string): Identity;
  /** Is the resource made at all? */
  isMade(resource: ParsedResource): boolean;
  /** Evaluates a condition by its name. */
  isTrue(condition: string): boolean;
  /** Who has referred to what so far. */
  readonly references: ReadonlyMap<string, ReadonlySet<string>>;
}

interface NamesInput {
  readonly parsed: ParsedTemplate;
  readonly values: ReadonlyMap<string, Json>;
  readonly stackName: string;
  readonly endpointUrl: string;
  readonly apiUrl: string | undefined;
  typeOf(resource: ParsedResource): ResourceType;
}

export const placeOf = ({ logicalId, type }: ParsedResource, path: string): Place => ({
  owner: logicalId,
  label: `${logicalId} (${type})`,
  path,
});
const isCondition = (at: Place) => at.label.startsWith('Condition ');

export const makeTemplateNames = (input: NamesInput): TemplateNames => {
  const { parsed, values, stackName } = input;
  const references = new Map<string, Set<string>>();
  const conditions = new Map<string, boolean>();
  const identities = new Map<string, Identity>();
  const inProgress: string[] = [];

  /** Runs `compute`, refusing to enter what is already being computed further up. */
  const guarded = <T>(what: string, at: Place, compute: () => T): T => {
    if (inProgress.includes(what))
      return stop(at, `circular reference: ${[...inProgress, what].join(' -> ')}; break one of them.`);
    inProgress.push(what);
    try {
      return compute();
    } finally {
      inProgress.pop();
    }
  };

  const condition = (name: string, at: Place): boolean => {
    const known = conditions.get(name);
    if (known !== undefined) return known;
    if (!Object.hasOwn(parsed.conditions, name)) return stop(at, `there is no condition ${name}.`);
    const result = guarded(`condition ${name}`, at, () =>
      resolver.evaluateCondition(parsed.conditions[name], { owner: undefined, label: `Condition ${name}`, path: '' }),
    );
    conditions.set(name, result);
    return result;
  };
  const isMade = (resource: ParsedResource) =>
    resource.condition === undefined || condition(resource.condition, placeOf(resource, 'Condition'));

  const computeIdentity = (resource: ParsedResource): Identity =>
    input.typeOf(resource).identity({
      ...makeNamer(stackName, resource.logicalId),
      logicalId: resource.logicalId,
      stackName,
      endpointUrl: input.endpointUrl,
      apiUrl: input.apiUrl,
      given: (property, ...path) => {
        const at = placeOf(resource, `Properties.${property}`);
        const raw = memberAt(resource.properties, property);
        const value = memberAt(raw === undefined ? undefined : resolver.resolve(raw, at), ...path);
        if (value === undefined) return undefined;
        return isScalar(value) ? String(value) : stop(at, 'it must be a text.');
      },
    });
  const identity = (logicalId: string, at: Place): Identity => {
    const known = identities.get(logicalId);
    if (known !== undefined) return known;
    const resource = parsed.resources.get(logicalId);
    if (resource === undefined) return stop(at, `there is no resource or parameter ${logicalId}.`);
    if (!isMade(resource))
      return stop(at, `it refers to ${logicalId}, which the condition ${resource.condition} leaves out.`);
    const made = guarded(logicalId, at, () => computeIdentity(resource));
    identities.set(logicalId, made);
    return made;
  };
  const note = ({ owner }: Place, logicalId: string) => {
    if (owner !== undefined) references.set(owner, (references.get(owner) ?? new Set()).add(logicalId));
  };

  const names: Names = {
    reference: (name, at) => {
      const value = values.get(name);
      if (value !== undefined) return value;
      if (Object.hasOwn(parsed.parameters, name))
        return stop(at, `the value of the parameter ${name} is only known in an account; give one.`);
      if (isCondition(at)) return stop(at, `a condition may refer to parameters only, not to ${name}.`);
      note(at, name);
      return identity(name, at).ref;
    },
    attribute: (name, attribute, at) => {
      if (isCondition(at)) return stop(at, 'Fn::GetAtt has no place in a condition.');
      note(at, name);
      const { attributes } = identity(name, at);
      const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
      const type = parsed.resources.get(name)?.type;
      return (
        value ??
        stop(
          at,
          `${name} (${type}) has no attribute ${attribute} here; use Ref, or teach local/template/types/ the attribute.`,
        )
      );
    },
    condition,
    mapping: (map, topKey, secondKey, at) => {
      const value = memberAt(parsed.mappings, map, topKey, secondKey);
      return isScalar(value) || Array.isArray(value)
        ? value
        : stop(at, `Fn::FindInMap finds nothing at ${map}.${topKey}.${secondKey}.`);
    },
  };
  const resolver = makeResolver(names);
  const isTrue = (name: string) => condition(name, { owner: undefined, label: 'Outputs', path: '' });
  return {
    resolver,
    isMade,
    isTrue,
    references,
    identity: (logicalId) => identity(logicalId, { owner: undefined, label: logicalId, path: '' }),
  };
};
