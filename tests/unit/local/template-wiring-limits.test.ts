import { rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LAMBDA_TRUST, policyOf } from './iam-stack.ts';
import { arn, ref, type TestTemplate } from './template-http-api.ts';
import { add, all, change, faultsOf, itNames, type Planted, remove } from './template-planted.ts';
import { allow, anAssetFolder, aWellWiredTemplate } from './template-well-wired.ts';

const many = (count: number, make: (index: number) => [string, string, Record<string, unknown>]) =>
  all(...Array.from({ length: count }, (_, index) => add(...make(index))));

const LIMITS: Planted[] = [
  [
    '501 resources',
    (template) =>
      many(501 - Object.keys(template.Resources).length, (index) => [`Log${index}`, 'AWS::Logs::LogGroup', {}])(
        template,
      ),
    /^test: the stack has 501 resources/,
  ],
  [
    'a function policy above 20 KB',
    many(60, (index) => [
      `Permission${index}`,
      'AWS::Lambda::Permission',
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: ref('Receive'),
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:aws:execute-api:us-east-1:000000000000:api/*/GET/v1/a/quite/long/path/number/${index}`,
      },
    ]),
    /^Receive: its resource policy has \d+ bytes from 62 permissions/,
  ],
  [
    'a role with policies above 10,240 characters',
    change('Grants', {
      PolicyDocument: policyOf(
        ...Array.from({ length: 100 }, () => ({
          Effect: 'Allow',
          Action: 'sqs:*',
          Resource: [arn('Jobs'), arn('Mails'), arn('Key')],
        })),
      ),
    }),
    /^Role: its policies have \d+ characters/,
  ],
  [
    'a bucket policy above 20 KB',
    change('MailsPolicy', {
      PolicyDocument: policyOf(
        ...Array.from({ length: 200 }, () =>
          allow('ses.amazonaws.com', 's3:PutObject', { 'Fn::Join': ['', [arn('Mails'), '/in/*']] }),
        ),
      ),
    }),
    /^MailsPolicy: the policy is larger than the 20480 bytes/,
  ],
];

describe('the wiring of a stack', () => {
  it('has no fault in the template the planted faults start from', () => {
    expect(faultsOf(aWellWiredTemplate())).toEqual([]);
  });

  it('names a function whose asset lacks the handler file', () => {
    const folder = anAssetFolder('main.js');
    onTestFinished(() => rmSync(folder, { recursive: true }));
    expect(faultsOf(aWellWiredTemplate(), folder)).toEqual([
      expect.stringMatching(/^Receive: its code has no file index.js/),
    ]);
  });

  it.each<[string, (template: TestTemplate) => void]>([
    [
      '500 resources',
      (template) =>
        many(500 - Object.keys(template.Resources).length, (index) => [`Log${index}`, 'AWS::Logs::LogGroup', {}])(
          template,
        ),
    ],
    ['an environment of exactly 4 KB', change('Receive', { Environment: { Variables: { BUCKET: 'x'.repeat(4083) } } })],
    ['a visibility timeout of exactly 15 minutes', change('Jobs', { VisibilityTimeout: 900 })],
    ['a visibility timeout equal to the function timeout', change('Jobs', { VisibilityTimeout: 20 })],
    ['a function timeout of exactly 30 s behind the API', change('Receive', { Timeout: 30 })],
    ['a batch of 11 with a window', change('ReceiveOnJobs', { BatchSize: 11, MaximumBatchingWindowInSeconds: 1 })],
    ['a topic without policy and key', all(remove('StoredPolicy'), change('Stored', { KmsMasterKeyId: undefined }))],
    [
      'a role of its own that writes logs by name',
      all(
        change('Role', {
          ManagedPolicyArns: undefined,
          AssumeRolePolicyDocument: LAMBDA_TRUST,
          Policies: [
            {
              PolicyName: 'logs',
              PolicyDocument: policyOf({
                Effect: 'Allow',
                Action: 'logs:*',
                Resource: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/*',
              }),
            },
          ],
        }),
      ),
    ],
  ])('takes %s', (_what, make) => {
    const template = aWellWiredTemplate();
    make(template);
    expect(faultsOf(template)).toEqual([]);
  });
});

describe('limits of AWS', () => itNames(LIMITS));
