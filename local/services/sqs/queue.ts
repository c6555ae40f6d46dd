/**
 * One standard queue: its index in memory over its rows in the database, and the timer that makes hidden messages visible and drops
 * those past their retention. The database is written first, so a crash in between loses the index only, which is built again.
 */
import type { Clock } from '#local/kernel/clock.ts';
import type { ReceivedMessage } from '#local/kernel/queues.ts';
import type { Random } from '#local/kernel/random.ts';
import type { State } from '#local/kernel/state.ts';
import { checkMessage, md5, type OutgoingMessage } from './message.ts';
import { type Entry, makeMessageIndex } from './message-index.ts';
import { inTransaction, type MessageRows, type StoredMessage } from './message-rows.ts';
import type { QueueSettings } from './queue-settings.ts';
import { readReceiptHandle, writeReceiptHandle } from './receipt-handle.ts';
import { invalidValue, overLimit } from './refusals.ts';

/** "For most standard queues there can be a maximum of approximately 120,000 in flight messages" (SQS quotas, messages). */
const MOST_IN_FLIGHT = 120_000;
/** "The maximum is 12 hours", counted from the receive (API_ChangeMessageVisibility). */
const LONGEST_VISIBILITY_TIMEOUT_SECONDS = 43_200;

export interface QueueDeps {
  readonly state: State;
  readonly clock: Clock;
  readonly random: Random;
  readonly rows: MessageRows;
  /** A message may have become visible. */
  readonly wake: (queueArn: string) => void;
  /** Where poison goes; undefined as long as there is no such queue. */
  readonly deadLetterQueue: () => Queue | undefined;
}

export interface Queue {
  readonly settings: QueueSettings;
  /** All in one transaction; the messages must have passed check. Answers their ids. */
  sendAll(messages: readonly OutgoingMessage[]): string[];
  check(message: OutgoingMessage): void;
  receive(max: number, visibilityTimeoutSeconds?: number): ReceivedMessage[];
  delete(receiptHandle: string): void;
  changeVisibility(receiptHandle: string, timeoutSeconds: number): void;
  /** Takes over an entry that another queue gave up; its row already says so. */
  adopt(entry: Entry): void;
  count(state: 'visible' | 'delayed' | 'inFlight'): number;
  isFull(): boolean;
}

