/** Topics in process, as the SES and CloudWatch emulators publish to them: who may publish, who gets it, and what becomes of the rest. */
import { describe, expect, test } from 'vitest';
import type { AuthorizationRequest, Principal } from '#local/kernel/aws.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { makeTopics, type Publication } from '#local/services/sns/topics.ts';
import { aQueue, arnOf, openQueues } from './sqs-store.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:events';
const KEY = 'arn:aws:kms:us-east-1:000000000000:key/k';
const SES: Principal = { kind: 'service', service: 'ses.amazonaws.com' };
const ROOT: Principal = { kind: 'root' };

const aTopic = (properties: Record<string, unknown> = {}): DeployedResource => ({
  logicalId: 'Events',
  type: 'AWS::SNS::Topic',
  properties,
  ref: TOPIC,
  attributes: { TopicArn: TOPIC },
});
const aSubscription = (queue: string, properties: Record<string, unknown> = {}): DeployedResource => ({
  logicalId: `To${queue}`,
  type: 'AWS::SNS::Subscription',
  properties: { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: arnOf(queue), ...properties },
  ref: `${TOPIC}:to-${queue}`,
  attributes: {},
});

const openTopics = (
  subscriptions: readonly DeployedResource[],
  options: {
    queues?: readonly DeployedResource[];
    topic?: DeployedResource;
    deny?: (request: AuthorizationRequest) => boolean;
  } = {},
) => {
  const cloud = openQueues(...(options.queues ?? [aQueue('jobs'), aQueue('dead')]));
  const [asked, denied]: [AuthorizationRequest[], string[]] = [[], []];
  const topics = makeTopics({
    ...cloud,
    authorizer: {
      denial: (request) => {
        asked.push(request);
        return options.deny?.(request)
          ? `not authorized to perform: ${request.action} on ${request.resource}`
          : undefined;
      },
    },
    onDenied: (sentence) => denied.push(sentence),
  });
  for (const resource of [options.topic ?? aTopic(), ...subscriptions]) topics.declare(resource);
  topics.checkDeclared();
  const publish = (more: Partial<Publication> = {}) => {
    const publication = { topicArn: TOPIC, message: 'hello', principal: ROOT, ...more };
    return topics.publish(publication);
  };
  const bodies = (queue: string) => cloud.queues.peek(arnOf(queue), 10).map((message) => message.body);
  return { ...cloud, topics, publish, bodies, asked, denied };
};

