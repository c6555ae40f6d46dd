import { describe, expect, it } from 'vitest';
import { policyOf } from './iam-stack.ts';
import { loadTemplate } from './template-well-wired.ts';

const ARN = (service: string, rest: string) => `arn:aws:${service}:us-east-1:000000000000:${rest}`;
const identityOf = (Type: string, Properties: Record<string, unknown>, options = {}) => {
  const stack = loadTemplate({ Resources: { It: { Type, Properties } } }, options);
  const it = [...stack.resources, ...stack.ignored][0];
  return { ref: it?.ref, attributes: it?.attributes };
};
const TABLE = { AttributeDefinitions: [], KeySchema: [], BillingMode: 'PAY_PER_REQUEST' };
const FUNCTION = { Code: { S3Bucket: 'a', S3Key: 'b' }, Handler: 'index.handler', Role: 'r', Runtime: 'nodejs24.x' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;

describe('what Ref and Fn::GetAtt answer', () => {
  it.each<[string, Record<string, unknown>, string, Record<string, string>]>([
    [
      'AWS::SQS::Queue',
      { QueueName: 'q' },
      'http://127.0.0.1:4566/000000000000/q',
      { Arn: ARN('sqs', 'q'), QueueName: 'q', QueueUrl: 'http://127.0.0.1:4566/000000000000/q' },
    ],
    ['AWS::SNS::Topic', { TopicName: 't' }, ARN('sns', 't'), { TopicArn: ARN('sns', 't'), TopicName: 't' }],
    [
      'AWS::S3::Bucket',
      { BucketName: 'b' },
      'b',
      { Arn: 'arn:aws:s3:::b', DomainName: 'b.s3.amazonaws.com', RegionalDomainName: 'b.s3.us-east-1.amazonaws.com' },
    ],
    ['AWS::DynamoDB::Table', { ...TABLE, TableName: 't' }, 't', { Arn: ARN('dynamodb', 'table/t') }],
    [
      'AWS::DynamoDB::GlobalTable',
      { ...TABLE, TableName: 't', Replicas: [{ Region: 'us-east-1' }] },
      't',
      { Arn: ARN('dynamodb', 'table/t') },
    ],
    ['AWS::Lambda::Function', { ...FUNCTION, FunctionName: 'f' }, 'f', { Arn: ARN('lambda', 'function:f') }],
    ['AWS::Logs::LogGroup', { LogGroupName: '/g' }, '/g', { Arn: ARN('logs', 'log-group:/g:*') }],
    ['AWS::Events::Rule', { Name: 'r' }, 'r', { Arn: ARN('events', 'rule/r') }],
    ['AWS::Events::Rule', { Name: 'r', EventBusName: 'b' }, 'b|r', { Arn: ARN('events', 'rule/b/r') }],
    ['AWS::Events::EventBus', { Name: 'b' }, 'b', { Arn: ARN('events', 'event-bus/b'), Name: 'b' }],
    ['AWS::SES::ReceiptRuleSet', { RuleSetName: 's' }, 's', {}],
    ['AWS::SES::ReceiptRule', { RuleSetName: 's', Rule: { Name: 'r', Actions: [] } }, 'r', {}],
    ['AWS::SES::ConfigurationSet', { Name: 'c' }, 'c', {}],
    ['AWS::SES::EmailIdentity', { EmailIdentity: 'a.example' }, 'a.example', {}],
    ['AWS::KMS::Alias', { AliasName: 'alias/a', TargetKeyId: 'k' }, 'alias/a', {}],
    ['AWS::ApiGatewayV2::Stage', { ApiId: 'a', StageName: '$default' }, '$default', {}],
    ['AWS::CloudWatch::Alarm', { AlarmName: 'a' }, 'a', { Arn: ARN('cloudwatch', 'alarm:a') }],
  ])('of %s %j', (type, properties, ref, attributes) => {
    expect(identityOf(type, properties)).toEqual({ ref, attributes });
  });

  it('of a role', () => {
    const trust = { AssumeRolePolicyDocument: policyOf() };
    const role = identityOf('AWS::IAM::Role', { ...trust, RoleName: 'r', Path: '/mail/' });
    expect(role).toEqual({
      ref: 'r',
      attributes: { Arn: 'arn:aws:iam::000000000000:role/mail/r', RoleId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/) },
    });
  });

  it('of a key', () => {
    const { ref, attributes } = identityOf('AWS::KMS::Key', { KeyPolicy: policyOf() });
    expect(ref).toMatch(UUID);
    expect(attributes).toEqual({ Arn: ARN('kms', `key/${ref}`), KeyId: ref });
  });

  it('of an HTTP API: the address on this machine when there is one', () => {
    const api = identityOf('AWS::ApiGatewayV2::Api', { Name: 'a', ProtocolType: 'HTTP' });
    expect(api.ref).toMatch(/^[a-z0-9]{10}$/);
    expect(api.attributes).toEqual({
      ApiId: api.ref,
      ApiEndpoint: `https://${api.ref}.execute-api.us-east-1.amazonaws.com`,
    });
    const here = identityOf(
      'AWS::ApiGatewayV2::Api',
      { Name: 'a', ProtocolType: 'HTTP' },
      { apiUrl: 'http://127.0.0.1:8080' },
    );
    expect(here.attributes?.['ApiEndpoint']).toBe('http://127.0.0.1:8080');
  });

  it('of a subscription: its topic and an id', () => {
    const subscription = identityOf('AWS::SNS::Subscription', {
      TopicArn: ARN('sns', 't'),
      Protocol: 'sqs',
      Endpoint: 'e',
    });
    expect(subscription.ref).toMatch(/^arn:aws:sns:us-east-1:000000000000:t:[0-9a-f-]{36}$/);
    expect(subscription.attributes).toEqual({ Arn: subscription.ref });
  });

  it('of an event source mapping', () => {
    const { ref, attributes } = identityOf('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: 'e',
      FunctionName: 'f',
    });
    expect(ref).toMatch(UUID);
    expect(attributes).toEqual({ Id: ref, EventSourceMappingArn: ARN('lambda', `event-source-mapping:${ref}`) });
  });
});

