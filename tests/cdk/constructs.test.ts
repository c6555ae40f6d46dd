import { Duration, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { QueueWorker, type QueueWorkerProps } from '#cdk/constructs/queue-worker.ts';
import { ScheduledFunction } from '#cdk/constructs/scheduled-function.ts';
import { codeOfFixtures, makeApp, ofType, type Template, templateOf } from './synthesize.ts';

const environment = {
  CRM_TABLE: 'crm',
  MAIL_TABLE: 'mail',
  SENDING_TABLE: 'sending',
  DUE_TABLE: 'due',
  WORKFLOW_QUEUE_URL: 'w',
  SETTINGS_TABLE: 'settings',
  MAIL_BUCKET: 'b',
  INBOUND_DOMAINS: 'd',
  EVENT_BUS: 'events',
};

const aWorker = (
  stack: Stack,
  overrides: Partial<QueueWorkerProps<'receive-mail'>> = {},
): QueueWorkerProps<'receive-mail'> => ({
  folder: 'receive-mail',
  ifItFails: "A customer's mail is late until this works again.",
  memoryMb: 512,
  timeout: Duration.seconds(20),
  batchSize: 5,
  maxConcurrency: 4,
  environment,
  grants: [],
  surroundings: { codeOf: codeOfFixtures(), alarms: new Topic(stack, 'Alarms'), logRetention: RetentionDays.ONE_WEEK },
  ...overrides,
});

const worker = (overrides: Partial<QueueWorkerProps<'receive-mail'>> = {}, stackName = 'mail'): Template => {
  const app = makeApp({ validate: false });
  const stack = new Stack(app, stackName);
  new QueueWorker(stack, aWorker(stack, overrides));
  return templateOf(app, stack);
};

const only = (template: Template, type: string, having = '') => {
  const found = ofType(template, type).filter(([id]) => id.includes(having));
  expect(found).toHaveLength(1);
  return found[0]?.[1].Properties ?? {};
};

describe('a function', () => {
  it.each(['', 'TBD', 'it breaks', 'It breaks.'])(
    'is refused while what its failure costs a person is only "%s"',
    (ifItFails) => {
      expect(() => worker({ ifItFails })).toThrow('receive-mail does not say what its failure costs a person');
    },
  );

  it('is refused without a folder of its name', () => {
    const { surroundings } = aWorker(new Stack(makeApp({ validate: false }), 'other'));
    const codeOf = (folder: string) => surroundings.codeOf(`${folder}-by-night`);
    expect(() => worker({ surroundings: { ...surroundings, codeOf } })).toThrow(
      'the function "receive-mail-by-night" is declared',
    );
  });

  it('cannot be declared by a caller who leaves out a part', () => {
    const stack = new Stack(makeApp({ validate: false }), 'mail');
    const { ifItFails: _, ...silent } = aWorker(stack);
    // @ts-expect-error the sentence is missing
    expect(() => new QueueWorker(stack, silent)).toThrow('does not say what its failure costs');
    const { environment: __, ...bare } = aWorker(new Stack(makeApp({ validate: false }), 'bare'));
    // @ts-expect-error the environment is missing; no test could see it, only the compiler
    const refused: QueueWorkerProps<'receive-mail'> = bare;
    // @ts-expect-error shared/contracts/environment.ts gives receive-mail no such name
    const unknown: QueueWorkerProps<'receive-mail'>['environment'] = { ...environment, CRM_TABEL: 'crm' };
    expect([refused, unknown]).toHaveLength(2);
  });

  it('is refused with a name longer than Lambda takes', () => {
    expect(() => worker({}, `a${'b'.repeat(51)}`)).toThrow('longer than 64 characters');
    expect(() => worker({}, `a${'b'.repeat(50)}`)).not.toThrow();
  });

  it('has the one name everywhere', () => {
    const template = worker();
    expect(only(template, 'AWS::Lambda::Function')).toMatchObject({
      FunctionName: 'mail-receive-mail',
      Environment: { Variables: { ...environment, POSTROOM_FUNCTION: 'receive-mail' } },
    });
    expect(only(template, 'AWS::Logs::LogGroup')).toEqual({
      LogGroupName: '/aws/lambda/mail-receive-mail',
      RetentionInDays: 7,
    });
    expect(only(template, 'AWS::SQS::Queue', 'Queue')).toMatchObject({ QueueName: 'mail-receive-mail' });
    for (const [, { Properties }] of ofType(template, 'AWS::CloudWatch::Alarm')) {
      expect(Properties['AlarmName']).toMatch(/^mail-receive-mail-/);
      expect(Properties['AlarmDescription']).toMatch(/A customer's mail is late .* docs\/runbook\.md#receive-mail$/);
    }
  });

  it('runs on Node 24 and arm64, and gets no options for Node', () => {
    const lambda = only(worker(), 'AWS::Lambda::Function');
    expect(lambda).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
    expect(JSON.stringify(lambda)).not.toContain('NODE_OPTIONS');
  });
});

describe('a queue worker', () => {
  it('has dead letters which only its own queue may use', () => {
    const template = worker();
    const [deadLetters] = ofType(template, 'AWS::SQS::Queue').find(([id]) => id.includes('DeadLetters')) ?? [];
    expect(only(template, 'AWS::SQS::Queue', 'Queue')['RedrivePolicy']).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [deadLetters, 'Arn'] },
      maxReceiveCount: 10,
    });
    const allowed = JSON.stringify(only(template, 'AWS::SQS::Queue', 'DeadLetters')['RedriveAllowPolicy']);
    expect(allowed).toMatch(/"redrivePermission":"byQueue".*":mail-receive-mail"/);
  });

  it.each([
    [20, 120],
    [149, 894],
    [150, 900],
    [151, 900],
    [900, 900],
  ])('with a timeout of %i s hides a message for %i s', (timeoutSeconds, visibilitySeconds) => {
    const template = worker({ timeout: Duration.seconds(timeoutSeconds) });
    expect(only(template, 'AWS::SQS::Queue', 'Queue')['VisibilityTimeout']).toBe(visibilitySeconds);
  });

  it('answers for every message on its own and is bounded', () => {
    expect(only(worker(), 'AWS::Lambda::EventSourceMapping')).toMatchObject({
      BatchSize: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 4 },
    });
  });

  it('keeps both queues encrypted and refuses connections without TLS', () => {
    const template = worker();
    for (const [, { Properties }] of ofType(template, 'AWS::SQS::Queue'))
      expect(Properties['SqsManagedSseEnabled']).toBe(true);
    const policies = ofType(template, 'AWS::SQS::QueuePolicy').map(([, { Properties }]) => JSON.stringify(Properties));
    expect(policies).toHaveLength(2);
    for (const policy of policies)
      expect(policy).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
  });

  it('[F4] rings when it crashes, is throttled, gives a message up or leaves one for two minutes', () => {
    const alarms = ofType(worker(), 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
      [Properties['AlarmName'], Properties['MetricName'], Properties['Threshold']].join(' '),
    );
    expect(alarms.sort()).toEqual([
      'mail-receive-mail-dead-letters ApproximateNumberOfMessagesVisible 1',
      'mail-receive-mail-errors Errors 1',
      'mail-receive-mail-oldest-message ApproximateAgeOfOldestMessage 120',
      'mail-receive-mail-throttles Throttles 1',
    ]);
  });
});

