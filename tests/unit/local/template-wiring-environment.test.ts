import { describe, expect, it } from 'vitest';
import { policyOf } from './iam-stack.ts';
import { arn, ref, type TestTemplate } from './template-http-api.ts';
import { add, all, change, faultsOf, itNames, type Planted } from './template-planted.ts';
import { aWellWiredTemplate } from './template-well-wired.ts';

const variables = (Variables: Record<string, unknown>) => change('Receive', { Environment: { Variables } });
const grant = (...resources: unknown[]) =>
  add('MoreGrants', 'AWS::IAM::Policy', {
    PolicyName: 'more',
    Roles: [ref('Role')],
    PolicyDocument: policyOf({ Effect: 'Allow', Action: 's3:GetObject', Resource: resources }),
  });
const objectsOf = (bucket: string, prefix: string) => ({ 'Fn::Join': ['', [arn(bucket), prefix]] });
const domains = (Recipients: string[] | undefined) => (template: TestTemplate) => {
  const rule = template.Resources['Rule'];
  if (rule === undefined) throw new Error('There is no Rule in the template.');
  rule.Properties['Rule'] = { ...Object(rule.Properties['Rule']), Recipients };
};
const filtered = (FilterPolicyScope: string | undefined) =>
  change('JobsOfStored', { FilterPolicy: { kind: ['mail'] }, FilterPolicyScope });

const NAMES: Planted[] = [
  [
    'a bucket that is not in the stack',
    variables({ MAIL_BUCKET: 'elsewhere' }),
    /^Receive: MAIL_BUCKET is "elsewhere", which is no bucket of this stack/,
  ],
  [
    'a variable for a table that holds a bucket',
    variables({ MAIL_TABLE: ref('Mails') }),
    /^Receive: MAIL_TABLE is ".+", which is no table/,
  ],
  [
    'a queue without any grant',
    all(
      variables({ DEAD_QUEUE_URL: ref('DeadJobs') }),
      change('Receive', { Role: arn(`OtherRole`) }),
      add('OtherRole', 'AWS::IAM::Role', {
        AssumeRolePolicyDocument: policyOf({
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'lambda.amazonaws.com' },
        }),
      }),
    ),
    /^Receive: DEAD_QUEUE_URL names DeadJobs, which its role may not use at all/,
  ],
  [
    'a bucket without any grant',
    variables({ MAIL_BUCKET: ref('Mails') }),
    /^Receive: MAIL_BUCKET names Mails, which its role may not use at all/,
  ],
  [
    'a granted bucket that no variable names',
    all(variables({ OTHER: 'x' }), grant(objectsOf('Mails', '/in/*'))),
    /^Receive: its role may use Mails, but no variable of its environment names that/,
  ],
  [
    'inbound domains that no rule receives',
    all(variables({ INBOUND_DOMAINS: 'in.example' }), domains(['other.example'])),
    /^Receive: INBOUND_DOMAINS is in.example, and mail is received for other.example/,
  ],
  [
    'a rule that stores and tells nobody',
    change('Rule', {
      Rule: { Enabled: true, Actions: [{ S3Action: { BucketName: ref('Mails'), ObjectKeyPrefix: 'in/' } }] },
    }),
    /^Rule: it stores mails and tells nobody/,
  ],
  [
    'a subscription that delivers envelopes',
    change('JobsOfStored', { RawMessageDelivery: undefined }),
    /^JobsOfStored: without RawMessageDelivery/,
  ],
  [
    'a filter on attributes that SES does not publish',
    filtered(undefined),
    /^JobsOfStored: its filter looks at message attributes/,
  ],
];

describe('names in the environment, and what is told to whom', () => itNames(NAMES));

describe('the wiring of names', () => {
  it.each<[string, (template: TestTemplate) => void]>([
    [
      'a granted bucket that is named',
      all(variables({ MAIL_BUCKET: ref('Mails') }), grant(objectsOf('Mails', '/in/*'))),
    ],
    [
      'the domains of the rule in another order',
      all(variables({ INBOUND_DOMAINS: 'b.example, a.example' }), domains(['a.example', 'b.example'])),
    ],
    ['a filter on the body', filtered('MessageBody')],
  ])('takes %s', (_what, make) => {
    const template = aWellWiredTemplate();
    make(template);
    expect(faultsOf(template)).toEqual([]);
  });
});
