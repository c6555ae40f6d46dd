/** The outline of a CloudFormation template, checked member by member ("Template anatomy"), before any intrinsic function is resolved. */
import { asList, isRecord } from './json.ts';
import { refuse } from './template-error.ts';

export interface ParsedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly condition: string | undefined;
  readonly dependsOn: readonly string[];
}

type Section = Readonly<Record<string, unknown>>;

export interface ParsedTemplate {
  readonly parameters: Section;
  readonly mappings: Section;
  readonly conditions: Section;
  readonly outputs: Section;
  /** In template order. */
  readonly resources: ReadonlyMap<string, ParsedResource>;
}

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Resources',
  'Outputs',
]);

/** What happens on deletion or replacement is nothing the embedded cloud ever does, so those attributes have no effect here. */
const RESOURCE_ATTRIBUTES = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
]);

/** Asks for a newer `cdk bootstrap`; this machine has no bootstrap stack. */
const KNOWN_RULES = new Set(['CheckBootstrapVersion']);

const readSection = (template: Section, name: string): Section => {
  const section = template[name] ?? {};
  return isRecord(section) ? section : refuse(`Template section ${name}`, 'it must be an object.');
};

const readResource = (logicalId: string, value: unknown): ParsedResource => {
  if (!isRecord(value) || typeof value['Type'] !== 'string')
    return refuse(logicalId, 'a resource must be an object with a Type.');
  const place = `${logicalId} (${value['Type']})`;
  const unknown = Object.keys(value).find((attribute) => !RESOURCE_ATTRIBUTES.has(attribute));
  if (unknown !== undefined)
    return refuse(place, `the resource attribute ${unknown} is not emulated; take it out of the construct.`);
  const properties = value['Properties'] ?? {};
  if (!isRecord(properties)) return refuse(place, 'Properties must be an object.');
  const condition = value['Condition'];
  if (condition !== undefined && typeof condition !== 'string')
    return refuse(place, 'Condition must name a condition.');
  const dependsOn = asList(value['DependsOn']).map((name) =>
    typeof name === 'string' ? name : refuse(place, 'DependsOn must name resources.'),
  );
  return { logicalId, type: value['Type'], properties, condition, dependsOn };
};

export const parseTemplate = (template: unknown): ParsedTemplate => {
  if (!isRecord(template)) return refuse('Template', 'it must be a JSON object.');
  const unknown = Object.keys(template).find((section) => !SECTIONS.has(section));
  if (unknown !== undefined)
    return refuse(`Template section ${unknown}`, 'it is not emulated; take it out of the stack.');
  const rule = Object.keys(readSection(template, 'Rules')).find((name) => !KNOWN_RULES.has(name));
  if (rule !== undefined)
    return refuse(`Template rule ${rule}`, 'rules are not emulated; check the value in cdk/ instead.');

  const resources = new Map(
    Object.entries(readSection(template, 'Resources')).map(([id, value]) => [id, readResource(id, value)]),
  );
  if (resources.size === 0) return refuse('Template', 'it has no resources.');
  const conditions = readSection(template, 'Conditions');
  for (const { logicalId, type, condition, dependsOn } of resources.values()) {
    const place = `${logicalId} (${type})`;
    if (condition !== undefined && !Object.hasOwn(conditions, condition))
      return refuse(place, `there is no condition ${condition}.`);
    const missing = dependsOn.find((name) => !resources.has(name));
    if (missing !== undefined) return refuse(place, `DependsOn names ${missing}, which is not in the template.`);
  }
  return {
    parameters: readSection(template, 'Parameters'),
    mappings: readSection(template, 'Mappings'),
    conditions,
    outputs: readSection(template, 'Outputs'),
    resources,
  };
};
