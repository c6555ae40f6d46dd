/**
 * Decides every call to the embedded cloud as IAM does within one account (IAM User Guide, "Policy evaluation logic"): an explicit Deny
 * anywhere wins; else an Allow in the role's policies or in the resource's policy is enough; else the call is denied. KMS is stricter:
 * the key policy itself must allow, or hand the decision to the account ("Key policies in AWS KMS").
 */
import { ACCOUNT_ID, type AuthorizationRequest, type Authorizer, type Principal, REGION } from '../kernel/aws.ts';
import type { DeployedStack } from '../kernel/resources.ts';
import type { ConditionContext } from './conditions.ts';
import type { Statement } from './policy.ts';
import { compilePolicy } from './policy.ts';
import { sessionArn } from './principals.ts';
import { readStackPolicies } from './stack-policies.ts';

/**
 * What a topic without a policy has: everybody acting for the owner account (SNS Developer Guide, "Overview of managing access"). Only the
 * services listed say for whom they act; a role's direct call does not, so it needs its own grant, and so does EventBridge.
 */
const DEFAULT_TOPIC_POLICY = compilePolicy(
  {
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'sns:Publish',
        Resource: '*',
        Condition: { StringEquals: { 'AWS:SourceOwner': ACCOUNT_ID } },
      },
    ],
  },
  'resource',
  'default topic policy',
);
const SERVICES_WITH_SOURCE_OWNER = new Set(['ses.amazonaws.com', 'cloudwatch.amazonaws.com']);
const NONE: readonly Statement[] = [];

const contextOf = ({ principal, context }: AuthorizationRequest): ConditionContext => {
  const keys = new Map([
    ['aws:securetransport', 'true'],
    ['aws:requestedregion', REGION],
    ['aws:principalisawsservice', String(principal.kind === 'service')],
  ]);
  if (principal.kind === 'service') {
    keys.set('aws:sourceaccount', ACCOUNT_ID);
    if (SERVICES_WITH_SOURCE_OWNER.has(principal.service)) keys.set('aws:sourceowner', ACCOUNT_ID);
  } else if (principal.kind !== 'anonymous') {
    keys.set('aws:principalaccount', ACCOUNT_ID);
    keys.set('aws:principalarn', principal.kind === 'role' ? principal.roleArn : `arn:aws:iam::${ACCOUNT_ID}:root`);
  }
  for (const [name, value] of Object.entries(context ?? {})) keys.set(name.toLowerCase(), value);
  return keys;
};

/** AWS has no sentence for its own services, nobody would read it; ours keeps the form. */
const nameOf = (principal: Principal): string => {
  switch (principal.kind) {
    case 'role':
      return `User: ${sessionArn(principal)}`;
    case 'service':
      return `Service: ${principal.service}`;
    case 'root':
      return `User: arn:aws:iam::${ACCOUNT_ID}:root`;
    case 'anonymous':
      return 'User: anonymous';
  }
};

/** The ARN that carries the resource policy: the bucket of an object, the function of a version. */
const policyHolder = (arn: string): string => {
  if (arn.startsWith('arn:aws:s3:::')) return arn.split('/', 1)[0] ?? arn;
  return arn.startsWith('arn:aws:lambda:') ? arn.split(':').slice(0, 7).join(':') : arn;
};

export const makeAuthorizer = (stack: DeployedStack): Authorizer => {
  const { roles, resources, topicArns } = readStackPolicies(stack);
  const assumable = new Set(
    [...roles].filter(([, role]) => mayAssume(role.trust, 'lambda.amazonaws.com')).map(([arn]) => arn),
  );

  const denial = (request: AuthorizationRequest): string | undefined => {
    const { principal, action, resource } = request;
    const lowerAction = action.toLowerCase();
    let context: ConditionContext | undefined;
    const speaksOf = (statement: Statement) => {
      if (!statement.matchesAction(lowerAction) || !statement.matchesResource(resource)) return false;
      if (statement.condition === undefined) return true;
      context ??= contextOf(request);
      return statement.condition(context);
    };
    const refused = (because: string) =>
      `${nameOf(principal)} is not authorized to perform: ${action} on resource: ${resource} ${because}`;

    if (principal.kind === 'role' && !assumable.has(principal.roleArn)) {
      // The wording of Lambda's CreateFunction, which refuses such a role before anything can run.
      return `The role defined for the function cannot be assumed by Lambda: ${principal.roleArn} is not in this stack or does not trust lambda.amazonaws.com.`;
    }
    const identity = principal.kind === 'role' ? (roles.get(principal.roleArn)?.statements ?? NONE) : NONE;
    const onResource = resources.get(policyHolder(resource)) ?? (topicArns.has(resource) ? DEFAULT_TOPIC_POLICY : NONE);

    let identityAllows = false;
    for (const statement of identity) {
      if (statement.effect === 'Allow' && identityAllows) continue;
      if (!speaksOf(statement)) continue;
      if (statement.effect === 'Deny') return refused('with an explicit deny in an identity-based policy');
      identityAllows = true;
    }
    let resourceAllows = false;
    let accountMayDecide = !lowerAction.startsWith('kms:');
    for (const statement of onResource) {
      const match = statement.principal?.(principal);
      if (match === undefined || !speaksOf(statement)) continue;
      if (statement.effect === 'Deny') return refused('with an explicit deny in a resource-based policy');
      if (match === 'direct') resourceAllows = true;
      else accountMayDecide = true;
    }
    if (principal.kind === 'root' || resourceAllows || (identityAllows && accountMayDecide)) return undefined;
    if (principal.kind === 'role' && !identityAllows)
      return refused(`because no identity-based policy allows the ${action} action`);
    return refused(`because no resource-based policy allows the ${action} action`);
  };
  return { denial };
};

/** Does a role's trust policy let this service assume it? */
export const mayAssume = (trust: readonly Statement[], service: string): boolean => {
  const principal: Principal = { kind: 'service', service };
  const context = contextOf({ principal, action: 'sts:AssumeRole', resource: '*' });
  const applies = trust.filter(
    (statement) =>
      statement.principal?.(principal) !== undefined &&
      statement.matchesAction('sts:assumerole') &&
      (statement.condition?.(context) ?? true),
  );
  return (
    applies.some((statement) => statement.effect === 'Allow') &&
    applies.every((statement) => statement.effect === 'Allow')
  );
};
