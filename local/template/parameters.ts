/** Values of the template's parameters: given, else their default, else the start stops. Pseudo parameters as CloudFormation documents them. */
import { ACCOUNT_ID, REGION } from '../kernel/aws.ts';
import { asList, isRecord, isScalar, type Json } from './json.ts';
import { refuse } from './template-error.ts';

const MEMBERS = new Set([
  'Type',
  'Default',
  'Description',
  'ConstraintDescription',
  'NoEcho',
  'AllowedValues',
  'AllowedPattern',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
]);
const TYPES = new Set(['String', 'Number', 'CommaDelimitedList', 'List<Number>']);

/**
 * Type AWS::SSM::Parameter::Value<String>: its Default is the *name* of a parameter in the account, so its value is not in the template.
 * Only a rule that is not evaluated here reads it.
 */
const BOOTSTRAP_VERSION = 'BootstrapVersion';

const checkLimits = (place: string, definition: Readonly<Record<string, unknown>>, value: string): void => {
  const limit = (name: string, holds: (limit: number) => boolean) => {
    const given = definition[name];
    if (given !== undefined && !holds(Number(given)))
      refuse(place, `the value "${value}" breaks ${name} ${String(given)}.`);
  };
  limit('MinLength', (least) => value.length >= least);
  limit('MaxLength', (most) => value.length <= most);
  limit('MinValue', (least) => Number(value) >= least);
  limit('MaxValue', (most) => Number(value) <= most);
  const allowed = asList(definition['AllowedValues']).map(String);
  if (allowed.length > 0 && !allowed.includes(value))
    refuse(place, `the value "${value}" is none of ${allowed.join(', ')}.`);
  const pattern = definition['AllowedPattern'];
  // CloudFormation wants the whole value to match.
  if (typeof pattern === 'string' && !new RegExp(`^(?:${pattern})$`).test(value)) {
    refuse(place, `the value "${value}" does not match ${pattern}.`);
  }
};

const readParameter = (name: string, definition: unknown, given: string | undefined): Json | undefined => {
  const place = `Parameter ${name}`;
  if (!isRecord(definition)) return refuse(place, 'it must be an object.');
  const unknown = Object.keys(definition).find((member) => !MEMBERS.has(member));
  if (unknown !== undefined) return refuse(place, `a parameter has no member ${unknown}.`);
  const { Type: type, Default: byDefault } = definition;
  if (typeof type === 'string' && type.startsWith('AWS::SSM::Parameter::Value<')) {
    if (name === BOOTSTRAP_VERSION && byDefault !== undefined) return given;
    return refuse(
      place,
      `its value lies in the account's Parameter Store (${type}), which is not emulated; use a plain parameter.`,
    );
  }
  if (typeof type !== 'string' || !TYPES.has(type))
    return refuse(place, `the type ${String(type)} is not emulated; use String or Number.`);
  const value = given ?? (isScalar(byDefault) ? String(byDefault) : undefined);
  if (value === undefined) return refuse(place, 'it has no default and no value was given; give one.');
  const entries =
    type === 'CommaDelimitedList' || type === 'List<Number>' ? value.split(',').map((entry) => entry.trim()) : [value];
  for (const entry of entries) {
    if (type.includes('Number') && (entry === '' || !Number.isFinite(Number(entry))))
      refuse(place, `"${entry}" is not a number.`);
    checkLimits(place, definition, entry);
  }
  // Numbers stay text: "CloudFormation validates the parameter value as a number; when you use it ... the value becomes a string".
  return type === 'String' || type === 'Number' ? value : entries;
};

/** By name; a parameter without a value here (BootstrapVersion) is absent. */
export const readParameters = (
  definitions: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, Json> => {
  const stray = Object.keys(given).find((name) => !Object.hasOwn(definitions, name));
  if (stray !== undefined) refuse(`Parameter ${stray}`, 'a value was given, but the template has no such parameter.');
  const values = new Map<string, Json>();
  for (const [name, definition] of Object.entries(definitions)) {
    const value = readParameter(name, definition, Object.hasOwn(given, name) ? given[name] : undefined);
    if (value !== undefined) values.set(name, value);
  }
  return values;
};

/** AWS::NoValue is not a value and lives in intrinsics.ts. */
export const pseudoParameters = (stackName: string, stackId: string): ReadonlyMap<string, Json> =>
  new Map<string, Json>([
    ['AWS::AccountId', ACCOUNT_ID],
    ['AWS::Region', REGION],
    ['AWS::Partition', 'aws'],
    ['AWS::URLSuffix', 'amazonaws.com'],
    ['AWS::StackName', stackName],
    ['AWS::StackId', `arn:aws:cloudformation:${REGION}:${ACCOUNT_ID}:stack/${stackName}/${stackId}`],
    ['AWS::NotificationARNs', []],
  ]);
