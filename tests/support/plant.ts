/**
 * Changes a synthesized template where a mistake is to be planted. Whatever is looked for must be there, and the change must change something:
 * a mistake that is none any more would be "caught" by nobody.
 */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';

const Resource = z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
const Template = z.looseObject({ Resources: z.record(z.string(), Resource) });

export type Template = z.output<typeof Template>;
type Properties = Record<string, unknown>;
export type Plant = (template: Template) => void;

/** A part of the logical id, or a look at the properties. */
type Which = string | ((properties: Properties) => boolean);

/** Exactly one. */
const find = ({ Resources }: Template, type: string, which: Which) => {
  const isMeant = (id: string, properties: Properties) =>
    typeof which === 'string' ? id.includes(which) : which(properties);
  const found = Object.entries(Resources).filter(
    ([id, { Type, Properties }]) => Type === `AWS::${type}` && isMeant(id, Properties),
  );
  const [only, ...others] = found;
  if (only === undefined || others.length > 0)
    throw new Error(
      `${found.length} resources of type AWS::${type} are meant by ${which}; a mistake needs exactly one.`,
    );
  return { id: only[0], properties: only[1].Properties };
};

/** `Ref` or `Fn::GetAtt` of a resource, for values of planted mistakes. */
export const refOf = (template: Template, type: string, part: string) => ({ Ref: find(template, type, part).id });
export const arnOf = (template: Template, type: string, part: string) => ({
  'Fn::GetAtt': [find(template, type, part).id, 'Arn'],
});

/** `make` gets the properties as they are, and answers what replaces or adds to them; undefined takes one away. */
export const change =
  (type: string, which: Which, make: (properties: Properties, template: Template) => Properties): Plant =>
  (template) => {
    const { id, properties } = find(template, type, which);
    const resource = template.Resources[id];
    if (resource === undefined) return;
    const merged = Object.entries({ ...properties, ...make(structuredClone(properties), template) });
    resource.Properties = Object.fromEntries(merged.filter(([, value]) => value !== undefined));
  };

/** With everybody's DependsOn on it: the mistake is that it was never written. */
export const remove =
  (type: string, part: string): Plant =>
  (template) => {
    const { id } = find(template, type, part);
    delete template.Resources[id];
    for (const resource of Object.values(template.Resources)) {
      const { DependsOn: needed } = resource;
      if (Array.isArray(needed)) resource['DependsOn'] = needed.filter((name) => name !== id);
    }
  };

export const add =
  (id: string, resource: z.input<typeof Resource>): Plant =>
  (template) => {
    template.Resources[id] = Resource.parse(resource);
  };

const Variables = z.looseObject({ Variables: z.record(z.string(), z.unknown()) });

/** Environment of the function; undefined takes a variable away. */
export const changeVariables = (fn: string, make: (template: Template, variables: Properties) => Properties): Plant =>
  change('Lambda::Function', fn, ({ Environment }, template) => {
    const { Variables: known } = Variables.parse(Environment);
    const merged = Object.entries({ ...known, ...make(template, known) }).filter(([, value]) => value !== undefined);
    return { Environment: { Variables: Object.fromEntries(merged) } };
  });

const Statement = z.looseObject({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() });
type Statement = z.output<typeof Statement>;
const Document = z.looseObject({ Statement: z.array(Statement) });
const RolePolicies = z.array(z.looseObject({ PolicyDocument: Document }));

/** Every statement of the role's own policy, replaced by those that `make` answers. */
export const changeGrants = (role: string, make: (statement: Statement) => readonly Statement[]): Plant =>
  change('IAM::Role', role, ({ Policies }) => ({
    Policies: RolePolicies.parse(Policies).map((policy) => ({
      ...policy,
      PolicyDocument: {
        ...policy.PolicyDocument,
        Statement: policy.PolicyDocument.Statement.flatMap(make),
      },
    })),
  }));

const actionsOf = ({ Action }: Statement) => [Action].flat();
const speaksOf = ({ Resource: resource }: Statement, part: string) => JSON.stringify(resource).includes(part);

/** Takes one action on one resource away from a role. */
export const revoke = (role: string, action: string, resource: string): Plant =>
  changeGrants(role, (statement) => {
    if (!speaksOf(statement, resource) || !actionsOf(statement).includes(action)) return [statement];
    const left = actionsOf(statement).filter((one) => one !== action);
    return left.length === 0 ? [] : [{ ...statement, Action: left }];
  });

/** Statements of a resource's policy; `make` gets them as text, and answers the text that replaces them. */
export const changePolicy = (type: string, part: string, make: (statements: string) => string): Plant =>
  change(type, part, ({ PolicyDocument }) => ({
    PolicyDocument: { Version: '2012-10-17', ...Document.parse(JSON.parse(make(JSON.stringify(PolicyDocument)))) },
  }));

/** For `change` of startTestCloud; the template given is not changed. */
export const planted = (template: unknown, plant: Plant): Template => {
  const before = Template.parse(template);
  const after = structuredClone(before);
  plant(after);
  if (isDeepStrictEqual(before, after))
    throw new Error('The mistake changed nothing in the template: it is none any more.');
  return after;
};
