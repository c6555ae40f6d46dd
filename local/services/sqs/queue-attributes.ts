/** GetQueueAttributes: the settings and figures of a queue under the names of the API. */
import { AwsError } from '#local/kernel/aws.ts';
import type { QueueFigures } from '#local/kernel/queues.ts';
import type { QueueSettings } from './queue-settings.ts';
import type { QueueHistory } from './queues.ts';
import { notEmulated } from './refusals.ts';

/** Attributes that SQS has and this emulator does not know: the queue policy lives with the authorizer, the rest belongs to FIFO queues. */
const NOT_KEPT = ['Policy', 'FifoQueue', 'ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];

const seconds = (ms: number) => String(Math.floor(ms / 1000));
const json = (value: object | undefined) => (value === undefined ? undefined : JSON.stringify(value));

/** An attribute that is not set is left out of the answer. An unknown name is refused with InvalidAttributeName. */
export const queueAttributes = (
  names: readonly string[],
  settings: QueueSettings & QueueHistory,
  figures: QueueFigures,
): Record<string, string> => {
  const known: Readonly<Record<string, string | undefined>> = {
    QueueArn: settings.arn,
    ApproximateNumberOfMessages: String(figures.visible),
    ApproximateNumberOfMessagesNotVisible: String(figures.inFlight),
    ApproximateNumberOfMessagesDelayed: String(figures.delayed),
    CreatedTimestamp: seconds(settings.createdAt),
    LastModifiedTimestamp: seconds(settings.modifiedAt),
    VisibilityTimeout: String(settings.VisibilityTimeout),
    MaximumMessageSize: String(settings.MaximumMessageSize),
    MessageRetentionPeriod: String(settings.MessageRetentionPeriod),
    DelaySeconds: String(settings.DelaySeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.ReceiveMessageWaitTimeSeconds),
    RedrivePolicy: json(settings.RedrivePolicy),
    RedriveAllowPolicy: json(settings.RedriveAllowPolicy),
    KmsMasterKeyId: settings.KmsMasterKeyId,
    KmsDataKeyReusePeriodSeconds: settings.KmsMasterKeyId && String(settings.KmsDataKeyReusePeriodSeconds ?? 300),
    // SSE-SQS is on by default since 2022, unless the queue has a KMS key of its own.
    SqsManagedSseEnabled: String(settings.SqsManagedSseEnabled ?? settings.KmsMasterKeyId === undefined),
  };
  const wanted = names.includes('All') ? Object.keys(known) : names;
  const answer: Record<string, string> = {};
  for (const name of wanted) {
    if (NOT_KEPT.includes(name)) throw notEmulated(`Queue attribute ${name} is not emulated.`);
    if (!Object.hasOwn(known, name)) throw new AwsError('InvalidAttributeName', 400, `Unknown Attribute ${name}.`);
    const value = known[name];
    if (value !== undefined) answer[name] = value;
  }
  return answer;
};