const checkTimeout = (seconds: number): void => {
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST_VISIBILITY_TIMEOUT_SECONDS)
    throw invalidValue(
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and 43200.`,
    );
};

const shown = (queueName: string, entry: Entry, stored: StoredMessage): ReceivedMessage => ({
  messageId: stored.messageId,
  receiptHandle: writeReceiptHandle(queueName, entry),
  body: stored.body,
  md5OfBody: stored.md5,
  attributes: {
    ApproximateReceiveCount: String(entry.receiveCount),
    SentTimestamp: String(stored.sentAt),
    SenderId: stored.senderId,
    ApproximateFirstReceiveTimestamp: String(stored.firstReceivedAt),
    ...(stored.groupId === undefined ? {} : { MessageGroupId: stored.groupId }),
    ...(stored.deadLetterSource === undefined ? {} : { DeadLetterQueueSourceArn: stored.deadLetterSource }),
  },
  messageAttributes: stored.attributes,
});

export const makeQueue = (settings: QueueSettings, deps: QueueDeps): Queue => {
  const { state, clock, rows } = deps;
  const { name, arn } = settings;
  const index = makeMessageIndex(settings.MessageRetentionPeriod * 1000);
  let timer: ReturnType<Clock['at']> | undefined;

  const arm = () => {
    const next = index.nextChange();
    if (timer?.at === next) return;
    timer?.cancel();
    timer = next === undefined ? undefined : clock.at(next, `queue ${name}`, onTimer);
  };
  const onTimer = () => {
    timer = undefined;
    catchUp();
    arm();
  };
  /** Does what the clock has made due; also called before each look, because a timer may fire a moment late. */
  const catchUp = () => {
    const now = clock.now();
    for (const entry of index.expired(now)) forget(entry);
    if (index.reveal(now)) deps.wake(arn);
  };
  const forget = (entry: Entry) => {
    rows.remove(entry.seq);
    index.remove(entry);
  };

  /**
   * SQS moves a message when it is received more often than maxReceiveCount: at the receive after, not when the last timeout ends. It
   * keeps its id and its sent time, so that on a standard queue its retention goes on counting (SQS Developer Guide, dead-letter queues).
   */
  const moveWhenPoison = (entry: Entry): boolean => {
    const target = deps.deadLetterQueue();
    const most = settings.RedrivePolicy?.maxReceiveCount;
    if (target === undefined || most === undefined || entry.receiveCount < most) return false;
    rows.move(entry.seq, target.settings.name, arn, clock.now());
    index.remove(entry);
    target.adopt({ ...entry, state: 'visible', visibleAt: clock.now() });
    return true;
  };

  const take = (max: number): Entry[] => {
    const taken: Entry[] = [];
    while (taken.length < max) {
      const entry = index.takeVisible();
      if (entry === undefined) break;
      if (!moveWhenPoison(entry)) taken.push(entry);
    }
    return taken;
  };

  const markReceived = (entry: Entry, timeoutSeconds: number): StoredMessage => {
    const now = clock.now();
    entry.receiveCount += 1;
    entry.receivedAt = now;
    rows.receive(entry.seq, now + timeoutSeconds * 1000, now);
    if (timeoutSeconds === 0) index.show(entry);
    else index.hide(entry, now + timeoutSeconds * 1000);
    return rows.read(entry.seq);
  };

  for (const entry of rows.ofQueue(name, clock.now())) index.add(entry);
  catchUp();
  arm();
  if (index.count('visible') > 0) deps.wake(arn);

  return {
    settings,
    check: (message) => checkMessage(message, settings.MaximumMessageSize),
    sendAll: (messages) => {
      const sentAt = clock.now();
      const sent = messages.map((message) => {
        const visibleAt = sentAt + (message.delaySeconds ?? settings.DelaySeconds) * 1000;
        return { message, messageId: deps.random.uuid(), md5: md5(message.body), sentAt, visibleAt };
      });
      const insertAll = () => sent.map((row) => rows.insert(name, row));
      const sequence = sent.length === 1 ? insertAll() : inTransaction(state, insertAll);
      sent.forEach(({ visibleAt }, position) => {
        const seq = sequence[position] ?? 0;
        const hidden = visibleAt > sentAt;
        index.add({ seq, sentAt, visibleAt, receiveCount: 0, receivedAt: 0, state: hidden ? 'delayed' : 'visible' });
      });
      arm();
      deps.wake(arn);
      return sent.map((row) => row.messageId);
    },
    receive: (max, visibilityTimeoutSeconds = settings.VisibilityTimeout) => {
      if (!Number.isInteger(max) || max < 1 || max > 10)
        throw invalidValue(
          `Value ${max} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.`,
        );
      checkTimeout(visibilityTimeoutSeconds);
      catchUp();
      const room = MOST_IN_FLIGHT - index.count('inFlight');
      if (room <= 0) throw overLimit();
      if (index.count('visible') === 0) return [];
      const received = inTransaction(state, () =>
        take(Math.min(max, room)).map((entry) => shown(name, entry, markReceived(entry, visibilityTimeoutSeconds))),
      );
      arm();
      return received;
    },
    delete: (receiptHandle) => {
      const { seq, receiveCount } = readReceiptHandle(name, receiptHandle);
      const entry = index.find(seq);
      // Anything but the newest handle: "the request succeeds, but the message will not be deleted" (API_DeleteMessage). The newest one
      // deletes also after its visibility timeout, as long as nobody received the message again.
      if (entry === undefined || entry.receiveCount !== receiveCount) return;
      forget(entry);
      arm();
    },
    changeVisibility: (receiptHandle, timeoutSeconds) => {
      const { seq, receiveCount } = readReceiptHandle(name, receiptHandle);
      checkTimeout(timeoutSeconds);
      catchUp();
      const entry = index.find(seq);
      if (entry === undefined || entry.receiveCount !== receiveCount || entry.state !== 'inFlight')
        throw invalidValue(
          `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
        );
      const until = clock.now() + timeoutSeconds * 1000;
      if (until - entry.receivedAt > LONGEST_VISIBILITY_TIMEOUT_SECONDS * 1000)
        throw invalidValue(
          `Value ${timeoutSeconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds].`,
        );
      rows.hide(seq, until);
      if (timeoutSeconds === 0) {
        index.show(entry);
        deps.wake(arn);
      } else index.hide(entry, until);
      arm();
    },
    adopt: (entry) => {
      index.add(entry);
      arm();
      deps.wake(arn);
    },
    count: (which) => {
      catchUp();
      return index.count(which);
    },
    isFull: () => index.count('inFlight') >= MOST_IN_FLIGHT,
  };
};
