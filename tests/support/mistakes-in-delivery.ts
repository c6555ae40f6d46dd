/** Mistakes on the way of a mail: rule, bucket, topic, queue, mapping, alarm, dashboard. For planted-mistakes.ts; parts of logical ids are the construct ids of cdk/. */
import { change, changePolicy, type Plant, refOf, remove, revoke } from './plant.ts';
import { mistakes } from './planted-mistake.ts';

const RECEIVE = 'ReceiveMail';

const mapping = (properties: Record<string, unknown>) =>
  change('Lambda::EventSourceMapping', RECEIVE, () => properties);
const subscription = (properties: Record<string, unknown>) => change('SNS::Subscription', RECEIVE, () => properties);
const rule = (make: (text: string) => string): Plant =>
  change('SES::ReceiptRule', 'Rule', ({ Rule }) => ({ Rule: JSON.parse(make(JSON.stringify(Rule))) }));

const dashboard = (make: (text: string) => string): Plant =>
  change('CloudWatch::Dashboard', 'Dashboard', ({ DashboardBody }) => ({
    DashboardBody: JSON.parse(make(JSON.stringify(DashboardBody))),
  }));

export const QUEUES = mistakes('start', [
  [
    'no subscription',
    remove('SNS::Subscription', RECEIVE),
    /ReceivingTopic\w+: \w+ publishes to this topic, but nobody has subscribed/,
  ],
  [
    'a subscription that wraps its messages',
    subscription({ RawMessageDelivery: false }),
    /ReceiveMailQueue\w+: without RawMessageDelivery/,
  ],
  [
    'a filter on attributes that SES does not send',
    subscription({ FilterPolicy: { kind: ['mail'] } }),
    /: its filter looks at message attributes/,
  ],
  [
    'dead letters that do not allow their queue',
    change('SQS::Queue', 'ReceiveMailDeadLetters', () => ({ RedriveAllowPolicy: { redrivePermission: 'denyAll' } })),
    /DeadLetters\w+: it does not allow \w+ as a source/,
  ],
  [
    'no redrive policy',
    change('SQS::Queue', 'ReceiveMailQueue', () => ({ RedrivePolicy: undefined })),
    /ReceiveMailQueue\w+: it has no dead-letter queue/,
  ],
  [
    'dead letters that are kept too short',
    change('SQS::Queue', 'ReceiveMailDeadLetters', () => ({ MessageRetentionPeriod: 60 })),
    /DeadLetters\w+: it keeps messages shorter/,
  ],
  [
    'a queue policy without SNS',
    changePolicy('SQS::QueuePolicy', 'ReceiveMailQueuePolicy', (text) =>
      text.replace('sns.amazonaws.com', 'events.amazonaws.com'),
    ),
    /does not let sns\.amazonaws\.com in/,
  ],
  [
    'a queue policy for another topic',
    changePolicy('SQS::QueuePolicy', 'ReceiveMailQueuePolicy', (text) =>
      text.replace(/\{"Ref":"PostroomReceivingTopic\w+"\}/, '"arn:aws:sns:us-east-1:000000000000:other"'),
    ),
    /does not let sns\.amazonaws\.com in/,
  ],
  [
    'a mapping that repeats the whole batch',
    mapping({ FunctionResponseTypes: undefined }),
    /ReceiveMailMessages\w+: without ReportBatchItemFailures/,
  ],
  [
    "a visibility timeout below the function's",
    change('SQS::Queue', 'ReceiveMailQueue', () => ({ VisibilityTimeout: 30 })),
    /ReceiveMailQueue\w+: its visibility timeout of 30 s is shorter than the 60 s/,
  ],
  [
    'a function that may not receive from its queue',
    revoke('ReceiveMailRole', 'sqs:ReceiveMessage', 'Queue'),
    /ReceiveMailMessages\w+: \w+ may not sqs:ReceiveMessage on/,
  ],
  [
    'a queue that another function reads',
    change('Lambda::EventSourceMapping', RECEIVE, (_, template) => ({
      FunctionName: refOf(template, 'Lambda::Function', 'HttpRecords'),
    })),
    /ReceiveMailMessages\w+: \w*HttpRecords\w+ may not sqs:ReceiveMessage/,
  ],
  [
    'an alarm on a queue that is not there',
    change('CloudWatch::Alarm', 'ReceiveMailDeadLettersAlarm', () => ({
      Dimensions: [{ Name: 'QueueName', Value: 'gone' }],
    })),
    /DeadLettersAlarm\w+: it watches QueueName "gone", which is not in this stack/,
  ],
  [
    'a dashboard that shows a queue of another stack',
    dashboard((text) => text.replace(/\{"Fn::GetAtt":\["\w+ReceiveMailDeadLetters\w+","QueueName"\]\}/, '"gone"')),
    /Dashboard\w+: it shows QueueName "gone", which is not in this stack/,
  ],
  [
    'a dashboard that is no JSON',
    dashboard((text) => text.replace(String.raw`\"widgets\":[`, '')),
    /Dashboard\w+: its DashboardBody is no JSON object with a list of widgets/,
  ],
  [
    'an alarm topic without CloudWatch',
    changePolicy('SNS::TopicPolicy', 'AlarmTopic', (text) =>
      text.replace('cloudwatch.amazonaws.com', 'sns.amazonaws.com'),
    ),
    /does not let cloudwatch\.amazonaws\.com in/,
  ],
]);

