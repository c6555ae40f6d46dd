/** Collects every policy of a stack by whom or what it is attached to. Used by the authorizer and, for sizes, by the wiring checks. */
import type { DeployedResource, DeployedStack } from '../kernel/resources.ts';
import { lambdaPermissionStatement } from './lambda-permission.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import { compilePolicy, type Statement } from './policy.ts';
import { PolicyError } from './policy-error.ts';

interface RolePolicies {
  readonly name: string;
  readonly trust: readonly Statement[];
  readonly statements: readonly Statement[];
  /** The documents of its inline policies: AWS limits their size together. */
  readonly inlineDocuments: readonly unknown[];
}

export interface StackPolicies {
  /** By the role's ARN. */
  readonly roles: ReadonlyMap<string, RolePolicies>;
  /** By the ARN of the queue, topic, bucket, key or function. */
  readonly resources: ReadonlyMap<string, readonly Statement[]>;
  readonly topicArns: ReadonlySet<string>;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;

/** Everything attached to roles from outside, by role name. */
const attachedDocuments = (stack: DeployedStack, type: string, roleNames: ReadonlySet<string>) =>
  stack.ofType(type).flatMap((policy) => {
    const roles = list(policy.properties['Roles']);
    if (roles.length === 0 && type === 'AWS::IAM::Policy') {
      throw new PolicyError(`${policy.logicalId}: the policy is attached to no role; AWS refuses that.`);
    }
    return roles.map((role) => {
      if (!roleNames.has(String(role))) {
        throw new PolicyError(
          `${policy.logicalId}: the role "${String(role)}" is not in this stack; attach the policy to a role that is.`,
        );
      }
      return { role: String(role), owner: policy.logicalId, document: policy.properties['PolicyDocument'] };
    });
  });

const managedStatements = (role: DeployedResource, stack: DeployedStack): Statement[] =>
  list(role.properties['ManagedPolicyArns']).flatMap((arn) => {
    const own = stack.ofType('AWS::IAM::ManagedPolicy').find((policy) => policy.ref === arn);
    const document = own?.properties['PolicyDocument'] ?? MANAGED_POLICIES[String(arn)];
    if (document === undefined) {
      throw new PolicyError(
        `${role.logicalId}: the managed policy ${String(arn)} is not known here; write its actions as a policy of the role, or add it to local/iam/managed-policies.ts.`,
      );
    }
    return compilePolicy(document, 'identity', own?.logicalId ?? role.logicalId);
  });

const readRoles = (stack: DeployedStack): Map<string, RolePolicies> => {
  const roles = stack.ofType('AWS::IAM::Role');
  const names = new Set(roles.map((role) => role.ref));
  const inline = attachedDocuments(stack, 'AWS::IAM::Policy', names);
  const managed = attachedDocuments(stack, 'AWS::IAM::ManagedPolicy', names);
  return new Map(
    roles.map((role) => {
      const own = list(role.properties['Policies']).map((policy) => member(policy, 'PolicyDocument'));
      const attached = inline.filter((policy) => policy.role === role.ref);
      const statements = [
        ...own.flatMap((document) => compilePolicy(document, 'identity', role.logicalId)),
        ...[...attached, ...managed.filter((policy) => policy.role === role.ref)].flatMap((policy) =>
          compilePolicy(policy.document, 'identity', policy.owner),
        ),
        ...managedStatements(role, stack),
      ];
      const trust = compilePolicy(role.properties['AssumeRolePolicyDocument'], 'trust', role.logicalId);
      const inlineDocuments = [...own, ...attached.map((policy) => policy.document)];
      return [role.attributes['Arn'] ?? role.ref, { name: role.ref, trust, statements, inlineDocuments }];
    }),
  );
};

const readResources = (stack: DeployedStack): Map<string, Statement[]> => {
  const byArn = new Map<string, Statement[]>();
  const arnOf = (type: string, ref: unknown, owner: string) => {
    const found = stack.ofType(type).find((resource) => resource.ref === ref || resource.attributes['Arn'] === ref);
    const arn = found?.attributes['Arn'] ?? found?.ref;
    if (arn === undefined) throw new PolicyError(`${owner}: ${type} "${String(ref)}" is not in this stack.`);
    return arn;
  };
  // A second policy for the same thing replaces the first, as the service does; local/template/wiring.ts names it as a fault.
  const attach = (policyType: string, property: string, type: string) => {
    for (const policy of stack.ofType(policyType)) {
      const statements = compilePolicy(policy.properties['PolicyDocument'], 'resource', policy.logicalId);
      for (const target of list(policy.properties[property]))
        byArn.set(arnOf(type, target, policy.logicalId), statements);
    }
  };
  attach('AWS::SQS::QueuePolicy', 'Queues', 'AWS::SQS::Queue');
  attach('AWS::SNS::TopicPolicy', 'Topics', 'AWS::SNS::Topic');
  attach('AWS::S3::BucketPolicy', 'Bucket', 'AWS::S3::Bucket');
  for (const key of stack.ofType('AWS::KMS::Key')) {
    byArn.set(key.attributes['Arn'] ?? key.ref, compilePolicy(key.properties['KeyPolicy'], 'resource', key.logicalId));
  }
  for (const permission of stack.ofType('AWS::Lambda::Permission')) {
    const arn = arnOf('AWS::Lambda::Function', permission.properties['FunctionName'], permission.logicalId);
    const statement = lambdaPermissionStatement(permission, arn);
    const compiled = compilePolicy({ Version: '2012-10-17', Statement: [statement] }, 'resource', permission.logicalId);
    byArn.set(arn, [...(byArn.get(arn) ?? []), ...compiled]);
  }
  return byArn;
};

export const readStackPolicies = (stack: DeployedStack): StackPolicies => ({
  roles: readRoles(stack),
  resources: readResources(stack),
  topicArns: new Set(stack.ofType('AWS::SNS::Topic').map((topic) => topic.ref)),
});
