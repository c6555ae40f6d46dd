/**
 * Every topic of the stack: SES and CloudWatch publish in process, functions over HTTP through sns.ts. A publish has reached every queue
 * when it answers. What cannot be delivered is a client-side error (SNS does not retry those): it goes to the subscription's dead-letter
 * queue or is dropped, and the sentence why goes to `onDenied`. https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
 */
import { ACCOUNT_ID, type Authorizer, AwsError, type Principal } from '#local/kernel/aws.ts';
import type { Clock } from '#local/kernel/clock.ts';
import type { Random } from '#local/kernel/random.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import type { State } from '#local/kernel/state.ts';
import type { QueueStore } from '#local/services/sqs/queues.ts';
import type { Attributes } from './filter-policy.ts';
import { keyDenial } from './key-use.ts';
import { checkMessage, envelope, type Message, sizeBytesOf } from './publication.ts';
import { authorizationError, invalidParameter, notEmulated, topicDoesNotExist } from './refusals.ts';
import { readSubscription, readTopic, type Subscription, type Topic } from './settings.ts';

export interface Publication {
  readonly topicArn: string;
  readonly message: string;
  readonly subject?: string | undefined;
  readonly messageAttributes?: Attributes | undefined;
  readonly principal: Principal;
  /** For a service: on whose behalf it publishes, the condition key aws:SourceArn. */
  readonly sourceArn?: string | undefined;
}

export interface Published {
  readonly messageId: string;
  readonly sizeBytes: number;
  /** Queues that took it. */
  readonly deliveries: number;
}

/** A notification to an e-mail address; kept, never sent. */
export interface NotificationMail {
  readonly topicArn: string;
  readonly to: string;
  readonly subject: string;
  readonly message: string;
  /** ms */
  readonly at: number;
}

export interface Topics {
  /** For `AWS::SNS::Topic` and `AWS::SNS::Subscription`, in any order. Throws AwsError for what SNS refuses or is not emulated. */
  declare(resource: DeployedResource): void;
  /** After the last declare: throws when a subscription names a topic that does not exist. */
  checkDeclared(): void;
  /** Throws AuthorizationError when topic policy, identity policy or key policy do not let `principal` publish, NotFound without a topic. */
  publish(publication: Publication): Published;
  /** Oldest first. */
  mails(): NotificationMail[];
}

export interface TopicsOptions {
  readonly state: State;
  readonly clock: Clock;
  readonly random: Random;
  readonly authorizer: Authorizer;
  readonly queues: Pick<QueueStore, 'send' | 'keyOf'>;
  /** Why a message did not reach a queue, in a sentence. */
  readonly onDenied: (sentence: string) => void;
}

const SNS: Principal = { kind: 'service', service: 'sns.amazonaws.com' };
/** "a maximum of 10 message attributes can be sent when Raw Message Delivery is enabled", else discarded as a client-side error. */
const MOST_RAW_ATTRIBUTES = 10;

const MAILS = `CREATE TABLE IF NOT EXISTS sns_mails (
  id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL, message TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT`;

export const makeTopics = (options: TopicsOptions): Topics => {
  const { state, clock, random, authorizer, queues } = options;
  state.exec(MAILS);
  const keepMail = state.prepare(
    'INSERT INTO sns_mails (topic, recipient, subject, message, at) VALUES (?, ?, ?, ?, ?)',
  );
  const readMails = state.prepare('SELECT topic, recipient, subject, message, at FROM sns_mails ORDER BY id');
  const topics = new Map<string, Topic>();
  const subscriptions: Subscription[] = [];

  /** The sentence why the queue did not take it; undefined when it did. */
  const enqueue = (
    topicArn: string,
    queueArn: string,
    body: string,
    messageAttributes: Attributes,
  ): string | undefined => {
    const context = { 'aws:SourceArn': topicArn, 'aws:SourceAccount': ACCOUNT_ID };
    const denied = authorizer.denial({ principal: SNS, action: 'sqs:SendMessage', resource: queueArn, context });
    if (denied !== undefined) return denied;
    try {
      const noKey = keyDenial(authorizer, SNS, 'sqs', queues.keyOf(queueArn), context);
      if (noKey !== undefined) return noKey;
      queues.send(queueArn, { body, messageAttributes, senderId: 'sns.amazonaws.com' });
      return undefined;
    } catch (error) {
      if (error instanceof AwsError) return `${error.code}: ${error.message}`;
      throw error;
    }
  };

  const toQueue = (subscription: Subscription, message: Message, messageId: string): boolean => {
    const { topicArn, endpoint, isRaw, deadLetterQueueArn } = subscription;
    const about = { messageId, topicArn, subscriptionArn: subscription.arn, at: clock.now() };
    const [body, attributes] = isRaw ? [message.message, message.attributes] : [envelope(message, about), {}];
    const failure =
      Object.keys(attributes).length > MOST_RAW_ATTRIBUTES
        ? 'raw message delivery takes at most 10 message attributes'
        : enqueue(topicArn, endpoint, body, attributes);
    if (failure === undefined) return true;
    options.onDenied(`SNS could not deliver from ${topicArn} to ${endpoint}: ${failure}`);
    if (deadLetterQueueArn === undefined) return false;
    const lost = enqueue(topicArn, deadLetterQueueArn, body, attributes);
    if (lost !== undefined)
      options.onDenied(
        `SNS could not deliver from ${topicArn} to the dead-letter queue ${deadLetterQueueArn}: ${lost}`,
      );
    return false;
  };

  const checkPublisher = (topic: Topic, { principal, sourceArn }: Publication): void => {
    const context = sourceArn === undefined ? {} : { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': ACCOUNT_ID };
    const denied =
      authorizer.denial({ principal, action: 'sns:Publish', resource: topic.arn, context }) ??
      keyDenial(authorizer, principal, 'sns', topic.kmsKey, context);
    if (denied !== undefined) throw authorizationError(denied);
  };

  return {
    declare: (resource) => {
      if (resource.type === 'AWS::SNS::Topic') {
        const topic = readTopic(resource);
        topics.set(topic.arn, topic);
      } else if (resource.type === 'AWS::SNS::Subscription') subscriptions.push(readSubscription(resource));
      else throw notEmulated(`${resource.logicalId}: SNS has no resources of type ${resource.type}.`);
    },
    checkDeclared: () => {
      for (const { topicArn, endpoint } of subscriptions)
        if (!topics.has(topicArn))
          throw invalidParameter(`TopicArn Reason: ${topicArn}, to which ${endpoint} is subscribed, does not exist`);
    },
    publish: (publication) => {
      const topic = topics.get(publication.topicArn);
      if (topic === undefined) throw topicDoesNotExist();
      checkPublisher(topic, publication);
      const { message, subject, messageAttributes = {} } = publication;
      const given = { message, subject, attributes: messageAttributes };
      checkMessage(given);
      const messageId = random.uuid();
      const wanting = subscriptions.filter(
        ({ topicArn, filter }) => topicArn === topic.arn && filter(message, messageAttributes),
      );
      let deliveries = 0;
      for (const subscription of wanting)
        if (subscription.protocol === 'sqs') deliveries += toQueue(subscription, given, messageId) ? 1 : 0;
        else
          keepMail.run(topic.arn, subscription.endpoint, subject ?? 'AWS Notification Message', message, clock.now());
      return { messageId, sizeBytes: sizeBytesOf(given), deliveries };
    },
    mails: () =>
      readMails.all().map((row) => ({
        topicArn: String(row['topic']),
        to: String(row['recipient']),
        subject: String(row['subject']),
        message: String(row['message']),
        at: Number(row['at']),
      })),
  };
};
