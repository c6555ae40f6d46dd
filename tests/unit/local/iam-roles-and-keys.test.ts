import { describe, expect, it } from 'vitest';
import { makeAuthorizer } from '#local/iam/authorizer.ts';
import {
  ACCOUNT_KEY_STATEMENT,
  ARNS,
  allow,
  aStack,
  denialOf,
  NO_IDENTITY,
  NO_RESOURCE,
  policyOf,
  RECEIVE,
  SEND,
  type StackPolicies,
} from './iam-stack.ts';

describe('a KMS key', () => {
  const toRole = { Effect: 'Allow', Principal: { AWS: ARNS.role }, Action: 'kms:Decrypt', Resource: '*' };
  const grant = [allow('kms:Decrypt', '*')];
  it.each<[string, StackPolicies, string | undefined]>([
    ['left to the account, with a grant', { identity: grant, key: [ACCOUNT_KEY_STATEMENT] }, undefined],
    ['left to the account, without a grant', { key: [ACCOUNT_KEY_STATEMENT] }, NO_IDENTITY],
    [
      'whose policy does not name the account, with a grant',
      { identity: grant, key: [{ ...toRole, Principal: { Service: 'ses.amazonaws.com' } }] },
      NO_RESOURCE,
    ],
    ['whose policy names the role', { key: [toRole] }, undefined],
  ])('%s', (_which, policies, expected) => {
    const stack = aStack(policies);
    const key = stack.ofType('AWS::KMS::Key')[0]?.attributes['Arn'] ?? '';
    const denial = makeAuthorizer(stack).denial({ principal: RECEIVE, action: 'kms:Decrypt', resource: key });
    if (expected === undefined) expect(denial).toBeUndefined();
    else expect(denial).toContain(expected);
  });
});

describe('roles', () => {
  const trusting = (principal: unknown) =>
    policyOf({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal });
  it.each([
    ['another service', trusting({ Service: 'events.amazonaws.com' })],
    ['an account', trusting({ AWS: ARNS.root })],
    [
      'Lambda for another action',
      policyOf({ Effect: 'Allow', Action: 'sts:TagSession', Principal: { Service: 'lambda.amazonaws.com' } }),
    ],
    [
      'Lambda, and denies it',
      policyOf(
        { Effect: 'Allow', Action: 'sts:*', Principal: '*' },
        { Effect: 'Deny', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
      ),
    ],
  ])('may do nothing when they trust %s', (_whom, trust) => {
    expect(denialOf({ trust, identity: [allow('*', '*')] }, SEND)).toContain('cannot be assumed by Lambda');
  });

  it('write logs by the managed policy for Lambda, and no more', () => {
    const role = { ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'] };
    expect(
      denialOf(
        { role },
        {
          ...SEND,
          action: 'logs:PutLogEvents',
          resource: 'arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s',
        },
      ),
    ).toBeUndefined();
    expect(denialOf({ role }, SEND)).toContain(NO_IDENTITY);
  });

  it('have what a managed policy of the stack grants them, attached from either side', () => {
    const managed = (roles: unknown) => ({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { PolicyDocument: policyOf(allow('sqs:*', '*')), ...(roles === undefined ? {} : { Roles: roles }) },
    });
    expect(denialOf({ resources: { Managed: managed([{ Ref: 'Role' }]) } }, SEND)).toBeUndefined();
    expect(
      denialOf({ role: { ManagedPolicyArns: [{ Ref: 'Managed' }] }, resources: { Managed: managed(undefined) } }, SEND),
    ).toBeUndefined();
  });

  it.each<[string, StackPolicies, string]>([
    [
      'a managed policy of AWS that is not known here',
      { role: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] } },
      'Role: the managed policy',
    ],
    [
      'a policy attached to a role elsewhere',
      {
        resources: {
          P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', Roles: ['x'], PolicyDocument: policyOf() } },
        },
      },
      'P: the role "x"',
    ],
    [
      'a policy attached to nothing',
      { resources: { P: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'p', PolicyDocument: policyOf() } } } },
      'attached to no role',
    ],
    [
      'a queue policy for a queue elsewhere',
      {
        resources: {
          P: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: ['http://x'], PolicyDocument: policyOf() } },
        },
      },
      'is not in this stack',
    ],
  ])('stop the start for %s', (_what, policies, sentence) => {
    expect(() => makeAuthorizer(aStack(policies))).toThrow(sentence);
  });
});
