/** Topics and subscriptions out of their CloudFormation resources. What nothing here acts on is refused by name. */
import * as z from 'zod';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { compileFilter, type Filter } from './filter-policy.ts';
import { invalidParameter, notEmulated } from './refusals.ts';

const $Flag = z.union([z.boolean(), z.stringbool()]);

const $Topic = z.strictObject({
  TopicName: z.string().optional(),
  DisplayName: z.string().optional(),
  /** ARN of a key, or SNS's own. */
  KmsMasterKeyId: z.union([z.string().startsWith('arn:'), z.literal('alias/aws/sns')]).optional(),
  FifoTopic: $Flag.refine((isFifo) => !isFifo, 'only standard topics are emulated').optional(),
  SignatureVersion: z.literal('1').optional(),
  Tags: z.unknown().optional(),
});

const $Arn = z.string().startsWith('arn:aws:sqs:');
const $RedrivePolicy = z.strictObject({ deadLetterTargetArn: $Arn });

const $Subscription = z.strictObject({
  TopicArn: z.string().startsWith('arn:aws:sns:'),
  Protocol: z.enum(['sqs', 'email']),
  Endpoint: z.string(),
  RawMessageDelivery: $Flag.default(false),
  FilterPolicy: z.unknown().optional(),
  FilterPolicyScope: z.enum(['MessageAttributes', 'MessageBody']).default('MessageAttributes'),
  RedrivePolicy: z
    .preprocess((value) => (typeof value === 'string' ? JSON.parse(value) : value), $RedrivePolicy)
    .optional(),
});

const parse = <Shape extends z.ZodType>(what: string, shape: Shape, resource: DeployedResource): z.infer<Shape> => {
  const parsed = shape.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys')
    throw notEmulated(`${what} ${resource.logicalId} has properties that are not emulated: ${issue.keys.join(', ')}.`);
  if (issue?.code === 'invalid_value' || issue?.code === 'custom')
    throw notEmulated(`${what} ${resource.logicalId}: this ${path} is not emulated (${issue.message}).`);
  throw invalidParameter(`${what} ${resource.logicalId}: ${path}: ${issue?.message}`);
};

export interface Topic {
  readonly arn: string;
  readonly kmsKey: string | undefined;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: 'sqs' | 'email';
  /** Queue ARN, or e-mail address. */
  readonly endpoint: string;
  readonly isRaw: boolean;
  readonly filter: Filter;
  readonly deadLetterQueueArn: string | undefined;
}

export const readTopic = (resource: DeployedResource): Topic => {
  const { KmsMasterKeyId } = parse('Topic', $Topic, resource);
  return { arn: resource.attributes['TopicArn'] ?? resource.ref, kmsKey: KmsMasterKeyId };
};

export const readSubscription = (resource: DeployedResource): Subscription => {
  const given = parse('Subscription', $Subscription, resource);
  if (given.Protocol === 'sqs' && !$Arn.safeParse(given.Endpoint).success) throw invalidParameter('SQS endpoint ARN');
  if (given.Protocol === 'email' && !given.Endpoint.includes('@')) throw invalidParameter('Email address');
  if (given.Protocol !== 'sqs' && given.RawMessageDelivery)
    throw invalidParameter('Attributes Reason: RawMessageDelivery: Raw message delivery is not supported for email');
  return {
    // `Ref` of a subscription is its ARN.
    arn: resource.ref,
    topicArn: given.TopicArn,
    protocol: given.Protocol,
    endpoint: given.Endpoint,
    isRaw: given.RawMessageDelivery,
    filter: given.FilterPolicy === undefined ? () => true : compileFilter(given.FilterPolicy, given.FilterPolicyScope),
    deadLetterQueueArn: given.RedrivePolicy?.deadLetterTargetArn,
  };
};
