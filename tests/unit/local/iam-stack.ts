/** Small stacks with one function, for the tests of local/iam. */
import { makeAuthorizer } from '#local/iam/authorizer.ts';
import { ACCOUNT_ID, type AuthorizationRequest, type Principal } from '#local/kernel/aws.ts';
import { type LoadedStack, loadStack } from '#local/template/load.ts';

export const policyOf = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements });
export const LAMBDA_TRUST = policyOf({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Principal: { Service: 'lambda.amazonaws.com' },
});

/** One of each thing that has a policy, by fixed names. */
export const ARNS = {
  queue: `arn:aws:sqs:us-east-1:${ACCOUNT_ID}:jobs`,
  topic: `arn:aws:sns:us-east-1:${ACCOUNT_ID}:stored`,
  bucket: 'arn:aws:s3:::mails',
  fn: `arn:aws:lambda:us-east-1:${ACCOUNT_ID}:function:receive`,
  role: `arn:aws:iam::${ACCOUNT_ID}:role/receive-role`,
  session: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/receive-role/receive`,
  root: `arn:aws:iam::${ACCOUNT_ID}:root`,
} as const;

export interface StackPolicies {
  readonly trust?: unknown;
  readonly identity?: readonly unknown[];
  readonly role?: Record<string, unknown>;
  readonly queue?: readonly unknown[];
  readonly topic?: readonly unknown[];
  readonly bucket?: readonly unknown[];
  readonly key?: readonly unknown[];
  readonly resources?: Record<string, unknown>;
}

const given = (
  statements: readonly unknown[] | undefined,
  id: string,
  type: string,
  target: Record<string, unknown>,
) =>
  statements === undefined
    ? {}
    : { [id]: { Type: type, Properties: { ...target, PolicyDocument: policyOf(...statements) } } };

export const aStack = (policies: StackPolicies): LoadedStack =>
  loadStack(
    {
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
        Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'stored' } },
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'mails' } },
        Key: {
          Type: 'AWS::KMS::Key',
          Properties: { KeyPolicy: policyOf(...(policies.key ?? [ACCOUNT_KEY_STATEMENT])) },
        },
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: 'receive-role',
            AssumeRolePolicyDocument: policies.trust ?? LAMBDA_TRUST,
            ...policies.role,
          },
        },
        Receive: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            FunctionName: 'receive',
            Code: { S3Bucket: 'assets', S3Key: 'receive.zip' },
            Handler: 'index.handler',
            Runtime: 'nodejs24.x',
            Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          },
        },
        ...given(policies.identity, 'Grants', 'AWS::IAM::Policy', { PolicyName: 'grants', Roles: [{ Ref: 'Role' }] }),
        ...given(policies.queue, 'QueuePolicy', 'AWS::SQS::QueuePolicy', { Queues: [{ Ref: 'Queue' }] }),
        ...given(policies.topic, 'TopicPolicy', 'AWS::SNS::TopicPolicy', { Topics: [{ Ref: 'Topic' }] }),
        ...given(policies.bucket, 'BucketPolicy', 'AWS::S3::BucketPolicy', { Bucket: { Ref: 'Bucket' } }),
        ...policies.resources,
      },
    },
    { stackName: 'test', parameters: {}, endpointUrl: 'http://127.0.0.1:4566', assets: new Map() },
  );

/** What CDK writes into every key: the account's own policies decide. */
export const ACCOUNT_KEY_STATEMENT = { Effect: 'Allow', Principal: { AWS: ARNS.root }, Action: 'kms:*', Resource: '*' };

export const RECEIVE: Principal = { kind: 'role', roleArn: ARNS.role, functionName: 'receive' };
export const ROOT: Principal = { kind: 'root' };
export const ANONYMOUS: Principal = { kind: 'anonymous' };
export const aService = (service: string): Principal => ({ kind: 'service', service });

/** Requests and their pieces that several tests decide on. */
export const SEND = { principal: RECEIVE, action: 'sqs:SendMessage', resource: ARNS.queue };
export const PUBLISH = { principal: RECEIVE, action: 'sns:Publish', resource: ARNS.topic };
export const allow = (action: string, resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
export const deny = (action: string, resource: unknown, more: object = {}) => ({
  ...allow(action, resource, more),
  Effect: 'Deny',
});
export const onlyTls = (action: string, resource: unknown) =>
  deny(action, resource, { Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
export const denialOf = (policies: StackPolicies, request: AuthorizationRequest) =>
  makeAuthorizer(aStack(policies)).denial(request);

export const NO_IDENTITY = 'because no identity-based policy allows';
export const NO_RESOURCE = 'because no resource-based policy allows';
