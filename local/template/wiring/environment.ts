/**
 * What a function's environment names is in this stack, is what the name says, and may be used by the function; and what its role may use, its
 * environment names. A name that is off by one table deploys well, and then mail is looked for where nobody writes it.
 */
import type { DeployedResource } from '../../kernel/resources.ts';
import { asList, isRecord, memberAt, textAt } from '../json.ts';
import type { WiringCheck, WiringView } from './view.ts';

/** How shared/contracts/environment.ts ends the name of a variable, and what its value then is the `Ref` of. */
const NAMED_TYPES: readonly { readonly ending: string; readonly type: string; readonly what: string }[] = [
  { ending: '_TABLE', type: 'AWS::DynamoDB::Table', what: 'table' },
  { ending: '_BUCKET', type: 'AWS::S3::Bucket', what: 'bucket' },
  { ending: '_QUEUE_URL', type: 'AWS::SQS::Queue', what: 'queue' },
  { ending: '_TOPIC_ARN', type: 'AWS::SNS::Topic', what: 'topic' },
];
/** A queue that a function reads through its mapping is named by no variable, and a topic may stand in a rule. */
const ALWAYS_NAMED = new Set(['AWS::DynamoDB::Table', 'AWS::S3::Bucket']);

const variablesOf = ({ properties }: DeployedResource): [name: string, value: string][] => {
  const variables = memberAt(properties, 'Environment', 'Variables');
  return isRecord(variables) ? Object.entries(variables).map(([name, value]) => [name, String(value)]) : [];
};

/** Resources of every Allow of the function's role, as they are written. */
const grantsOf = ({ policies }: WiringView, fn: DeployedResource): string[] =>
  (policies.roles.get(textAt(fn.properties, 'Role'))?.inlineDocuments ?? [])
    .flatMap((document) => asList(memberAt(document, 'Statement')))
    .filter((statement) => textAt(statement, 'Effect') === 'Allow')
    .flatMap((statement) => asList(memberAt(statement, 'Resource')).map(String));

const arnOf = ({ attributes, ref }: DeployedResource) => attributes['Arn'] ?? attributes['TopicArn'] ?? ref;

/** The thing itself, its objects, its indexes, or everything. */
const speaksOf = (resource: string, arn: string) =>
  resource === '*' || resource === arn || resource.startsWith(`${arn}/`);

export const namedResources: WiringCheck = (view) =>
  view.stack.ofType('AWS::Lambda::Function').flatMap((fn) => {
    const grants = grantsOf(view, fn);
    return variablesOf(fn).flatMap(([name, value]) => {
      const named = NAMED_TYPES.find(({ ending }) => name.endsWith(ending));
      if (named === undefined || value.trim() === '') return [];
      const held = view.stack.ofType(named.type).find(({ ref }) => ref === value);
      if (held === undefined)
        return `${fn.logicalId}: ${name} is "${value}", which is no ${named.what} of this stack; give it the Ref of one.`;
      if (grants.some((resource) => speaksOf(resource, arnOf(held)))) return [];
      return `${fn.logicalId}: ${name} names ${held.logicalId}, which its role may not use at all; grant what it does there, or leave the variable out.`;
    });
  });

export const grantedResources: WiringCheck = (view) =>
  view.stack.ofType('AWS::Lambda::Function').flatMap((fn) => {
    const grants = grantsOf(view, fn);
    const values = new Set(variablesOf(fn).map(([, value]) => value));
    return view.stack.resources
      .filter(({ type, ref }) => ALWAYS_NAMED.has(type) && !values.has(ref))
      .filter((resource) => grants.some((one) => one !== '*' && speaksOf(one, arnOf(resource))))
      .map(
        ({ logicalId }) =>
          `${fn.logicalId}: its role may use ${logicalId}, but no variable of its environment names that; correct the variable, or take the grant away.`,
      );
  });
