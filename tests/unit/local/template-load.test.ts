import { describe, expect, it } from 'vitest';
import { TemplateError } from '#local/template/template-error.ts';
import { aWellWiredTemplate, loadTemplate } from './template-well-wired.ts';

const queue = (Properties: unknown, more: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties, ...more });
const load = (resources: Record<string, unknown>, sections: object = {}) =>
  loadTemplate({ Resources: resources, ...sections });
const refused = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    if (error instanceof TemplateError && error.code === 'TemplateRefused') return error.message;
    throw error;
  }
  return 'nothing was refused';
};

describe('loading a template', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'an unknown type',
      () => load({ Vpc: { Type: 'AWS::EC2::VPC' } }),
      /^Vpc \(AWS::EC2::VPC\): the embedded cloud does not know this resource type; run it or list it/,
    ],
    [
      'a type named like an inherited member',
      () => load({ X: { Type: 'toString' } }),
      /^X \(toString\): the embedded cloud does not know this resource type/,
    ],
    [
      'an unknown custom resource',
      () => load({ X: { Type: 'Custom::S3AutoDeleteObjects' } }),
      /does not know this resource type/,
    ],
    [
      'an unknown property',
      () => load({ Q: queue({ FifoQueue: true }) }),
      /^Q \(AWS::SQS::Queue\): the embedded cloud does not know the property FifoQueue; add it to .* or take it out/,
    ],
    [
      'an unknown nested property',
      () => load({ Q: queue({ RedrivePolicy: { deadLetterTargetArn: 'a', maxReceiveCount: 1, x: 1 } }) }),
      /does not know the property RedrivePolicy\.x/,
    ],
    [
      'an unknown property in a list',
      () => load({ B: { Type: 'AWS::S3::Bucket', Properties: { OwnershipControls: { Rules: [{ X: 1 }] } } } }),
      /does not know the property OwnershipControls\.Rules\.0\.X/,
    ],
    [
      'a property that AWS requires',
      () => load({ Q: queue({ RedrivePolicy: { maxReceiveCount: 3 } }) }),
      /the property RedrivePolicy\.deadLetterTargetArn is missing/,
    ],
    [
      'a number out of range',
      () => load({ Q: queue({ VisibilityTimeout: 43_201 }) }),
      /VisibilityTimeout is 43201; AWS takes whole numbers from 0 to 43200/,
    ],
    ['a number that is none', () => load({ Q: queue({ VisibilityTimeout: 'soon' }) }), /VisibilityTimeout is "soon"/],
    ['a fraction', () => load({ Q: queue({ DelaySeconds: 1.5 }) }), /DelaySeconds is 1.5/],
    [
      'a flag that is none',
      () => load({ Q: queue({ SqsManagedSseEnabled: 'yes' }) }),
      /SqsManagedSseEnabled must be true or false/,
    ],
    [
      'a choice not run here',
      () =>
        load({
          S: { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: 'a', Protocol: 'lambda', Endpoint: 'b' } },
        }),
      /Protocol is "lambda"; the embedded cloud runs only sqs, email/,
    ],
    [
      'a list too long',
      () =>
        load({
          Q: queue({
            RedriveAllowPolicy: {
              redrivePermission: 'byQueue',
              sourceQueueArns: Array.from({ length: 11 }, () => 'a'),
            },
          }),
        }),
      /sourceQueueArns has 11 entries; AWS takes 10/,
    ],
    ['an object for a text', () => load({ Q: queue({ QueueName: { a: 1 } }) }), /QueueName/],
    [
      'an unknown intrinsic function, by place',
      () => load({ Q: queue({ RedrivePolicy: { deadLetterTargetArn: { 'Fn::Cidr': [] } } }) }),
      /^Q \(AWS::SQS::Queue\), Properties\.RedrivePolicy\.deadLetterTargetArn: the intrinsic function Fn::Cidr/,
    ],
    [
      'an unknown resource attribute',
      () => load({ Q: queue({}, { UpdatePolicy: {} }) }),
      /the resource attribute UpdatePolicy is not emulated/,
    ],
    [
      'an unknown section',
      () => load({ Q: queue({}) }, { Transform: 'AWS::LanguageExtensions' }),
      /^Template section Transform: it is not emulated/,
    ],
    [
      'an unknown rule',
      () => load({ Q: queue({}) }, { Rules: { Mine: {} } }),
      /^Template rule Mine: rules are not emulated/,
    ],
    [
      'a dependency on nothing',
      () => load({ Q: queue({}, { DependsOn: 'X' }) }),
      /DependsOn names X, which is not in the template/,
    ],
    ['a missing condition', () => load({ Q: queue({}, { Condition: 'X' }) }), /there is no condition X/],
    ['no resources', () => load({}), /^Template: it has no resources/],
    [
      'two names alike',
      () => load({ A: queue({ QueueName: 'q' }), B: queue({ QueueName: 'q' }) }),
      /^B \(AWS::SQS::Queue\): .* already exists as A/,
    ],
    [
      'names that depend on each other',
      () => load({ A: queue({ QueueName: { Ref: 'B' } }), B: queue({ QueueName: { Ref: 'A' } }) }),
      /circular reference: B -> A -> B/,
    ],
    [
      'properties that depend on each other',
      () => load({ A: queue({ KmsMasterKeyId: { Ref: 'B' } }), B: queue({ KmsMasterKeyId: { Ref: 'A' } }) }),
      /circular dependency between resources \(A -> B -> A\)/,
    ],
    [
      'a resource that depends on itself',
      () => load({ A: queue({ KmsMasterKeyId: { Ref: 'A' } }) }),
      /circular dependency between resources \(A -> A\)/,
    ],
    [
      'a circle through DependsOn',
      () => load({ A: queue({}, { DependsOn: ['B'] }), B: queue({ KmsMasterKeyId: { Ref: 'A' } }) }),
      /circular dependency/,
    ],
    [
      'the value of the bootstrap version',
      () =>
        load(
          { Q: queue({ QueueName: { Ref: 'BootstrapVersion' } }) },
          { Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' } } },
        ),
      /the value of the parameter BootstrapVersion is only known in an account/,
    ],
    [
      'another SDK call',
      () =>
        load({
          C: {
            Type: 'Custom::AWS',
            Properties: { ServiceToken: 'a', Create: '{"service":"S3","action":"putObject"}' },
          },
        }),
      /^C \(Custom::AWS\): the SDK call s3 putObject is not emulated/,
    ],
    [
      'an SDK call with other parameters',
      () =>
        load({
          C: {
            Type: 'Custom::AWS',
            Properties: { ServiceToken: 'a', Create: '{"service":"SES","action":"setActiveReceiptRuleSet"}' },
          },
        }),
      /needs the parameter RuleSetName/,
    ],
    [
      'an SDK call that is no JSON',
      () => load({ C: { Type: 'Custom::AWS', Properties: { ServiceToken: 'a', Create: 'x' } } }),
      /the property Create must be JSON/,
    ],
    [
      'another runtime',
      () =>
        load({
          F: {
            Type: 'AWS::Lambda::Function',
            Properties: { Code: { S3Bucket: 'a', S3Key: 'b' }, Handler: 'a.b', Role: 'r', Runtime: 'python3.13' },
          },
        }),
      /Runtime is "python3.13"; the embedded cloud runs only nodejs24.x/,
    ],
  ])('refuses %s', (_what, make, sentence) => {
    expect(refused(make)).toMatch(sentence);
  });

  it('turns texts into the numbers and flags they stand for, as CloudFormation does', () => {
    const { resources } = load({ Q: queue({ VisibilityTimeout: '60', SqsManagedSseEnabled: 'true', QueueName: 7 }) });
    expect(resources[0]?.properties).toEqual({ VisibilityTimeout: 60, SqsManagedSseEnabled: true, QueueName: '7' });
  });

  it('leaves out a property that is AWS::NoValue', () => {
    const { resources } = load({ Q: queue({ KmsMasterKeyId: { Ref: 'AWS::NoValue' } }) });
    expect(resources[0]?.properties).toEqual({});
  });

  it('takes retention attributes and the bootstrap rule without acting on them', () => {
    const rules = {
      CheckBootstrapVersion: { Assertions: [{ Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1'], 'x'] }] } }] },
    };
    const retained = queue({}, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain', Metadata: { x: 1 } });
    expect(load({ Q: retained }, { Rules: rules }).resources).toHaveLength(1);
  });

  it('keeps what it does not run apart, each with a reason', () => {
    const stack = loadTemplate(aWellWiredTemplate());
    expect(stack.ignored.map(({ logicalId }) => logicalId)).toEqual([
      'AWS679f53fac002430cb0da5b7982bd2287',
      'DeadJobsAlarm',
      'Overview',
    ]);
    for (const { because } of stack.ignored) expect(because.length).toBeGreaterThan(20);
    expect(stack.ofType('AWS::Lambda::Function').map(({ logicalId }) => logicalId)).toEqual(['Receive']);
  });

  it('finds assets by key, and says when one is missing', () => {
    const stack = loadTemplate(aWellWiredTemplate(), { assets: new Map([['receive.zip', '/assets/receive']]) });
    expect(stack.assetFolder('receive.zip')).toBe('/assets/receive');
    expect(() => stack.assetFolder('other.zip')).toThrow('Asset other.zip');
  });

  it('answers outputs, without those a condition leaves out', () => {
    const sections = {
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Outputs: { Url: { Value: { Ref: 'Q' }, Export: { Name: 'x' } }, None: { Value: 'x', Condition: 'No' } },
    };
    expect(load({ Q: queue({ QueueName: 'q' }) }, sections).outputs).toEqual({
      Url: 'http://127.0.0.1:4566/000000000000/q',
    });
  });
});