export const MAIL_IN = mistakes('start', [
  [
    'a bucket policy without SES',
    changePolicy('S3::BucketPolicy', 'MailBucket', (text) => text.replace('ses.amazonaws.com', 'sns.amazonaws.com')),
    /ReceivingRule\w+: \w+MailBucket\w+ does not let ses\.amazonaws\.com in/,
  ],
  [
    'a topic policy without SES',
    changePolicy('SNS::TopicPolicy', 'Receiving', (text) => text.replace('ses.amazonaws.com', 's3.amazonaws.com')),
    /ReceivingRule\w+: \w+ReceivingTopic\w+ does not let ses\.amazonaws\.com in/,
  ],
  [
    'a bucket policy that refuses whoever comes with TLS',
    changePolicy('S3::BucketPolicy', 'MailBucket', (text) =>
      text.replace('"aws:SecureTransport":"false"', '"aws:SecureTransport":"true"'),
    ),
    /ReceivingRule\w+: \w+MailBucket\w+ does not let ses\.amazonaws\.com in/,
  ],
  [
    'a rule that stores where SES may not write',
    rule((text) => text.replace('inbound/', 'mails/')),
    /ReceivingRule\w+: \w+MailBucket\w+ does not let ses\.amazonaws\.com in/,
  ],
  [
    'a rule without a topic',
    rule((text) => text.replace(/,"TopicArn":\{[^}]*\}/, '')),
    /ReceivingRule\w+: it stores mails and tells nobody/,
  ],
  [
    'a rule for another domain',
    rule((text) => text.replace('in.postroom.test', 'other.test')),
    /ReceiveMailFunction\w+: INBOUND_DOMAINS is in\.postroom\.test, and mail is received for other\.test/,
  ],
  [
    'a rule that is switched off',
    rule((text) => text.replace('"Enabled":true', '"Enabled":false')),
    /ReceivingRule\w+: the rule is not enabled/,
  ],
  [
    'a rule set that nobody activates',
    (template) => {
      for (const [id, { Type }] of Object.entries(template.Resources))
        if (Type === 'Custom::AWS') delete template.Resources[id];
    },
    /ReceivingRuleSet\w+: nothing activates this rule set/,
  ],
  [
    'an activation that is not granted',
    changePolicy('IAM::Policy', 'Activation', (text) =>
      text.replace('ses:SetActiveReceiptRuleSet', 'ses:DescribeReceiptRuleSet'),
    ),
    /Activation\w+: its function may not make the call/,
  ],
]);
