/**
 * A function woken by its own SQS queue. It never comes without the queue, the dead-letter queue only that queue may use, partial batch
 * answers, a bound on its concurrency, and alarms for what waits too long and what was given up.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ALARM_PERIOD } from './impact-alarm.ts';
import { physicalNameOf } from './naming.ts';
import { type Folder, PostroomFunction, type PostroomFunctionProps } from './postroom-function.ts';

/**
 * Lambda's guide asks for five at least (Using Lambda with Amazon SQS, "Configuring a queue"): a throttled start counts as one. Ten, because a mail
 * that keeps ending its worker is set aside at the sixth (shared/app/mailroom/settle-mail.ts) and writing that down must have tries left.
 */
const MAX_RECEIVE_COUNT = 10;

/** A message is late when it has waited this long: the promise to a person is two minutes. */
const OLDEST_MESSAGE = Duration.minutes(2);

/** SQS keeps a message 14 days at most: a person comes back from holidays and still finds it. */
const DEAD_LETTER_RETENTION = Duration.days(14);

/** Six function timeouts, as Lambda's guide advises, but at most 15 minutes: what a killed worker left is taken up within that time. */
const visibilityOf = (timeout: Duration): Duration => Duration.seconds(Math.min(6 * timeout.toSeconds(), 900));

export interface QueueWorkerProps<F extends Folder> extends PostroomFunctionProps<F> {
  /** It puts messages back into its own queue: gets OWN_QUEUE_URL and may send there. @default false */
  readonly putsBack?: boolean;
  /** Messages a single invocation gets at most, 1-10. */
  readonly batchSize: number;
  /** Invocations at a time at most, 2-1000 (Lambda, ScalingConfig). */
  readonly maxConcurrency: number;
}

export class QueueWorker<F extends Folder> extends PostroomFunction<F> {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, props: QueueWorkerProps<F>) {
    super(scope, props);
    const queueName = physicalNameOf(this, props.folder);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      queueName: `${queueName}-dead-letters`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: DEAD_LETTER_RETENTION,
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        // By name, not by reference: the queue names its dead letters and they name their queue, a circle CloudFormation refuses.
        sourceQueues: [
          Queue.fromQueueArn(this, 'Source', Stack.of(this).formatArn({ service: 'sqs', resource: queueName })),
        ],
      },
    });
    this.queue = new Queue(this, 'Queue', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: visibilityOf(props.timeout),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
    // What Lambda needs to poll in the function's name (Lambda guide, "Using Lambda with Amazon SQS", execution role permissions).
    this.allow(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
        resources: [this.queue.queueArn],
      }),
    );
    if (props.putsBack === true) {
      this.function.addEnvironment('OWN_QUEUE_URL', this.queue.queueUrl);
      this.allow(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }));
    }
    new EventSourceMapping(this, 'Messages', {
      target: this.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: props.batchSize,
      maxConcurrency: props.maxConcurrency,
      reportBatchItemFailures: true,
    });
    this.alarm(
      'dead-letters',
      `A message was given up after ${MAX_RECEIVE_COUNT} tries.`,
      this.deadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: ALARM_PERIOD }),
      1,
    );
    this.alarm(
      'oldest-message',
      `A message has waited for ${OLDEST_MESSAGE.toMinutes()} minutes.`,
      this.queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: ALARM_PERIOD }),
      OLDEST_MESSAGE.toSeconds(),
    );
  }
}