describe('a scheduled function', () => {
  const scheduled = (every: Duration): Template => {
    const app = makeApp({ validate: false });
    const stack = new Stack(app, 'mail');
    const { surroundings, ifItFails } = aWorker(stack);
    new ScheduledFunction(stack, {
      ...{ folder: 'public-links' as const, grants: [], memoryMb: 256, timeout: Duration.seconds(30) },
      environment: {
        ...{ SENDING_TABLE: 'sending', SETTINGS_TABLE: 'settings', MAIL_BUCKET: 'mail' },
        ...{ SECRETS_KEY_ARN: 'key', PUBLIC_URL: 'https://api.example.com' },
      },
      ...{ every, surroundings, ifItFails },
    });
    return templateOf(app, stack);
  };

  it('starts at its rate, and a tick that failed is left to the next one', () => {
    const template = scheduled(Duration.minutes(1));
    const rule = JSON.stringify(only(template, 'AWS::Events::Rule'));
    expect(rule).toContain('"ScheduleExpression":"rate(1 minute)"');
    expect(rule).toContain('"RetryPolicy":{"MaximumEventAgeInSeconds":60,"MaximumRetryAttempts":0}');
    expect(only(template, 'AWS::Lambda::EventInvokeConfig')).toMatchObject({ MaximumRetryAttempts: 0 });
  });

  it('rings when it was not started at all', () => {
    expect(only(scheduled(Duration.minutes(1)), 'AWS::CloudWatch::Alarm', 'Silence')).toMatchObject({
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 3,
      MetricName: 'Invocations',
      TreatMissingData: 'breaching',
    });
  });
});