describe('names that AWS assigns', () => {
  const assigned = (id: string, stackName: string, Type: string, Properties: object = {}) =>
    loadTemplate({ Resources: { [id]: { Type, Properties } } }, { stackName }).resources[0];
  const LONG = 'L'.repeat(255);

  it('are the same at every start and different for every logical id and stack', () => {
    const name = (id: string, stack = 'mail') => assigned(id, stack, 'AWS::SQS::Queue')?.ref;
    expect(name('Jobs')).toBe(name('Jobs'));
    expect(name('Jobs')).toMatch(/\/mail-Jobs-[A-Z0-9]{12}$/);
    expect(new Set([name('Jobs'), name('Jobs2'), name('Jobs', 'post')]).size).toBe(3);
    expect(name(`${LONG}A`)).not.toBe(name(`${LONG}B`));
  });

  it.each([
    ['AWS::SQS::Queue', {}, 80],
    ['AWS::Lambda::Function', FUNCTION, 64],
    ['AWS::S3::Bucket', {}, 63],
    ['AWS::IAM::Role', { AssumeRolePolicyDocument: {} }, 64],
    ['AWS::SES::ReceiptRuleSet', {}, 64],
    ['AWS::DynamoDB::Table', TABLE, 255],
  ])('of %s stay within what AWS takes, with the suffix whole', (type, properties, limit) => {
    const resource = assigned(LONG, 'mail', type, properties);
    const name = resource?.attributes['QueueName'] ?? resource?.ref ?? '';
    expect(name).toMatch(/^mail-L+-[A-Z0-9]{12}$/i);
    expect(name).toHaveLength(limit);
  });

  it('of buckets are in lower case', () => {
    expect(assigned('Mails', 'Postroom', 'AWS::S3::Bucket')?.ref).toMatch(/^postroom-mails-[a-z0-9]{12}$/);
  });
});
