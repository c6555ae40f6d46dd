/**
 * A queue's settings out of its `AWS::SQS::Queue` resource, with SQS's ranges and defaults:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
import * as z from 'zod';
import { ACCOUNT_ID, REGION } from '#local/kernel/aws.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { invalidValue, notEmulated } from './refusals.ts';

/** 1 MiB since August 2025; it was 256 KiB before. */
export const LARGEST_MESSAGE_BYTES = 1_048_576;

const within = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
/** CloudFormation takes an object and a string of JSON alike. */
const object = <Shape extends z.ZodType>(shape: Shape) =>
  z.preprocess((value) => (typeof value === 'string' ? JSON.parse(value) : value), shape);

const $Properties = z.strictObject({
  QueueName: z
    .string()
    .regex(/^[\w-]{1,80}$/)
    .optional(),
  VisibilityTimeout: within(0, 43_200).default(30),
  MessageRetentionPeriod: within(60, 1_209_600).default(345_600),
  DelaySeconds: within(0, 900).default(0),
  MaximumMessageSize: within(1024, LARGEST_MESSAGE_BYTES).default(LARGEST_MESSAGE_BYTES),
  ReceiveMessageWaitTimeSeconds: within(0, 20).default(0),
  RedrivePolicy: object(
    z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: within(1, 1000) }),
  ).optional(),
  RedriveAllowPolicy: object(
    z.strictObject({
      redrivePermission: z.enum(['allowAll', 'denyAll', 'byQueue']),
      sourceQueueArns: z.array(z.string()).max(10).optional(),
    }),
  ).optional(),
  SqsManagedSseEnabled: z.union([z.boolean(), z.stringbool()]).optional(),
  /** ARN of a key, or SQS's own. */
  KmsMasterKeyId: z.union([z.string().startsWith('arn:'), z.literal('alias/aws/sqs')]).optional(),
  KmsDataKeyReusePeriodSeconds: within(60, 86_400).optional(),
  Tags: z.unknown().optional(),
});

export interface QueueSettings extends Readonly<z.infer<typeof $Properties>> {
  readonly name: string;
  readonly arn: string;
}

export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${name}`;

/** The name of a queue that the template leaves nameless is the last part of what `Ref` answers, its URL. */
const nameOf = (resource: DeployedResource, given: string | undefined): string =>
  given ?? resource.ref.split('/').at(-1) ?? resource.logicalId;

/** Throws what SQS would refuse, and says so for a property that nothing here acts on. */
export const readQueueSettings = (resource: DeployedResource): QueueSettings => {
  const { FifoQueue, ContentBasedDeduplication, ...properties } = resource.properties;
  if (FifoQueue === true || FifoQueue === 'true' || ContentBasedDeduplication !== undefined)
    throw notEmulated(`Queue ${resource.logicalId} is a FIFO queue. Only standard queues are emulated.`);
  const parsed = $Properties.safeParse(properties);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    if (issue?.code === 'unrecognized_keys')
      throw notEmulated(`Queue ${resource.logicalId} has properties that are not emulated: ${issue.keys.join(', ')}.`);
    throw invalidValue(`Queue ${resource.logicalId}: ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  const name = nameOf(resource, parsed.data.QueueName);
  return { ...parsed.data, name, arn: queueArn(name) };
};

/** Whether `source` may name `target` as its dead-letter queue; the sentence says how to allow it. SQS refuses the source queue otherwise. */
export const redriveRefusal = (source: QueueSettings, target: QueueSettings): string | undefined => {
  const policy = target.RedriveAllowPolicy;
  if (policy === undefined || policy.redrivePermission === 'allowAll') return undefined;
  if (policy.redrivePermission === 'byQueue' && policy.sourceQueueArns?.includes(source.arn)) return undefined;
  return (
    `Value for parameter RedrivePolicy of queue ${source.name} is invalid. Reason: the RedriveAllowPolicy of ${target.name} ` +
    `(${policy.redrivePermission}) does not allow it as a source. Name ${source.arn} in its sourceQueueArns.`
  );
};
