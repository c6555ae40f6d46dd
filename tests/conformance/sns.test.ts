/**
 * What SNS answers to Publish, by its API reference, asked through the real client, and what arrives in a subscribed queue. Everything here
 * is meant to hold for a real account too (with topic, queue and subscription made by hand); nobody has run it against one yet.
 */
import { CreateTopicCommand, PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSns } from '#local/services/sns/sns.ts';
import { makeTopics } from '#local/services/sns/topics.ts';
import { aQueue, arnOf, openQueues } from '#tests/unit/local/sqs-store.ts';
import { type ServedService, serveOne } from './serve-one.ts';

const TopicArn = 'arn:aws:sns:us-east-1:000000000000:events';
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const topic = { logicalId: 'Events', type: 'AWS::SNS::Topic', properties: {}, ref: TopicArn, attributes: {} };
const subscription = {
  logicalId: 'Subscription',
  type: 'AWS::SNS::Subscription',
  properties: { TopicArn, Protocol: 'sqs', Endpoint: arnOf('jobs') },
  ref: `${TopicArn}:1`,
  attributes: {},
};
let served: ServedService;
let client: SNSClient;
let cloud: ReturnType<typeof openQueues>;

beforeAll(async () => {
  cloud = openQueues(aQueue('jobs'));
  const authorizer = { denial: () => undefined };
  const topics = makeTopics({ ...cloud, authorizer, onDenied: (sentence) => expect.unreachable(sentence) });
  for (const resource of [topic, subscription]) topics.declare(resource);
  served = await serveOne(makeSns({ topics, random: cloud.random }));
  client = new SNSClient({ endpoint: served.baseUrl, region: 'us-east-1', credentials, maxAttempts: 1 });
});
afterAll(async () => {
  client.destroy();
  cloud.clock.stop();
  await served.stop();
});

const publish = (more: Partial<PublishCommandInput>) =>
  client.send(new PublishCommand({ TopicArn, Message: 'hello', ...more }));
const refusal = async (call: Promise<unknown>) => {
  const outcome: unknown = await call.then(
    () => 'no refusal',
    (error: unknown) => error,
  );
  return outcome instanceof Error ? outcome.name : outcome;
};

test('Publish answers the id under which the notification arrives, with every type of attribute', async () => {
  const { MessageId } = await publish({
    Subject: 'About <this> & that',
    Message: 'grün & <b>+ ',
    MessageAttributes: {
      word: { DataType: 'String', StringValue: 'a b' },
      list: { DataType: 'String.Array', StringValue: '["a"]' },
      count: { DataType: 'Number', StringValue: '7' },
      bytes: { DataType: 'Binary', BinaryValue: Buffer.from([0, 255]) },
    },
  });
  const [message] = cloud.queues.receive(arnOf('jobs'), 1);
  const arrived: unknown = JSON.parse(message?.body ?? '');
  expect(arrived).toMatchObject({
    Type: 'Notification',
    MessageId,
    TopicArn,
    Subject: 'About <this> & that',
    Message: 'grün & <b>+ ',
    MessageAttributes: {
      word: { Type: 'String', Value: 'a b' },
      list: { Type: 'String.Array', Value: '["a"]' },
      count: { Type: 'Number', Value: '7' },
      bytes: { Type: 'Binary', Value: 'AP8=' },
    },
  });
});

test.each([
  ['an empty message', { Message: '' }, 'InvalidParameterException'],
  ['a message above 256 KB', { Message: 'x'.repeat(262_145) }, 'InvalidParameterException'],
  ['a subject of 100 characters', { Subject: 'x'.repeat(100) }, 'InvalidParameterException'],
  ['a topic ARN that is none', { TopicArn: 'events' }, 'InvalidParameterException'],
  ['a topic that does not exist', { TopicArn: `${TopicArn}2` }, 'NotFoundException'],
  [
    'an attribute of an unknown type',
    { MessageAttributes: { a: { DataType: 'Colour', StringValue: 'x' } } },
    'InvalidParameterValueException',
  ],
  ['a message for each protocol', { MessageStructure: 'json' }, 'NotEmulated'],
])('%s is refused', async (_, parameters, name) => {
  expect(await refusal(publish(parameters))).toBe(name);
});

test('an operation that is not emulated says so', async () => {
  expect(await refusal(client.send(new CreateTopicCommand({ Name: 'x' })))).toBe('NotEmulated');
});
