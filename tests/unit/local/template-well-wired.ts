/**
 * A template with one of everything the embedded cloud runs and no wiring fault, for tests that plant one. Mail comes in by SES, is stored
 * in a bucket, announced on an encrypted topic, queued and read by a function; a rule and an HTTP API wake the same function.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LoadedStack, type LoadOptions, loadStack } from '#local/template/load.ts';
import { LAMBDA_TRUST, policyOf } from './iam-stack.ts';
import { anHttpApi, arn, ref, type TestTemplate } from './template-http-api.ts';

export const allow = (service: string, action: string | string[], resource: unknown, sourceArn?: unknown) => ({
  Effect: 'Allow',
  Principal: { Service: service },
  Action: action,
  Resource: resource,
  ...(sourceArn === undefined ? {} : { Condition: { ArnLike: { 'aws:SourceArn': sourceArn } } }),
});
const grant = (action: string | string[], resource: unknown) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
});
const USE_KEY = ['kms:GenerateDataKey*', 'kms:Decrypt'];
const ACCOUNT = {
  Effect: 'Allow',
  Principal: { AWS: { 'Fn::Sub': 'arn:aws:iam::$'.concat('{AWS::AccountId}:root') } },
  Action: 'kms:*',
  Resource: '*',
};
const PROVIDER = 'AWS679f53fac002430cb0da5b7982bd2287';

/** Everything is new on each call: tests change it as they like. */
export const aWellWiredTemplate = (): TestTemplate => ({
  Resources: {
    Key: {
      Type: 'AWS::KMS::Key',
      Properties: {
        KeyPolicy: policyOf(
          ACCOUNT,
          ...['ses', 'sns', 'cloudwatch'].map((name) => allow(`${name}.amazonaws.com`, USE_KEY, '*')),
        ),
      },
    },
    KeyAlias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/mail', TargetKeyId: ref('Key') } },
    Mails: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arn('Key') } },
          ],
        },
      },
    },
    MailsPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: ref('Mails'),
        PolicyDocument: policyOf(
          allow(
            'ses.amazonaws.com',
            's3:PutObject',
            { 'Fn::Join': ['', [arn('Mails'), '/in/*']] },
            'arn:aws:ses:us-east-1:000000000000:receipt-rule-set/mail:receipt-rule/*',
          ),
        ),
      },
    },
    Stored: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: ref('KeyAlias') } },
    StoredPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref('Stored')],
        PolicyDocument: policyOf(allow('ses.amazonaws.com', 'sns:Publish', ref('Stored'))),
      },
    },
    Jobs: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: 'jobs',
        VisibilityTimeout: 60,
        KmsMasterKeyId: arn('Key'),
        RedrivePolicy: { deadLetterTargetArn: arn('DeadJobs'), maxReceiveCount: 3 },
      },
    },
    DeadJobs: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        MessageRetentionPeriod: 1_209_600,
        RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [JOBS_ARN] },
      },
    },
    JobsPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [ref('Jobs')],
        PolicyDocument: policyOf(allow('sns.amazonaws.com', 'sqs:SendMessage', arn('Jobs'), ref('Stored'))),
      },
    },
    DeadJobsPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [ref('DeadJobs')],
        PolicyDocument: policyOf(
          allow('sns.amazonaws.com', 'sqs:SendMessage', arn('DeadJobs'), ref('Stored')),
          allow('events.amazonaws.com', 'sqs:SendMessage', arn('DeadJobs'), arn('Minute')),
        ),
      },
    },
    JobsOfStored: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: ref('Stored'),
        Protocol: 'sqs',
        Endpoint: arn('Jobs'),
        RawMessageDelivery: true,
        RedrivePolicy: { deadLetterTargetArn: arn('DeadJobs') },
      },
    },
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: LAMBDA_TRUST,
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
      },
    },
    Grants: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'grants',
        Roles: [ref('Role')],
        PolicyDocument: policyOf(
          grant(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arn('Jobs')),
          grant('sqs:SendMessage', arn('DeadJobs')),
          grant(['kms:Decrypt'], arn('Key')),
        ),
      },
    },
    Receive: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: 'assets', S3Key: 'receive.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: arn('Role'),
        Timeout: 20,
        Environment: { Variables: { BUCKET: ref('Mails') } },
        DeadLetterConfig: { TargetArn: arn('DeadJobs') },
      },
    },
    ReceiveOnJobs: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: arn('Jobs'),
        FunctionName: ref('Receive'),
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
    Minute: {
      Type: 'AWS::Events::Rule',
      Properties: {
        ScheduleExpression: 'rate(1 minute)',
        State: 'ENABLED',
        Targets: [{ Id: 'a', Arn: arn('Receive'), DeadLetterConfig: { Arn: arn('DeadJobs') } }],
      },
    },
    MinuteMayInvoke: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arn('Receive'),
        Principal: 'events.amazonaws.com',
        SourceArn: arn('Minute'),
      },
    },
    ...anHttpApi(),
    RuleSet: { Type: 'AWS::SES::ReceiptRuleSet', Properties: { RuleSetName: 'mail' } },
    Rule: {
      Type: 'AWS::SES::ReceiptRule',
      Properties: {
        RuleSetName: ref('RuleSet'),
        Rule: {
          Enabled: true,
          Actions: [{ S3Action: { BucketName: ref('Mails'), ObjectKeyPrefix: 'in/', TopicArn: ref('Stored') } }],
        },
      },
    },
    Activate: {
      Type: 'Custom::AWS',
      Properties: {
        ServiceToken: arn(PROVIDER),
        Create: {
          'Fn::Join': [
            '',
            [
              '{"service":"SES","action":"setActiveReceiptRuleSet","parameters":{"RuleSetName":"',
              ref('RuleSet'),
              '"}}',
            ],
          ],
        },
      },
    },
    ActivateGrants: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'activate',
        Roles: [ref(`${PROVIDER}Role`)],
        PolicyDocument: policyOf(grant('ses:SetActiveReceiptRuleSet', '*')),
      },
    },
    [`${PROVIDER}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: { AssumeRolePolicyDocument: LAMBDA_TRUST },
    },
    [PROVIDER]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { S3Bucket: 'assets', S3Key: 'provider.zip' },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: arn(`${PROVIDER}Role`),
      },
    },
    Set: { Type: 'AWS::SES::ConfigurationSet', Properties: {} },
    SetEvents: {
      Type: 'AWS::SES::ConfigurationSetEventDestination',
      Properties: {
        ConfigurationSetName: ref('Set'),
        EventDestination: {
          Enabled: true,
          MatchingEventTypes: ['bounce'],
          SnsDestination: { TopicARN: ref('Stored') },
        },
      },
    },
    Alarms: { Type: 'AWS::SNS::Topic', Properties: {} },
    DeadJobsAlarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmActions: [ref('Alarms')],
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['DeadJobs', 'QueueName'] } }],
      },
    },
    Overview: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: {
        DashboardBody: {
          'Fn::Join': [
            '',
            [
              '{"widgets":[{"type":"text","properties":{"markdown":"# Overview"}},{"type":"metric","properties":{"metrics":[',
              '["AWS/SES","Send",{"stat":"Sum"}],[{"expression":"1"}],["AWS/SQS","NumberOfMessagesSent","QueueName","',
              { 'Fn::GetAtt': ['DeadJobs', 'QueueName'] },
              '"]]}}]}',
            ],
          ],
        },
      },
    },
  },
});

/** Written out: a queue and the list of its dead-letter queue's sources would refer to each other. */
const JOBS_ARN = 'arn:aws:sqs:us-east-1:000000000000:jobs';

/** Folder with an entry file, as the asset of every function. */
export const anAssetFolder = (entry = 'index.js'): string => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-asset-'));
  writeFileSync(join(folder, entry), 'exports.handler = async () => ({});\n');
  return folder;
};

export const loadTemplate = (template: unknown, options: Partial<LoadOptions> = {}): LoadedStack =>
  loadStack(template, {
    stackName: 'test',
    parameters: {},
    endpointUrl: 'http://127.0.0.1:4566',
    assets: new Map(),
    ...options,
  });
