import { describe } from 'vitest';
import { policyOf } from './iam-stack.ts';
import { ref } from './template-http-api.ts';
import { all, change, itNames, type Planted, remove } from './template-planted.ts';
import { allow } from './template-well-wired.ts';

const s3Action = (S3Action: Record<string, unknown>) =>
  change('Rule', { RuleSetName: ref('RuleSet'), Rule: { Enabled: true, Actions: [{ S3Action }] } });
const MAIL: Planted[] = [
  ['a bucket without a policy', remove('MailsPolicy'), /^Rule: Mails does not let ses.amazonaws.com in/],
  [
    'a bucket policy for another prefix',
    s3Action({ BucketName: ref('Mails'), ObjectKeyPrefix: 'out/' }),
    /^Rule: Mails does not let ses.amazonaws.com in/,
  ],
  [
    'a bucket policy for another rule set',
    all(change('RuleSet', { RuleSetName: 'post' })),
    /^Rule: Mails does not let ses.amazonaws.com in/,
  ],
  [
    'a bucket elsewhere',
    s3Action({ BucketName: 'elsewhere' }),
    /^Rule: it hands over to arn:aws:s3:::elsewhere, which is not/,
  ],
  [
    'a topic policy that forgets SES',
    change('StoredPolicy', { PolicyDocument: policyOf(allow('s3.amazonaws.com', 'sns:Publish', ref('Stored'))) }),
    /^Rule: Stored does not let ses.amazonaws.com in/,
  ],
  [
    'events to a topic that forgets SES',
    change('StoredPolicy', { PolicyDocument: policyOf(allow('s3.amazonaws.com', 'sns:Publish', ref('Stored'))) }),
    /^SetEvents: Stored does not let ses.amazonaws.com in/,
  ],
  ['a rule set that nobody activates', remove('Activate'), /^RuleSet: nothing activates this rule set/],
  ['a rule set without a rule', remove('Rule'), /^RuleSet: the active rule set has no rule/],
  [
    'a rule of a set elsewhere',
    change('Rule', { RuleSetName: 'elsewhere' }),
    /^Rule: its rule set elsewhere is not in this stack/,
  ],
  ['a rule that is not enabled', change('Rule', { Rule: { Actions: [] } }), /^Rule: the rule is not enabled/],
  [
    'the activation of a set elsewhere',
    change('Activate', {
      Create: '{"service":"SES","action":"setActiveReceiptRuleSet","parameters":{"RuleSetName":"x"}}',
    }),
    /^Activate: it activates the rule set x/,
  ],
  [
    'an activation that is not granted',
    change('ActivateGrants', { PolicyDocument: policyOf({ Effect: 'Allow', Action: 'ses:SendEmail', Resource: '*' }) }),
    /^Activate: its function may not make the call/,
  ],
  [
    'event destination not enabled',
    change('SetEvents', {
      EventDestination: { MatchingEventTypes: ['bounce'], SnsDestination: { TopicARN: ref('Stored') } },
    }),
    /^SetEvents: the event destination is not enabled/,
  ],
  [
    'events of a set elsewhere',
    change('SetEvents', { ConfigurationSetName: 'elsewhere' }),
    /^SetEvents: its configuration set elsewhere/,
  ],
];

describe('mail in and its reports', () => itNames(MAIL));
