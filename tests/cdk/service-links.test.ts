import { Duration, Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { beforeAll, describe, expect, it } from 'vitest';
import { ScheduledFunction } from '#cdk/constructs/scheduled-function.ts';
import { brokenLinks, linksOf } from './service-links.ts';
import { codeOfFixtures, makeApp, ofType, synthesize, type Template, templateOf } from './synthesize.ts';

const scheduled = (): Template => {
  const app = makeApp({ validate: false });
  const stack = new Stack(app, 'mail');
  new ScheduledFunction(stack, {
    folder: 'public-links',
    ifItFails: 'Nothing that waits for a time is done.',
    every: Duration.minutes(1),
    memoryMb: 256,
    timeout: Duration.seconds(30),
    environment: {
      ...{ SENDING_TABLE: 'sending', SETTINGS_TABLE: 'settings', MAIL_BUCKET: 'mail' },
      ...{ SECRETS_KEY_ARN: 'key', PUBLIC_URL: 'https://api.example.com' },
    },
    grants: [],
    surroundings: { codeOf: codeOfFixtures(), alarms: new Topic(stack, 'Alarms'), logRetention: RetentionDays.ONE_DAY },
  });
  return templateOf(app, stack);
};

describe('one AWS service calling another', () => {
  let deployed: Template;
  let schedule: Template;
  beforeAll(() => {
    deployed = synthesize();
    schedule = scheduled();
  });

  it('is allowed wherever the template has it', () => {
    expect(brokenLinks(deployed)).toEqual([]);
  });

  it('is found for every kind of caller there is', () => {
    const callers = [...linksOf(deployed), ...linksOf(schedule)].map((link) => `${link.service} ${link.action}`);
    expect([...new Set(callers)].sort()).toEqual([
      'apigateway.amazonaws.com lambda:InvokeFunction',
      'cloudwatch.amazonaws.com sns:Publish',
      'events.amazonaws.com lambda:InvokeFunction',
      'ses.amazonaws.com s3:PutObject',
      'ses.amazonaws.com sns:Publish',
      'sns.amazonaws.com sqs:SendMessage',
    ]);
  });

  /** Removes what lets a service in, by what its JSON says. */
  const without = (template: Template, service: string, action: string): Template => {
    const planted = structuredClone(template);
    for (const [id, resource] of Object.entries(planted.Resources)) {
      const document = resource.Properties['PolicyDocument'];
      if (
        document !== null &&
        typeof document === 'object' &&
        'Statement' in document &&
        Array.isArray(document.Statement)
      ) {
        document.Statement = document.Statement.filter(
          (statement: unknown) =>
            !(JSON.stringify(statement).includes(service) && JSON.stringify(statement).includes(action)),
        );
      }
      if (resource.Type === 'AWS::Lambda::Permission' && resource.Properties['Principal'] === service)
        delete planted.Resources[id];
    }
    return planted;
  };

  it.each([
    ['ses.amazonaws.com', 's3:PutObject'],
    ['ses.amazonaws.com', 'sns:Publish'],
    ['sns.amazonaws.com', 'sqs:SendMessage'],
    ['cloudwatch.amazonaws.com', 'sns:Publish'],
    ['apigateway.amazonaws.com', 'lambda:InvokeFunction'],
  ])('is missed when %s may no longer %s', (service, action) => {
    const broken = brokenLinks(without(deployed, service, action));
    expect(broken.length).toBeGreaterThan(0);
    for (const sentence of broken) expect(sentence).toContain(`${service} may not ${action}`);
  });

  it('is missed when events.amazonaws.com may no longer lambda:InvokeFunction', () => {
    const rule = (template: Template) => brokenLinks(template).filter((sentence) => sentence.startsWith('events'));
    expect(rule(schedule)).toEqual([]);
    expect(rule(without(schedule, 'events.amazonaws.com', 'lambda:InvokeFunction'))).toHaveLength(1);
  });

  it('is missed when CloudWatch writes to a topic without a policy of its own', () => {
    // A topic's default policy lets only its owner's principals publish.
    expect(brokenLinks(schedule).map((sentence) => sentence.split(' ')[0])).toContain('cloudwatch.amazonaws.com');
  });

  it.each([
    ['another rule', 'receipt-rule/mail-inbound', 'receipt-rule/somebody-elses'],
    ['another prefix', '/inbound/*', '/outbound/*'],
    ['another account', '"aws:SourceAccount":{"Ref":"AWS::AccountId"}', '"aws:SourceAccount":"111122223333"'],
  ])('is missed when the bucket lets SES in for %s', (_, ours, theirs) => {
    const planted = structuredClone(deployed);
    for (const [, policy] of ofType(planted, 'AWS::S3::BucketPolicy')) {
      const said = JSON.stringify(policy.Properties);
      expect(said).toContain(ours);
      Object.assign(policy.Properties, JSON.parse(said.replaceAll(ours, theirs)));
    }
    expect(brokenLinks(planted)).toHaveLength(1);
  });

  it('is missed when a policy denies what another statement allows', () => {
    const planted = structuredClone(deployed);
    for (const [, policy] of ofType(planted, 'AWS::SNS::TopicPolicy')) {
      const said = JSON.stringify(policy.Properties);
      Object.assign(
        policy.Properties,
        JSON.parse(said.replaceAll('{"aws:SecureTransport":"false"}', '{"aws:SecureTransport":"true"}')),
      );
    }
    expect(brokenLinks(planted).length).toBeGreaterThan(1);
  });

  it('is called unknown when a topic gets a key of its own', () => {
    const planted = structuredClone(deployed);
    for (const [, topic] of ofType(planted, 'AWS::SNS::Topic')) topic.Properties['KmsMasterKeyId'] = 'alias/aws/sns';
    expect(brokenLinks(planted)).toHaveLength(3);
  });

  it('finds everything it needs already there when SES makes the rule', () => {
    const [[, rule] = []] = ofType(deployed, 'AWS::SES::ReceiptRule');
    const before = (rule?.DependsOn ?? []).map((id) => deployed.Resources[id]?.Type);
    expect(before).toEqual(
      expect.arrayContaining([
        'AWS::S3::BucketPolicy',
        'AWS::SNS::TopicPolicy',
        'AWS::SNS::Subscription',
        'AWS::SQS::QueuePolicy',
      ]),
    );
  });
});
