/** Topics: what is published is heard. And policies: each topic, queue or bucket has one. */
import { asList, textAt } from '../json.ts';
import { deliveriesOf } from './deliveries.ts';
import type { WiringCheck } from './view.ts';

/**
 * A topic that only alarms publish to is left alone: who is paged is the operator's choice, made by a subscription outside this stack.
 */
export const topicSubscribers: WiringCheck = (view) => {
  const { stack, functionDenial } = view;
  const published = deliveriesOf(view).filter(
    ({ action, service }) => action === 'sns:Publish' && service !== 'cloudwatch.amazonaws.com',
  );
  return stack.ofType('AWS::SNS::Topic').flatMap(({ logicalId, ref }) => {
    const heard = stack.ofType('AWS::SNS::Subscription').some(({ properties }) => properties['TopicArn'] === ref);
    if (heard) return [];
    const publisher =
      published.find(({ target }) => target === ref)?.by ??
      stack.ofType('AWS::Lambda::Function').find((fn) => functionDenial(fn, 'sns:Publish', ref) === undefined)
        ?.logicalId;
    return publisher === undefined
      ? []
      : `${logicalId}: ${publisher} publishes to this topic, but nobody has subscribed to it; add a subscription.`;
  });
};

export const subscribedTopics: WiringCheck = (view) =>
  view.stack
    .ofType('AWS::SNS::Subscription')
    .filter(({ properties }) => view.byArn(String(properties['TopicArn']))?.type !== 'AWS::SNS::Topic')
    .map(
      ({ logicalId, properties }) => `${logicalId}: the topic ${String(properties['TopicArn'])} is not in this stack.`,
    );

/** Attributes are what a filter looks at unless told otherwise, and SES and CloudWatch publish none. */
const SERVICES_WITHOUT_ATTRIBUTES = new Set(['ses.amazonaws.com', 'cloudwatch.amazonaws.com']);

/** Who reads a queue gets the message itself, also when something else sends to that queue; SNS's envelope would be no message of its schema. */
export const queueSubscriptions: WiringCheck = (view) => {
  const silent = new Set(
    deliveriesOf(view)
      .filter(({ action, service }) => action === 'sns:Publish' && SERVICES_WITHOUT_ATTRIBUTES.has(service))
      .map(({ target }) => target),
  );
  return view.stack
    .ofType('AWS::SNS::Subscription')
    .filter(({ properties }) => properties['Protocol'] === 'sqs')
    .flatMap(({ logicalId, properties }) => {
      const faults: string[] = [];
      if (textAt(properties, 'RawMessageDelivery') !== 'true')
        faults.push(
          `${logicalId}: without RawMessageDelivery the queue gets SNS's envelope instead of the message; switch it on.`,
        );
      const filtersAttributes =
        properties['FilterPolicy'] !== undefined && textAt(properties, 'FilterPolicyScope') !== 'MessageBody';
      const topicArn = textAt(properties, 'TopicArn');
      const hasOtherPublishers = view.stack
        .ofType('AWS::Lambda::Function')
        .some((fn) => view.functionDenial(fn, 'sns:Publish', topicArn) === undefined);
      if (filtersAttributes && silent.has(topicArn) && !hasOtherPublishers)
        faults.push(
          `${logicalId}: its filter looks at message attributes, and AWS services publish none, so nothing passes; set FilterPolicyScope to MessageBody.`,
        );
      return faults;
    });
};

const POLICY_TARGETS = [
  { type: 'AWS::SQS::QueuePolicy', property: 'Queues' },
  { type: 'AWS::SNS::TopicPolicy', property: 'Topics' },
  { type: 'AWS::S3::BucketPolicy', property: 'Bucket' },
];

/** The service keeps one policy: the later one replaces the earlier, and its grants are gone. */
export const onePolicyEach: WiringCheck = ({ stack }) =>
  POLICY_TARGETS.flatMap(({ type, property }) => {
    const first = new Map<unknown, string>();
    return stack.ofType(type).flatMap(({ logicalId, properties }) =>
      asList(properties[property]).flatMap((target) => {
        const earlier = first.get(target);
        first.set(target, earlier ?? logicalId);
        return earlier === undefined
          ? []
          : `${logicalId}: ${String(target)} already has the policy ${earlier}, and AWS keeps only one; merge them.`;
      }),
    );
  });
