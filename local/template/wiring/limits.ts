/** Sizes that AWS refuses only at deployment. Bytes of the document without white space. */
import { lambdaPermissionStatement } from '../../iam/lambda-permission.ts';
import type { WiringCheck } from './view.ts';

/** "CloudFormation quotas": resources in a template. */
const MOST_RESOURCES = 500;
/** "IAM quotas": all inline policies of a role together, in characters without white space. */
const ROLE_POLICIES_CHARACTERS = 10_240;
/** "Lambda quotas": resource-based policy of a function, 20 KB. */
const FUNCTION_POLICY_BYTES = 20_480;

/** "Bucket policies" 20 KB; "Amazon SNS endpoints and quotas" 30,720 bytes; "KMS resource quotas" 32 KB. */
const DOCUMENT_LIMITS = [
  { type: 'AWS::S3::BucketPolicy', property: 'PolicyDocument', limit: 20_480 },
  { type: 'AWS::SNS::TopicPolicy', property: 'PolicyDocument', limit: 30_720 },
  { type: 'AWS::KMS::Key', property: 'KeyPolicy', limit: 32_768 },
];

const sizeOf = (document: unknown) => Buffer.byteLength(JSON.stringify(document));

export const stackSize: WiringCheck = ({ stack }) => {
  const count = stack.resources.length + stack.ignored.length;
  return count > MOST_RESOURCES
    ? [`${stack.stackName}: the stack has ${count} resources, and CloudFormation takes ${MOST_RESOURCES}; split it.`]
    : [];
};

export const policySizes: WiringCheck = ({ stack, policies, functionNamed }) => {
  const faults = DOCUMENT_LIMITS.flatMap(({ type, property, limit }) =>
    stack
      .ofType(type)
      .filter(({ properties }) => sizeOf(properties[property]) > limit)
      .map(
        ({ logicalId }) =>
          `${logicalId}: the policy is larger than the ${limit} bytes AWS takes; use fewer, wider statements.`,
      ),
  );
  for (const { name, inlineDocuments } of policies.roles.values()) {
    const owner = stack.ofType('AWS::IAM::Role').find(({ ref }) => ref === name)?.logicalId ?? name;
    const size = inlineDocuments.reduce<number>((sum, document) => sum + sizeOf(document), 0);
    if (size > ROLE_POLICIES_CHARACTERS) {
      faults.push(
        `${owner}: its policies have ${size} characters together, and IAM takes ${ROLE_POLICIES_CHARACTERS}; name fewer resources.`,
      );
    }
  }
  const permissions = Map.groupBy(stack.ofType('AWS::Lambda::Permission'), ({ properties }) =>
    functionNamed(String(properties['FunctionName'])),
  );
  for (const [fn, own] of permissions) {
    if (fn === undefined) continue;
    const statements = own.map((permission) => lambdaPermissionStatement(permission, fn.attributes['Arn'] ?? ''));
    const size = sizeOf({ Version: '2012-10-17', Id: 'default', Statement: statements });
    if (size > FUNCTION_POLICY_BYTES) {
      faults.push(
        `${fn.logicalId}: its resource policy has ${size} bytes from ${own.length} permissions, and Lambda takes ${FUNCTION_POLICY_BYTES}; permit the API once instead of route by route.`,
      );
    }
  }
  return faults;
};
