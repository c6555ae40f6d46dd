import { describe, expect, it } from 'vitest';
import { makeAuthorizer } from '#local/iam/authorizer.ts';
import type { AuthorizationRequest } from '#local/kernel/aws.ts';
import {
  ARNS,
  allow,
  aService,
  aStack,
  denialOf,
  NO_RESOURCE,
  onlyTls,
  PUBLISH,
  SEND,
  type StackPolicies,
} from './iam-stack.ts';

const SNS_SENDS = { ...SEND, principal: aService('sns.amazonaws.com'), context: { 'aws:SourceArn': ARNS.topic } };

describe('a service that acts for a resource', () => {
  const forTopic = (arn: string) =>
    allow('sqs:SendMessage', ARNS.queue, {
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': arn } },
    });
  it.each<[string, StackPolicies, AuthorizationRequest, string | undefined]>([
    ['with a policy for its topic', { queue: [forTopic(ARNS.topic)] }, SNS_SENDS, undefined],
    ['with a policy for another topic', { queue: [forTopic(`${ARNS.topic}2`)] }, SNS_SENDS, NO_RESOURCE],
    [
      'with a policy for another service',
      { queue: [allow('sqs:*', ARNS.queue, { Principal: { Service: 'events.amazonaws.com' } })] },
      SNS_SENDS,
      NO_RESOURCE,
    ],
    ['without a policy', { identity: [allow('*', '*')] }, SNS_SENDS, NO_RESOURCE],
    [
      'named by its account',
      {
        queue: [
          allow('sqs:*', ARNS.queue, {
            Principal: { Service: 'sns.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '000000000000' } },
          }),
        ],
      },
      SNS_SENDS,
      undefined,
    ],
    [
      'named by another account',
      {
        queue: [
          allow('sqs:*', ARNS.queue, {
            Principal: { Service: 'sns.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
          }),
        ],
      },
      SNS_SENDS,
      NO_RESOURCE,
    ],
    ['SES on a topic with the default policy', {}, { ...PUBLISH, principal: aService('ses.amazonaws.com') }, undefined],
    [
      'CloudWatch on a topic with the default policy',
      {},
      { ...PUBLISH, principal: aService('cloudwatch.amazonaws.com') },
      undefined,
    ],
    [
      'EventBridge on a topic with the default policy',
      {},
      { ...PUBLISH, principal: aService('events.amazonaws.com') },
      NO_RESOURCE,
    ],
    [
      'SES on a topic whose own policy forgets it',
      { topic: [onlyTls('sns:Publish', ARNS.topic)] },
      { ...PUBLISH, principal: aService('ses.amazonaws.com') },
      NO_RESOURCE,
    ],
  ])('%s', (_which, policies, request, expected) => {
    const denial = denialOf(policies, request);
    if (expected === undefined) expect(denial).toBeUndefined();
    else expect(denial).toContain(expected);
  });

  it.each([
    ['the name', 'receive', ARNS.fn, undefined],
    ['the ARN', ARNS.fn, ARNS.fn, undefined],
    ['the ARN, for a version', ARNS.fn, `${ARNS.fn}:3`, NO_RESOURCE],
    ['another function', 'receive', `${ARNS.fn}-other`, NO_RESOURCE],
  ])('may invoke a function permitted by %s', (_by, name, resource, expected) => {
    const permission = {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: name,
        Principal: 'events.amazonaws.com',
        SourceArn: 'arn:aws:events:us-east-1:000000000000:rule/*',
      },
    };
    const { denial } = makeAuthorizer(aStack({ resources: { Permission: permission } }));
    const request = { principal: aService('events.amazonaws.com'), action: 'lambda:InvokeFunction', resource };
    const answer = denial({
      ...request,
      context: { 'aws:SourceArn': 'arn:aws:events:us-east-1:000000000000:rule/minute' },
    });
    if (expected === undefined) expect(answer).toBeUndefined();
    else expect(answer).toContain(expected);
    expect(denial({ ...request, context: { 'aws:SourceArn': 'arn:aws:s3:::mails' } })).toContain(NO_RESOURCE);
  });
});
