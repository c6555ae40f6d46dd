import { describe } from 'vitest';
import { policyOf } from './iam-stack.ts';
import { ref } from './template-http-api.ts';
import { all, change, itNames, type Planted } from './template-planted.ts';
import { allow } from './template-well-wired.ts';

const keyFor = (...services: string[]) =>
  change('Key', {
    KeyPolicy: policyOf(
      { Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'kms:*', Resource: '*' },
      ...services.map((name) => allow(`${name}.amazonaws.com`, ['kms:GenerateDataKey*', 'kms:Decrypt'], '*')),
    ),
  });
const ENCRYPTION: Planted[] = [
  [
    'a key SES may not use for the topic',
    keyFor('sns'),
    /^Rule: Stored is encrypted with Key, whose policy does not let ses.amazonaws.com/,
  ],
  [
    'a key SES may not use for the bucket',
    keyFor('sns'),
    /^Rule: Mails is encrypted with Key, whose policy does not let ses.amazonaws.com/,
  ],
  ['a key SES may not use for its events', keyFor('sns'), /^SetEvents: Stored is encrypted with Key/],
  [
    'a key SNS may not use for the queue',
    keyFor('ses'),
    /^JobsOfStored: Jobs is encrypted with Key, whose policy does not let sns.amazonaws.com/,
  ],
  [
    "AWS's own key on a queue",
    change('Jobs', { KmsMasterKeyId: 'alias/aws/sqs' }),
    /^JobsOfStored: Jobs is encrypted with alias\/aws\/sqs, whose policy cannot let sns.amazonaws.com in/,
  ],
  [
    'a key CloudWatch may not use',
    all(change('Alarms', { KmsMasterKeyId: ref('KeyAlias') }), keyFor('ses', 'sns')),
    /^DeadJobsAlarm: Alarms is encrypted with Key, whose policy does not let cloudwatch.amazonaws.com/,
  ],
  [
    'a reader without the key',
    change('Grants', { PolicyDocument: policyOf({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }) }),
    /^Receive: it may use Jobs but not its key Key; grant it kms:Decrypt/,
  ],
];

describe('keys of KMS', () => itNames(ENCRYPTION));
