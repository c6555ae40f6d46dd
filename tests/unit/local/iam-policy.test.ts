import { describe, expect, it } from 'vitest';
import { compilePolicy, type PolicyKind } from '#local/iam/policy.ts';

const VARIABLE = '$'.concat('{aws:userid}');
const ALLOW = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
const document = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements });

describe('policy documents', () => {
  it.each<[string, PolicyKind, unknown, string]>([
    ['no object', 'identity', 'x', 'must be an object'],
    ['a misspelt member', 'identity', { Statements: [ALLOW] }, 'no member "Statements"'],
    ['another version', 'identity', { Version: '2015', Statement: [ALLOW] }, 'Version must be 2012-10-17'],
    ['a misspelt statement member', 'identity', document({ ...ALLOW, Conditions: {} }), 'no member "Conditions"'],
    ['no effect', 'identity', document({ ...ALLOW, Effect: 'allow' }), 'Effect must be Allow or Deny'],
    ['no action', 'identity', document({ Effect: 'Allow', Resource: '*' }), 'Action or NotAction is missing'],
    ['an empty list of actions', 'identity', document({ ...ALLOW, Action: [] }), 'the list is empty'],
    ['both Action and NotAction', 'identity', document({ ...ALLOW, NotAction: 'sqs:*' }), 'exclude each other'],
    ['an action without a service', 'identity', document({ ...ALLOW, Action: 'SendMessage' }), 'is not an action'],
    ['no resource', 'identity', document({ Effect: 'Allow', Action: 'sqs:*' }), 'Resource or NotResource is missing'],
    ['half an ARN', 'identity', document({ ...ALLOW, Resource: 'arn:aws:sqs' }), 'is not a whole ARN'],
    ['a queue URL', 'identity', document({ ...ALLOW, Resource: 'http://127.0.0.1/q' }), 'is not a whole ARN'],
    [
      'a policy variable',
      'identity',
      document({ ...ALLOW, Resource: `arn:aws:s3:::b/${VARIABLE}` }),
      'policy variables',
    ],
    ['a principal in a role policy', 'identity', document({ ...ALLOW, Principal: '*' }), 'has no Principal'],
    ['two equal Sids', 'identity', document({ ...ALLOW, Sid: 'A' }, { ...ALLOW, Sid: 'A' }), 'the Sid "A"'],
    ['no principal on a queue', 'resource', document(ALLOW), 'Principal is missing'],
    ['a federated principal', 'resource', document({ ...ALLOW, Principal: { Federated: 'x' } }), 'kind Federated'],
    [
      'a principal with a wildcard',
      'resource',
      document({ ...ALLOW, Principal: { AWS: 'arn:aws:iam::1:role/*' } }),
      'refuses wildcards',
    ],
    [
      'a bare principal',
      'resource',
      document({ ...ALLOW, Principal: 'sns.amazonaws.com' }),
      'must be "*" or an object',
    ],
    ['NotPrincipal with Allow', 'resource', document({ ...ALLOW, NotPrincipal: { AWS: '1' } }), 'only with Deny'],
    ['a resource in a trust policy', 'trust', document({ ...ALLOW, Principal: '*' }), 'a trust policy has no Resource'],
    [
      'NotPrincipal in a trust policy',
      'trust',
      document({ Effect: 'Deny', Action: 'sts:AssumeRole', NotPrincipal: { AWS: '1' } }),
      'only in a resource policy',
    ],
  ])('refuses %s', (_what, kind, policy, sentence) => {
    expect(() => compilePolicy(policy, kind, 'TheOwner')).toThrow(sentence);
    expect(() => compilePolicy(policy, kind, 'TheOwner')).toThrow(/^TheOwner/);
  });

  it('takes one statement for a list of one', () => {
    expect(compilePolicy({ Statement: ALLOW }, 'identity', 'P')).toHaveLength(1);
  });

  it.each([
    [{ Action: ['sqs:Send*', 'sns:Publish'] }, 'sqs:sendmessage', true],
    [{ Action: 'SQS:SENDMESSAGE'.replace('SQS', 'sqs') }, 'sqs:sendmessage', true],
    [{ Action: '*' }, 'ses:sendemail', true],
    [{ Action: 'sqs:?endMessage' }, 'sqs:sendmessage', true],
    [{ Action: 'sqs:Send*' }, 'sns:publish', false],
    [{ NotAction: 'sqs:*' }, 'sns:publish', true],
    [{ NotAction: 'sqs:*' }, 'sqs:sendmessage', false],
  ])('%j and the action %s: %s', (actions, action, expected) => {
    const [statement] = compilePolicy(document({ Effect: 'Allow', Resource: '*', ...actions }), 'identity', 'P');
    expect(statement?.matchesAction(action)).toBe(expected);
  });

  it.each([
    [{ Resource: ['arn:aws:s3:::a', 'arn:aws:s3:::a/*'] }, 'arn:aws:s3:::a/x', true],
    [{ Resource: 'arn:aws:s3:::a' }, 'arn:aws:s3:::a/x', false],
    [{ NotResource: 'arn:aws:s3:::a/*' }, 'arn:aws:s3:::a/x', false],
    [{ NotResource: 'arn:aws:s3:::a/*' }, 'arn:aws:s3:::b/x', true],
  ])('%j and the resource %s: %s', (resources, arn, expected) => {
    const [statement] = compilePolicy(document({ Effect: 'Allow', Action: '*', ...resources }), 'identity', 'P');
    expect(statement?.matchesResource(arn)).toBe(expected);
  });
});
