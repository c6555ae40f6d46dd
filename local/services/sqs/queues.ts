/**
 * Every queue of the stack. Used in process by SNS, EventBridge, the event-source mappings and the status page, and over HTTP through
 * sqs.ts. What was answered survives `kill -9`; hidden messages come back when their time is over, however often the process restarts.
 */
import type { Clock } from '#local/kernel/clock.ts';
import type { Queues } from '#local/kernel/queues.ts';
import type { Random } from '#local/kernel/random.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import type { State } from '#local/kernel/state.ts';
import type { OutgoingMessage } from './message.ts';
import { makeMessageRows } from './message-rows.ts';
import { makeQueue, type Queue } from './queue.ts';
import { type QueueSettings, readQueueSettings, redriveRefusal } from './queue-settings.ts';
import { invalidValue, queueDoesNotExist } from './refusals.ts';
import { makeWakes } from './wakes.ts';

export interface QueueHistory {
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export interface QueueStore extends Queues {
  /**
   * Makes (or finds again) the queue of an `AWS::SQS::Queue`. Throws AwsError for what SQS refuses; a dead-letter queue that does not
   * allow its source is refused by whichever of the two comes second.
   */
  declare(resource: DeployedResource): void;
  /** After the last declare: throws when a redrive policy names a queue that does not exist. */
  checkDeclared(): void;
  send(queueArn: string, message: OutgoingMessage): string;
  /** All in one transaction. A message that SQS refuses is an error in its place and holds up no other. */
  sendBatch(queueArn: string, messages: readonly OutgoingMessage[]): (string | Error)[];
  settings(queueArn: string): QueueSettings & QueueHistory;
  /** KmsMasterKeyId of a queue; undefined also when there is no such queue. */
  keyOf(queueArn: string): string | undefined;
  /** Resolves when a message may be visible, at the latest when the clock reaches `until`. */
  waitForMessage(queueArn: string, until: number): Promise<void>;
  /** The in-flight limit is reached: a short poll answers OverLimit, a long poll nothing. */
  isFull(queueArn: string): boolean;
}

export const makeQueues = (deps: { state: State; clock: Clock; random: Random }): QueueStore => {
  const rows = makeMessageRows(deps.state);
  const wakes = makeWakes(deps.clock);
  const queues = new Map<string, { queue: Queue; history: QueueHistory }>();

  const find = (arn: string) => {
    const found = queues.get(arn);
    if (found === undefined) throw queueDoesNotExist();
    return found;
  };
  const all = () => [...queues.values()].map(({ queue }) => queue);
  const checkRedrive = (declared: QueueSettings) => {
    for (const { settings } of all())
      for (const [source, target] of [
        [settings, declared],
        [declared, settings],
      ] as const) {
        if (source.RedrivePolicy?.deadLetterTargetArn !== target.arn) continue;
        const refusal = redriveRefusal(source, target);
        if (refusal !== undefined) throw invalidValue(refusal);
      }
  };

  return {
    declare: (resource) => {
      const settings = readQueueSettings(resource);
      if (queues.has(settings.arn)) throw invalidValue(`Two queues of the template are called ${settings.name}.`);
      if (settings.RedrivePolicy?.deadLetterTargetArn === settings.arn)
        throw invalidValue(`Queue ${settings.name} names itself as its dead-letter queue.`);
      checkRedrive(settings);
      const history = rows.noteQueue(settings.name, JSON.stringify(settings), deps.clock.now());
      const target = settings.RedrivePolicy?.deadLetterTargetArn ?? '';
      const deadLetterQueue = () => queues.get(target)?.queue;
      queues.set(settings.arn, {
        queue: makeQueue(settings, { ...deps, rows, wake: wakes.wake, deadLetterQueue }),
        history,
      });
    },
    checkDeclared: () => {
      for (const { settings } of all()) {
        const target = settings.RedrivePolicy?.deadLetterTargetArn;
        if (target !== undefined && !queues.has(target))
          throw invalidValue(
            `Value for parameter RedrivePolicy of queue ${settings.name} is invalid. Reason: Dead letter target ${target} does not exist.`,
          );
      }
    },
    send: (arn, message) => {
      const { queue } = find(arn);
      queue.check(message);
      return queue.sendAll([message])[0] ?? '';
    },
    sendBatch: (arn, messages) => {
      const { queue } = find(arn);
      const refusals = messages.map((message) => {
        try {
          queue.check(message);
          return undefined;
        } catch (error) {
          return error instanceof Error ? error : new Error(String(error));
        }
      });
      const accepted = messages.filter((_, position) => refusals[position] === undefined);
      const ids = accepted.length === 0 ? [] : queue.sendAll(accepted);
      return refusals.map((refusal) => refusal ?? ids.shift() ?? '');
    },
    receive: (arn, max, visibilityTimeoutSeconds) => find(arn).queue.receive(max, visibilityTimeoutSeconds),
    delete: (arn, receiptHandle) => find(arn).queue.delete(receiptHandle),
    changeVisibility: (arn, receiptHandle, seconds) => find(arn).queue.changeVisibility(receiptHandle, seconds),
    hasVisible: (arn) => find(arn).queue.count('visible') > 0,
    figures: () =>
      all().map((queue) => ({
        name: queue.settings.name,
        arn: queue.settings.arn,
        visible: queue.count('visible'),
        inFlight: queue.count('inFlight'),
        delayed: queue.count('delayed'),
        deadLetterQueueArn: queue.settings.RedrivePolicy?.deadLetterTargetArn,
      })),
    peek: (arn, limit) => rows.peek(find(arn).queue.settings.name, limit),
    onVisible: wakes.onVisible,
    settings: (arn) => {
      const { queue, history } = find(arn);
      return { ...queue.settings, ...history };
    },
    keyOf: (arn) => queues.get(arn)?.queue.settings.KmsMasterKeyId,
    waitForMessage: wakes.wait,
    isFull: (arn) => find(arn).queue.isFull(),
  };
};
