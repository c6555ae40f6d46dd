import { describe, expect, it } from 'vitest';
import type { AuthorizationRequest } from '#local/kernel/aws.ts';
import {
  ANONYMOUS,
  ARNS,
  allow,
  denialOf,
  deny,
  NO_IDENTITY,
  NO_RESOURCE,
  onlyTls,
  PUBLISH,
  policyOf,
  RECEIVE,
  ROOT,
  SEND,
  type StackPolicies,
} from './iam-stack.ts';

const PUT = { principal: RECEIVE, action: 's3:PutObject', resource: `${ARNS.bucket}/in/1` };
const DENIED_BY_ROLE = 'with an explicit deny in an identity-based policy';
const DENIED_BY_RESOURCE = 'with an explicit deny in a resource-based policy';

describe('a call that IAM decides', () => {
  it('is denied in the words of AWS', () => {
    expect(denialOf({}, SEND)).toBe(
      `User: ${ARNS.session} is not authorized to perform: sqs:SendMessage on resource: ${ARNS.queue} because no identity-based policy allows the sqs:SendMessage action`,
    );
  });

  it.each<[string, StackPolicies, AuthorizationRequest, string | undefined]>([
    ['of a role with a grant', { identity: [allow('sqs:SendMessage', ARNS.queue)] }, SEND, undefined],
    [
      'of a role with a grant for another action',
      { identity: [allow('sqs:ReceiveMessage', ARNS.queue)] },
      SEND,
      NO_IDENTITY,
    ],
    [
      'of a role with a grant on another queue',
      { identity: [allow('sqs:SendMessage', `${ARNS.queue}2`)] },
      SEND,
      NO_IDENTITY,
    ],
    [
      'of a role with a deny beside the grant',
      { identity: [allow('sqs:*', '*'), deny('sqs:Send*', '*')] },
      SEND,
      DENIED_BY_ROLE,
    ],
    [
      'of a role with the deny before the grant',
      { identity: [deny('sqs:Send*', '*'), allow('sqs:*', '*')] },
      SEND,
      DENIED_BY_ROLE,
    ],
    [
      'of a role whose grant has a false condition',
      { identity: [allow('sqs:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })] },
      SEND,
      NO_IDENTITY,
    ],
    [
      'of a role by its inline policy',
      { role: { Policies: [{ PolicyName: 'a', PolicyDocument: policyOf(allow('sqs:*', '*')) }] } },
      SEND,
      undefined,
    ],
    [
      'of a role that the queue alone names',
      { queue: [allow('sqs:SendMessage', ARNS.queue, { Principal: { AWS: ARNS.role } })] },
      SEND,
      undefined,
    ],
    [
      'of a role whose session the queue names',
      { queue: [allow('sqs:SendMessage', ARNS.queue, { Principal: { AWS: ARNS.session } })] },
      SEND,
      undefined,
    ],
    [
      'of a role whose account the queue names',
      { queue: [allow('sqs:SendMessage', ARNS.queue, { Principal: { AWS: ARNS.root } })] },
      SEND,
      NO_IDENTITY,
    ],
    [
      'of a role that the queue denies',
      { identity: [allow('sqs:*', '*')], queue: [deny('sqs:*', ARNS.queue, { Principal: { AWS: ARNS.role } })] },
      SEND,
      DENIED_BY_RESOURCE,
    ],
    [
      'of a role whose account the queue denies',
      { identity: [allow('sqs:*', '*')], queue: [deny('sqs:*', ARNS.queue, { Principal: { AWS: ARNS.root } })] },
      SEND,
      DENIED_BY_RESOURCE,
    ],
    [
      'over TLS to a queue for TLS only',
      { identity: [allow('sqs:*', '*')], queue: [onlyTls('sqs:*', ARNS.queue)] },
      SEND,
      undefined,
    ],
    [
      'without TLS to a queue for TLS only',
      { identity: [allow('sqs:*', '*')], queue: [onlyTls('sqs:*', ARNS.queue)] },
      { ...SEND, context: { 'aws:SecureTransport': 'false' } },
      DENIED_BY_RESOURCE,
    ],
    [
      'on an object of a bucket whose policy allows it',
      { bucket: [allow('s3:PutObject', `${ARNS.bucket}/in/*`, { Principal: '*' })] },
      PUT,
      undefined,
    ],
    [
      'on an object outside the prefix',
      { bucket: [allow('s3:PutObject', `${ARNS.bucket}/out/*`, { Principal: '*' })] },
      PUT,
      NO_IDENTITY,
    ],
    ['of a role on a topic with the default policy', {}, PUBLISH, NO_IDENTITY],
    ['of root without any grant', {}, { ...SEND, principal: ROOT }, undefined],
    [
      'of root that the queue denies',
      { queue: [deny('sqs:*', ARNS.queue, { Principal: '*' })] },
      { ...SEND, principal: ROOT },
      DENIED_BY_RESOURCE,
    ],
    ['of nobody', { identity: [allow('*', '*')] }, { ...SEND, principal: ANONYMOUS }, NO_RESOURCE],
    [
      'of nobody on what is open to all',
      { bucket: [allow('s3:PutObject', `${ARNS.bucket}/*`, { Principal: '*' })] },
      { ...PUT, principal: ANONYMOUS },
      undefined,
    ],
    [
      'of a function that is not in the stack',
      { identity: [allow('*', '*')] },
      { ...SEND, principal: { kind: 'role', roleArn: `${ARNS.role}2`, functionName: 'x' } },
      'cannot be assumed by Lambda',
    ],
  ])('%s', (_which, policies, request, expected) => {
    const denial = denialOf(policies, request);
    if (expected === undefined) expect(denial).toBeUndefined();
    else expect(denial).toContain(expected);
  });

  it('counts the action as AWS does, whatever its capitals', () => {
    expect(denialOf({ identity: [allow('sqs:sendmessage', '*')] }, SEND)).toBeUndefined();
  });
});

describe('NotPrincipal with Deny', () => {
  const except = (...AWS: string[]) => ({
    identity: [allow('sqs:*', '*')],
    queue: [deny('sqs:*', ARNS.queue, { NotPrincipal: { AWS } })],
  });
  it.each<[string, string[], string | undefined]>([
    ['spares a role listed with account and session', [ARNS.root, ARNS.role, ARNS.session], undefined],
    ['hits a role listed without its account', [ARNS.role, ARNS.session], DENIED_BY_RESOURCE],
    ['hits a role listed without its session', [ARNS.root, ARNS.role], DENIED_BY_RESOURCE],
    ['hits a role that is not listed', [ARNS.root], DENIED_BY_RESOURCE],
  ])('%s', (_what, listed, expected) => {
    const denial = denialOf(except(...listed), SEND);
    if (expected === undefined) expect(denial).toBeUndefined();
    else expect(denial).toContain(expected);
  });
});
