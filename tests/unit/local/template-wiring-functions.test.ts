import { describe } from 'vitest';
import { policyOf } from './iam-stack.ts';
import { arn, ref } from './template-http-api.ts';
import { add, all, change, itNames, OTHER_ARN, type Planted, remove } from './template-planted.ts';
import { allow } from './template-well-wired.ts';

const FUNCTIONS: Planted[] = [
  [
    'a role that does not trust Lambda',
    change('Role', {
      AssumeRolePolicyDocument: policyOf({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'ec2.amazonaws.com' },
      }),
    }),
    /^Receive: the role .* cannot be assumed by Lambda/,
  ],
  [
    'a role elsewhere',
    change('Receive', { Role: 'arn:aws:iam::000000000000:role/other' }),
    /^Receive: its role .* is not in this stack/,
  ],
  [
    'a role that may not write its log',
    change('Role', { ManagedPolicyArns: [] }),
    /^Receive: its role may not logs:CreateLogStream/,
  ],
  [
    'an empty environment value',
    change('Receive', { Environment: { Variables: { BUCKET: '' } } }),
    /^Receive: the environment variable BUCKET is empty/,
  ],
  [
    'an environment above 4 KB',
    change('Receive', { Environment: { Variables: { BUCKET: 'x'.repeat(4084) } } }),
    /^Receive: its environment has 4097 bytes/,
  ],
  [
    'a handler in a file that is not there',
    change('Receive', { Handler: 'main.handler' }),
    /^Receive: its code has no file main.js/,
  ],
  [
    'a handler without an export',
    change('Receive', { Handler: 'index' }),
    /^Receive: the handler "index" must be written as/,
  ],
  [
    'a dead-letter queue it may not fill',
    change('Grants', {
      PolicyDocument: policyOf({ Effect: 'Allow', Action: ['sqs:*', 'kms:*'], Resource: [arn('Jobs'), arn('Key')] }),
    }),
    /^Receive: it may not send to its own dead-letter queue/,
  ],
  [
    'a dead-letter queue elsewhere',
    change('Receive', { DeadLetterConfig: { TargetArn: OTHER_ARN } }),
    /^Receive: its dead-letter queue .* is not in this stack/,
  ],
];

const WAKING: Planted[] = [
  ['a rule without permission', remove('MinuteMayInvoke'), /^Minute: Receive does not let events.amazonaws.com in/],
  [
    'a permission for another rule',
    change('MinuteMayInvoke', { SourceArn: 'arn:aws:events:us-east-1:000000000000:rule/other' }),
    /^Minute: Receive does not let events.amazonaws.com in/,
  ],
  [
    'a rule whose dead-letter queue does not let it in',
    remove('DeadJobsPolicy'),
    /^Minute: DeadJobs does not let events.amazonaws.com in/,
  ],
  ['a rule without target', change('Minute', { Targets: undefined }), /^Minute: the rule has no target/],
  ['a rule without a schedule', change('Minute', { ScheduleExpression: undefined }), /^Minute: the rule has neither/],
  [
    'a rule on a bus elsewhere',
    change('Minute', { EventBusName: 'crm' }),
    /^Minute: its event bus crm is not in this stack/,
  ],
  [
    'a schedule on a bus of its own',
    all(add('Bus', 'AWS::Events::EventBus', { Name: 'crm' }), change('Minute', { EventBusName: ref('Bus') })),
    /^Minute: schedules run on the default event bus only/,
  ],
  [
    'an alarm topic that CloudWatch may not use',
    add('AlarmsPolicy', 'AWS::SNS::TopicPolicy', {
      Topics: [ref('Alarms')],
      PolicyDocument: policyOf(allow('ses.amazonaws.com', 'sns:Publish', ref('Alarms'))),
    }),
    /^DeadJobsAlarm: Alarms does not let cloudwatch.amazonaws.com in/,
  ],
  [
    'an alarm on a queue elsewhere',
    change('DeadJobsAlarm', { Dimensions: [{ Name: 'QueueName', Value: 'other' }] }),
    /^DeadJobsAlarm: it watches QueueName "other"/,
  ],
  [
    'a composed metric on a function elsewhere',
    change('DeadJobsAlarm', {
      Metrics: [{ MetricStat: { Metric: { Dimensions: [{ Name: 'FunctionName', Value: 'other' }] } } }],
    }),
    /^DeadJobsAlarm: it watches FunctionName "other"/,
  ],
];

/** A dashboard of these metrics; what is no list of words goes in as it is. */
const showing = (...metrics: unknown[]) =>
  change('Overview', { DashboardBody: JSON.stringify({ widgets: [{ properties: { metrics } }] }) });

const DASHBOARDS: Planted[] = [
  [
    'a body that is no JSON',
    change('Overview', { DashboardBody: '{"widgets":[' }),
    /^Overview: its DashboardBody is no/,
  ],
  ['a body without widgets', change('Overview', { DashboardBody: '{}' }), /^Overview: its DashboardBody is no/],
  [
    'a graph of a queue elsewhere',
    showing(['AWS/SQS', 'NumberOfMessagesSent', 'QueueName', 'other', { stat: 'Sum' }]),
    /^Overview: it shows QueueName "other", which is not in this stack/,
  ],
  [
    'a graph of a configuration set elsewhere',
    showing(['AWS/SES', 'Reputation.BounceRate', 'ses:configuration-set', 'other']),
    /^Overview: it shows ses:configuration-set "other"/,
  ],
  [
    'a dimension without its value',
    showing(['AWS/SQS', 'NumberOfMessagesSent', 'QueueName']),
    /^Overview: the metric .*"QueueName".* is not a namespace, a name and pairs/,
  ],
  ['a metric without a name', showing(['AWS/SQS']), /^Overview: the metric \["AWS\/SQS"\] is not/],
  ['a metric that is no list', showing('AWS/SQS'), /^Overview: a metric is no list/],
  ['a shorthand', showing(['AWS/SES', 'Send'], ['.', 'Bounce']), /^Overview: a metric is written with "." or "..."/],
];

describe('functions', () => itNames(FUNCTIONS));
describe('rules and alarms', () => itNames(WAKING));
describe('dashboards', () => itNames(DASHBOARDS));
