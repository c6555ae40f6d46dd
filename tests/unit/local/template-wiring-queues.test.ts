import { describe } from 'vitest';
import { policyOf } from './iam-stack.ts';
import { arn, ref } from './template-http-api.ts';
import { add, all, change, itNames, OTHER_ARN, type Planted, remove } from './template-planted.ts';
import { allow } from './template-well-wired.ts';

const QUEUES: Planted[] = [
  ['a queue nobody reads', remove('ReceiveOnJobs'), /^Jobs: no function reads this queue/],
  [
    'a queue whose mapping is switched off',
    change('ReceiveOnJobs', { Enabled: false }),
    /^Jobs: no function reads this queue/,
  ],
  [
    'a queue read by two functions',
    add('Second', 'AWS::Lambda::EventSourceMapping', { EventSourceArn: arn('Jobs'), FunctionName: 'other' }),
    /^Jobs: 2 functions read/,
  ],
  [
    'a read queue without a dead-letter queue',
    change('Jobs', { RedrivePolicy: undefined }),
    /^Jobs: it has no dead-letter queue/,
  ],
  [
    'a dead-letter queue that allows another queue only',
    change('DeadJobs', { RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [OTHER_ARN] } }),
    /^DeadJobs: it does not allow Jobs/,
  ],
  [
    'a dead-letter queue that allows nobody',
    change('DeadJobs', { RedriveAllowPolicy: { redrivePermission: 'denyAll' } }),
    /^DeadJobs: it does not allow Jobs/,
  ],
  [
    'a dead-letter queue elsewhere',
    change('Jobs', { RedrivePolicy: { deadLetterTargetArn: OTHER_ARN, maxReceiveCount: 3 } }),
    /^Jobs: its dead-letter queue .* not in this stack/,
  ],
  [
    'a dead-letter queue that forgets sooner',
    change('DeadJobs', { MessageRetentionPeriod: 600 }),
    /^DeadJobs: it keeps messages shorter than Jobs/,
  ],
  [
    'a mapping without batch failures',
    change('ReceiveOnJobs', { FunctionResponseTypes: undefined }),
    /^ReceiveOnJobs: without ReportBatchItemFailures/,
  ],
  [
    'a large batch without a window',
    change('ReceiveOnJobs', { BatchSize: 11 }),
    /^ReceiveOnJobs: Lambda takes a batch size above 10/,
  ],
  [
    'a mapping from a queue elsewhere',
    change('ReceiveOnJobs', { EventSourceArn: OTHER_ARN }),
    /^ReceiveOnJobs: its event source .* no queue/,
  ],
  [
    'a mapping to a function elsewhere',
    change('ReceiveOnJobs', { FunctionName: 'other' }),
    /^ReceiveOnJobs: its function other/,
  ],
  [
    'a visibility timeout below the function timeout',
    change('Jobs', { VisibilityTimeout: 19 }),
    /^Jobs: its visibility timeout of 19 s is shorter than the 20 s of Receive/,
  ],
  [
    'a default visibility timeout below the function timeout',
    all(change('Jobs', { VisibilityTimeout: undefined }), change('Receive', { Timeout: 31 })),
    /^Jobs: its visibility timeout of 30 s is shorter/,
  ],
  [
    'a visibility timeout above 15 minutes',
    change('Jobs', { VisibilityTimeout: 901 }),
    /^Jobs: its visibility timeout of 901 s is above 900 s/,
  ],
  [
    'a reader without the grant to read',
    change('Grants', {
      PolicyDocument: policyOf({ Effect: 'Allow', Action: ['sqs:DeleteMessage', 'kms:*'], Resource: '*' }),
    }),
    /^ReceiveOnJobs: Receive may not sqs:ReceiveMessage on Jobs/,
  ],
];

const TOPICS: Planted[] = [
  [
    'a published topic without subscription',
    remove('JobsOfStored'),
    /^Stored: Rule publishes to this topic, but nobody/,
  ],
  [
    'a topic a function publishes to without subscription',
    all(
      add('Lonely', 'AWS::SNS::Topic', {}),
      change('Role', {
        Policies: [
          {
            PolicyName: 'p',
            PolicyDocument: policyOf({ Effect: 'Allow', Action: 'sns:Publish', Resource: ref('Lonely') }),
          },
        ],
      }),
    ),
    /^Lonely: Receive publishes to this topic/,
  ],
  [
    'a subscription to a topic elsewhere',
    change('JobsOfStored', { TopicArn: OTHER_ARN }),
    /^JobsOfStored: the topic .* is not in this stack/,
  ],
  ['a queue policy without the topic', remove('JobsPolicy'), /^JobsOfStored: Jobs does not let sns.amazonaws.com in/],
  [
    'a queue policy for another topic',
    change('JobsPolicy', {
      PolicyDocument: policyOf(allow('sns.amazonaws.com', 'sqs:SendMessage', arn('Jobs'), ref('Alarms'))),
    }),
    /^JobsOfStored: Jobs does not let sns.amazonaws.com in/,
  ],
  [
    'a queue policy for another action',
    change('JobsPolicy', { PolicyDocument: policyOf(allow('sns.amazonaws.com', 'sqs:ReceiveMessage', arn('Jobs'))) }),
    /^JobsOfStored: Jobs does not let/,
  ],
  [
    'a dead-letter queue that SNS may not fill',
    change('DeadJobsPolicy', {
      PolicyDocument: policyOf(allow('events.amazonaws.com', 'sqs:SendMessage', arn('DeadJobs'))),
    }),
    /^JobsOfStored: DeadJobs does not let sns.amazonaws.com in/,
  ],
  [
    'a subscription to a queue elsewhere',
    change('JobsOfStored', { Endpoint: OTHER_ARN }),
    /^JobsOfStored: it hands over to .*:other, which is not in this stack/,
  ],
  [
    'a second policy on one queue',
    add('AgainJobsPolicy', 'AWS::SQS::QueuePolicy', {
      Queues: [ref('Jobs')],
      PolicyDocument: policyOf(allow('sns.amazonaws.com', 'sqs:SendMessage', arn('Jobs'))),
    }),
    /^AgainJobsPolicy: .* already has the policy JobsPolicy/,
  ],
];

describe('queues and their readers', () => itNames(QUEUES));
describe('topics and their subscribers', () => itNames(TOPICS));
