/** Mistakes in the form of the template and in its functions. For planted-mistakes.ts; parts of logical ids are the construct ids of cdk/. */
import { add, arnOf, change, changeVariables, refOf, revoke } from './plant.ts';
import { mistakes } from './planted-mistake.ts';

const RECEIVE = 'ReceiveMail';
const MAILROOM = 'HttpMailroom';

const fn = (part: string, properties: Record<string, unknown>) =>
  change('Lambda::Function', `${part}Function`, () => properties);

export const TEMPLATE = mistakes('start', [
  [
    'a resource of a type nobody runs here',
    add('Stream', { Type: 'AWS::Kinesis::Stream' }),
    /Stream \(AWS::Kinesis::Stream\): the embedded cloud does not know this resource type/,
  ],
  [
    'a property that does not exist',
    change('SQS::Queue', 'ReceiveMailQueue', () => ({ Durable: true })),
    /ReceiveMailQueue\w+ \(AWS::SQS::Queue\): .*Durable/,
  ],
  [
    'an intrinsic function that does not exist',
    changeVariables(RECEIVE, () => ({ CRM_TABLE: { 'Fn::Lookup': ['x'] } })),
    /ReceiveMailFunction.*Fn::Lookup/,
  ],
  [
    'a reference to what is not there',
    changeVariables(RECEIVE, () => ({ CRM_TABLE: { Ref: 'CrmTabel' } })),
    /ReceiveMailFunction.*CrmTabel/,
  ],
  [
    'a dependency on what is not there',
    (template) => {
      Object.assign(template.Resources[refOf(template, 'Lambda::Function', RECEIVE).Ref] ?? {}, {
        DependsOn: ['Gone'],
      });
    },
    /DependsOn names Gone, which is not in the template/,
  ],
]);

export const FUNCTIONS = mistakes('start', [
  ['a runtime of yesterday', fn(RECEIVE, { Runtime: 'nodejs18.x' }), /ReceiveMailFunction.*Runtime.*nodejs24\.x/],
  ['more time than Lambda gives', fn(RECEIVE, { Timeout: 901 }), /ReceiveMailFunction.*Timeout.*900/],
  ['less memory than Lambda has', fn(RECEIVE, { MemorySize: 64 }), /ReceiveMailFunction.*MemorySize.*128/],
  [
    'a handler in a file that is not in the bundle',
    fn(RECEIVE, { Handler: 'main.handler' }),
    /ReceiveMailFunction\w+: its code has no file main\.js/,
  ],
  ['a handler of another name', fn(RECEIVE, { Handler: 'index.main' }), /ReceiveMailFunction.*Handler.*index\.handler/],
  [
    'an empty environment value',
    changeVariables(RECEIVE, () => ({ MAIL_BUCKET: '' })),
    /ReceiveMailFunction\w+: the environment variable MAIL_BUCKET is empty/,
  ],
  [
    'a table of another stack',
    changeVariables(RECEIVE, () => ({ CRM_TABLE: 'crm' })),
    /ReceiveMailFunction\w+: CRM_TABLE is "crm", which is no table of this stack/,
  ],
  [
    "another context's table",
    changeVariables(RECEIVE, (template) => ({ MAIL_TABLE: refOf(template, 'DynamoDB::Table', 'Crm') })),
    /ReceiveMailFunction\w+: its role may use \w+MailTable\w+, but no variable of its environment names that/,
  ],
  [
    'a replay into the dead letters',
    changeVariables(MAILROOM, (template) => ({
      RECEIVE_QUEUE_URL: refOf(template, 'SQS::Queue', 'ReceiveMailDeadLetters'),
    })),
    /HttpMailroomFunction\w+: RECEIVE_QUEUE_URL names \w+DeadLetters\w+, which its role may not use at all/,
  ],
  [
    'a function that may not send to the queue it names',
    revoke('HttpMailroomRole', 'sqs:SendMessage', 'Queue'),
    /HttpMailroomFunction\w+: RECEIVE_QUEUE_URL names \w+Queue\w+, which its role may not use at all/,
  ],
  [
    "another function's role",
    change('Lambda::Function', 'HttpMailroomFunction', (_, template) => ({
      Role: arnOf(template, 'IAM::Role', 'HttpRecords'),
    })),
    /HttpMailroomFunction\w+: MAIL_TABLE names \w+, which its role may not use at all/,
  ],
  [
    'a role that Lambda may not assume',
    change('IAM::Role', RECEIVE, ({ AssumeRolePolicyDocument }) => ({
      AssumeRolePolicyDocument: JSON.parse(JSON.stringify(AssumeRolePolicyDocument).replace('lambda.', 'ec2.')),
    })),
    /ReceiveMailFunction\w+: the role .+ cannot be assumed by Lambda/,
  ],
  [
    'a role that may not write its log',
    revoke('ReceiveMailRole', 'logs:PutLogEvents', 'Logs'),
    /ReceiveMailFunction\w+: its role may not logs:PutLogEvents/,
  ],
]);