describe('a delivery', () => {
  test('is the notification as SNS lays it out', () => {
    const { publish, bodies, clock } = openTopics([aSubscription('jobs')]);
    const messageAttributes = { kind: { dataType: 'String', stringValue: 'a"b' } };
    const { messageId, deliveries } = publish({ subject: 'Subject', message: '{"a":1}\n', messageAttributes });
    expect(deliveries).toBe(1);
    const [body = ''] = bodies('jobs');
    expect(body).toMatch(/^\{\n {2}"Type" : "Notification",\n {2}"MessageId" : "/);
    const sent: unknown = JSON.parse(body);
    expect(sent).toMatchObject({
      Type: 'Notification',
      MessageId: messageId,
      TopicArn: TOPIC,
      Subject: 'Subject',
      Message: '{"a":1}\n',
      SignatureVersion: '1',
      UnsubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${TOPIC}:to-jobs`,
      MessageAttributes: { kind: { Type: 'String', Value: 'a"b' } },
    });
    const timestamp = /"Timestamp" : "([^"]+)"/.exec(body)?.[1] ?? '';
    expect(new Date(timestamp).toISOString()).toBe(timestamp);
    expect(Date.parse(timestamp)).toBeLessThanOrEqual(clock.now());
  });

  test('leaves subject and attributes out when there are none', () => {
    const { publish, bodies } = openTopics([aSubscription('jobs')]);
    publish();
    expect(bodies('jobs')[0]).not.toMatch(/Subject|MessageAttributes/);
  });

  test('is the bare message with its attributes when the subscription wants it raw', () => {
    const { publish, queues } = openTopics([aSubscription('jobs', { RawMessageDelivery: true })]);
    publish({ messageAttributes: { kind: { dataType: 'String', stringValue: 'x' } } });
    expect(queues.receive(arnOf('jobs'), 1)).toMatchObject([
      { body: 'hello', messageAttributes: { kind: { dataType: 'String', stringValue: 'x' } } },
    ]);
  });

  test('asks the policy of the queue, in the name of SNS and for the topic', () => {
    const { publish, asked } = openTopics([aSubscription('jobs')]);
    publish();
    expect(asked.find((request) => request.action === 'sqs:SendMessage')).toEqual({
      principal: { kind: 'service', service: 'sns.amazonaws.com' },
      action: 'sqs:SendMessage',
      resource: arnOf('jobs'),
      context: { 'aws:SourceArn': TOPIC, 'aws:SourceAccount': '000000000000' },
    });
  });

  test('to an e-mail address is kept and not sent', () => {
    const { publish, topics } = openTopics([aSubscription('x', { Protocol: 'email', Endpoint: 'ops@a.example' })]);
    publish({ subject: 'Alarm' });
    expect(topics.mails()).toMatchObject([
      { topicArn: TOPIC, to: 'ops@a.example', subject: 'Alarm', message: 'hello' },
    ]);
  });
});

describe('what cannot be delivered', () => {
  const withDeadLetters = aSubscription('jobs', { RedrivePolicy: { deadLetterTargetArn: arnOf('dead') } });

  test('is reported and dropped when the queue denies it, and other queues get theirs', () => {
    const queues = [aQueue('jobs'), aQueue('other')];
    const { publish, bodies, denied } = openTopics([aSubscription('jobs'), aSubscription('other')], {
      queues,
      deny: ({ resource }) => resource === arnOf('jobs'),
    });
    expect(publish().deliveries).toBe(1);
    expect([bodies('jobs').length, bodies('other').length]).toEqual([0, 1]);
    expect(denied).toEqual([
      expect.stringMatching(/could not deliver .*:jobs: not authorized to perform: sqs:SendMessage/),
    ]);
  });

  test('goes to the dead-letter queue of the subscription', () => {
    const { publish, bodies, denied } = openTopics([withDeadLetters], {
      deny: ({ resource }) => resource === arnOf('jobs'),
    });
    publish();
    expect(bodies('dead')).toHaveLength(1);
    expect(denied).toHaveLength(1);
  });

  test('is reported twice when the dead-letter queue denies it too', () => {
    const { publish, bodies, denied } = openTopics([withDeadLetters], {
      deny: ({ action }) => action === 'sqs:SendMessage',
    });
    publish();
    expect(bodies('dead')).toEqual([]);
    expect(denied[1]).toMatch(/dead-letter queue .*:dead/);
  });

  test('is a message to a queue that does not exist, or with more than ten raw attributes', () => {
    const gone = openTopics([aSubscription('nowhere')]);
    gone.publish();
    expect(gone.denied).toEqual([expect.stringMatching(/QueueDoesNotExist/)]);
    const raw = openTopics([aSubscription('jobs', { RawMessageDelivery: true })]);
    const entry = { dataType: 'String', stringValue: 'x' };
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}`, entry]));
    expect([
      raw.publish({ messageAttributes: many(10) }).deliveries,
      raw.publish({ messageAttributes: many(11) }).deliveries,
    ]).toEqual([1, 0]);
    expect(raw.denied).toEqual([expect.stringMatching(/at most 10 message attributes/)]);
  });

  test('is a message to a queue whose key SNS may not use', () => {
    const { publish, denied } = openTopics([aSubscription('jobs')], {
      queues: [aQueue('jobs', { KmsMasterKeyId: KEY })],
      deny: ({ action }) => action === 'kms:GenerateDataKey',
    });
    publish();
    expect(denied).toEqual([expect.stringMatching(/kms:GenerateDataKey/)]);
  });
});

describe('publishing', () => {
  test('is refused to whom the topic does not allow it, with the source it was asked for', () => {
    const { publish, asked, bodies } = openTopics([aSubscription('jobs')], {
      deny: ({ action }) => action === 'sns:Publish',
    });
    expect(() => publish({ principal: SES, sourceArn: 'arn:aws:ses:x' })).toThrow(
      /not authorized to perform: sns:Publish/,
    );
    expect(asked[0]?.context).toEqual({ 'aws:SourceArn': 'arn:aws:ses:x', 'aws:SourceAccount': '000000000000' });
    expect(bodies('jobs')).toEqual([]);
  });

  test('is refused to a service that may not use the key of the topic', () => {
    const own = openTopics([], {
      topic: aTopic({ KmsMasterKeyId: KEY }),
      deny: ({ action }) => action === 'kms:Decrypt',
    });
    expect(() => own.publish({ principal: SES })).toThrow(/kms:Decrypt/);
    const managed = openTopics([], { topic: aTopic({ KmsMasterKeyId: 'alias/aws/sns' }) });
    expect(() => managed.publish({ principal: SES })).toThrow(/cannot use alias\/aws\/sns/);
    managed.publish({ principal: ROOT });
  });

  test('takes 256 KB, attributes counted, and no byte more', () => {
    const { publish } = openTopics([aSubscription('jobs')]);
    expect(publish({ message: 'x'.repeat(262_144) }).deliveries).toBe(1);
    expect(() => publish({ message: 'x'.repeat(262_145) })).toThrow('Message too long');
    const messageAttributes = { ab: { dataType: 'String', stringValue: 'c' } };
    expect(() => publish({ message: 'x'.repeat(262_136), messageAttributes })).toThrow('Message too long');
  });

  test.each([
    ['an empty message', { message: '' }, /Empty message/],
    ['a subject of 100 characters', { subject: 'x'.repeat(100) }, /Subject/],
    ['a subject with a line break', { subject: 'a\nb' }, /Subject/],
    ['a subject that is not ASCII', { subject: 'é' }, /Subject/],
    ['an attribute without a value', { messageAttributes: { a: { dataType: 'String' } } }, /non-empty/],
  ])('refuses %s', (_, more, sentence) => {
    expect(() => openTopics([]).publish(more)).toThrow(sentence);
  });
});

describe('a template', () => {
  test.each([
    ['an HTTP subscription', () => openTopics([aSubscription('jobs', { Protocol: 'https' })]), /Protocol/],
    ['an unknown property', () => openTopics([aSubscription('jobs', { DeliveryPolicy: {} })]), /DeliveryPolicy/],
    ['a FIFO topic', () => openTopics([], { topic: aTopic({ FifoTopic: true }) }), /only standard topics/],
    ['an endpoint that is no queue', () => openTopics([aSubscription('jobs', { Endpoint: 'x' })]), /SQS endpoint ARN/],
    ['an unknown topic', () => openTopics([aSubscription('jobs', { TopicArn: `${TOPIC}2` })]), /does not exist/],
    [
      'an unknown operator',
      () => openTopics([aSubscription('jobs', { FilterPolicy: { a: [{ cidr: 'x' }] } })]),
      /"cidr"/,
    ],
  ])('with %s stops the start with a sentence', (_, start, sentence) => {
    expect(start).toThrow(sentence);
  });
});
