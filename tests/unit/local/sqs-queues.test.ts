/** The queue store in process, as SNS, EventBridge and the event-source mappings use it. */
import { describe, expect, test } from 'vitest';
import { AwsError } from '#local/kernel/aws.ts';
import { aQueue, arnOf, openQueues } from './sqs-store.ts';

const JOBS = arnOf('jobs');
const DEAD = arnOf('dead');
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof AwsError ? error.code : String(error);
  }
  return 'none';
};
const poisonable = (maxReceiveCount: number) =>
  aQueue('jobs', { VisibilityTimeout: 30, RedrivePolicy: { deadLetterTargetArn: DEAD, maxReceiveCount } });

describe('a queue', () => {
  test('hides a received message for its visibility timeout and shows it again when that is over', async () => {
    const { queues, pass } = openQueues(aQueue('jobs', { VisibilityTimeout: 30 }));
    queues.send(JOBS, { body: 'one' });
    expect(queues.receive(JOBS, 10)).toMatchObject([{ body: 'one', attributes: { ApproximateReceiveCount: '1' } }]);
    expect(queues.receive(JOBS, 10)).toEqual([]);
    await pass(20_000);
    expect(queues.hasVisible(JOBS)).toBe(false);
    await pass(10_000);
    expect(queues.hasVisible(JOBS)).toBe(true);
    expect(queues.receive(JOBS, 10)).toMatchObject([{ body: 'one', attributes: { ApproximateReceiveCount: '2' } }]);
  });

  test('shows a delayed message when its delay is over and counts it as delayed until then', async () => {
    const { queues, pass } = openQueues(aQueue('jobs', { DelaySeconds: 60 }));
    queues.send(JOBS, { body: 'later' });
    queues.send(JOBS, { body: 'now', delaySeconds: 0 });
    expect(queues.figures()).toMatchObject([{ visible: 1, inFlight: 0, delayed: 1 }]);
    expect(queues.receive(JOBS, 10).map((message) => message.body)).toEqual(['now']);
    await pass(60_000);
    expect(queues.receive(JOBS, 10).map((message) => message.body)).toContain('later');
  });

  test('tells its listeners when a message comes, when a delay ends and when a visibility timeout ends', async () => {
    const { queues, pass } = openQueues(aQueue('jobs', { VisibilityTimeout: 30 }));
    const told: string[] = [];
    queues.onVisible((arn) => told.push(arn));
    queues.send(JOBS, { body: 'one' });
    expect(told).toEqual([]);
    await Promise.resolve();
    expect(told).toEqual([JOBS]);
    queues.receive(JOBS, 1);
    await pass(30_000);
    expect(told).toEqual([JOBS, JOBS]);
  });

  test('deletes by the newest receipt handle, also after the visibility timeout, and by no older one', async () => {
    const { queues, pass } = openQueues(aQueue('jobs'));
    queues.send(JOBS, { body: 'one' });
    const [first] = queues.receive(JOBS, 1);
    await pass(31_000);
    const [second] = queues.receive(JOBS, 1);
    expect(second?.receiptHandle).not.toBe(first?.receiptHandle);
    queues.delete(JOBS, first?.receiptHandle ?? '');
    expect(queues.figures()).toMatchObject([{ inFlight: 1 }]);
    await pass(31_000);
    queues.delete(JOBS, second?.receiptHandle ?? '');
    expect(queues.figures()).toMatchObject([{ visible: 0, inFlight: 0 }]);
    expect(codeOf(() => queues.delete(JOBS, second?.receiptHandle ?? ''))).toBe('none');
    expect(codeOf(() => queues.delete(JOBS, 'made-up'))).toBe('ReceiptHandleIsInvalid');
  });

  test('refuses a visibility timeout that would hide a message for more than 12 hours from its receive', async () => {
    const { queues, pass } = openQueues(aQueue('jobs'));
    queues.send(JOBS, { body: 'one' });
    const handle = queues.receive(JOBS, 1)[0]?.receiptHandle ?? '';
    expect(codeOf(() => queues.changeVisibility(JOBS, handle, 43_201))).toBe('InvalidParameterValue');
    queues.changeVisibility(JOBS, handle, 3600);
    await pass(3_000_000);
    expect(codeOf(() => queues.changeVisibility(JOBS, handle, 43_200))).toBe('InvalidParameterValue');
    queues.changeVisibility(JOBS, handle, 0);
    expect(queues.hasVisible(JOBS)).toBe(true);
    expect(codeOf(() => queues.changeVisibility(JOBS, handle, 10))).toBe('InvalidParameterValue');
  });

  test('drops a message when its retention is over, whether visible or in flight', async () => {
    const { queues, pass } = openQueues(aQueue('jobs', { MessageRetentionPeriod: 60, VisibilityTimeout: 600 }));
    queues.send(JOBS, { body: 'seen' });
    queues.receive(JOBS, 1);
    queues.send(JOBS, { body: 'unseen' });
    await pass(61_000);
    expect(queues.figures()).toMatchObject([{ visible: 0, inFlight: 0, delayed: 0 }]);
    expect(queues.peek(JOBS, 10)).toEqual([]);
  });

  test('accepts a body of exactly its maximum size and refuses one byte more, attributes counted', () => {
    const { queues } = openQueues(aQueue('jobs', { MaximumMessageSize: 1024 }));
    expect(codeOf(() => queues.send(JOBS, { body: 'é'.repeat(512) }))).toBe('none');
    expect(codeOf(() => queues.send(JOBS, { body: 'x'.repeat(1025) }))).toBe('InvalidParameterValue');
    const messageAttributes = { ab: { dataType: 'String', stringValue: 'c' } };
    expect(codeOf(() => queues.send(JOBS, { body: 'x'.repeat(1015), messageAttributes }))).toBe('none');
    expect(codeOf(() => queues.send(JOBS, { body: 'x'.repeat(1016), messageAttributes }))).toBe(
      'InvalidParameterValue',
    );
  });

  test.each([
    ['no body', '', 'MissingParameter'],
    ['a NUL', 'a\u0000b', 'InvalidMessageContents'],
    ['half a surrogate pair', 'a\uD800b', 'InvalidMessageContents'],
    ['U+FFFE', 'a\uFFFEb', 'InvalidMessageContents'],
    ['tab, line ends and an emoji', 'a\t\r\n😀', 'none'],
  ])('judges a message with %s as SQS does', (_, body, code) => {
    const { queues } = openQueues(aQueue('jobs'));
    expect(codeOf(() => queues.send(JOBS, { body }))).toBe(code);
  });

  test('keeps the message group id of a fair queue and gives it back', () => {
    const { queues } = openQueues(aQueue('jobs'));
    queues.send(JOBS, { body: 'one', messageGroupId: 'tenant-a' });
    expect(queues.receive(JOBS, 1)[0]?.attributes['MessageGroupId']).toBe('tenant-a');
  });

  test('answers OverLimit to the receive after 120,000 messages in flight', () => {
    const { queues } = openQueues(aQueue('jobs', { VisibilityTimeout: 600 }));
    const ten = Array.from({ length: 1000 }, () => ({ body: 'x' }));
    for (let sent = 0; sent <= 120_000; sent += ten.length) queues.sendBatch(JOBS, ten);
    for (let taken = 0; taken < 120_000; taken += 10) queues.receive(JOBS, 10);
    expect(codeOf(() => queues.receive(JOBS, 1))).toBe('OverLimit');
  }, 60_000);
});

describe('a dead-letter queue', () => {
  test('gets a message at the receive after its last allowed one, with its id and where it came from', async () => {
    const { queues, pass } = openQueues(aQueue('dead'), poisonable(2));
    const id = queues.send(JOBS, { body: 'poison' });
    for (const count of ['1', '2']) {
      expect(queues.receive(JOBS, 1)[0]?.attributes['ApproximateReceiveCount']).toBe(count);
      await pass(30_000);
    }
    expect(queues.peek(DEAD, 10)).toEqual([]);
    expect(queues.receive(JOBS, 1)).toEqual([]);
    expect(queues.peek(DEAD, 10)).toMatchObject([{ messageId: id, body: 'poison' }]);
    expect(queues.receive(DEAD, 1)[0]?.attributes['DeadLetterQueueSourceArn']).toBe(JOBS);
  });

  test('does not hold up good messages behind poison', async () => {
    const { queues, pass } = openQueues(aQueue('dead'), poisonable(1));
    for (const body of ['poison 1', 'poison 2']) queues.send(JOBS, { body });
    queues.receive(JOBS, 10);
    await pass(30_000);
    queues.send(JOBS, { body: 'good' });
    expect(queues.receive(JOBS, 10).map((message) => message.body)).toEqual(['good']);
  });

  test.each([
    ['denies all sources', { redrivePermission: 'denyAll' }, 'InvalidParameterValue'],
    [
      'allows another queue only',
      { redrivePermission: 'byQueue', sourceQueueArns: [arnOf('other')] },
      'InvalidParameterValue',
    ],
    ['allows this queue', { redrivePermission: 'byQueue', sourceQueueArns: [JOBS] }, 'none'],
  ])('that %s decides whether its source can be declared, in either order', (_, RedriveAllowPolicy, code) => {
    const dead = aQueue('dead', { RedriveAllowPolicy });
    expect(codeOf(() => openQueues(dead, poisonable(1)))).toBe(code);
    expect(codeOf(() => openQueues(poisonable(1), dead))).toBe(code);
  });

  test('that does not exist is named when all queues are declared', () => {
    const { queues } = openQueues(poisonable(1));
    expect(() => queues.checkDeclared()).toThrow(/Dead letter target .*:dead does not exist/);
  });
});

describe('after the process was killed', () => {
  test('messages in flight come back when their visibility timeout is over, and not before', async () => {
    const before = openQueues(aQueue('jobs', { VisibilityTimeout: 30 }));
    before.queues.send(JOBS, { body: 'one' });
    before.queues.receive(JOBS, 1);
    const after = before.restart();
    expect(after.queues.figures()).toMatchObject([{ inFlight: 1, visible: 0 }]);
    await after.pass(30_000);
    expect(after.queues.receive(JOBS, 1)).toMatchObject([{ attributes: { ApproximateReceiveCount: '2' } }]);
  });

  test('a timeout that ended meanwhile shows its message at once', () => {
    const before = openQueues(aQueue('jobs', { VisibilityTimeout: 30 }));
    before.queues.send(JOBS, { body: 'one' });
    before.queues.receive(JOBS, 1);
    expect(before.restart(31_000).queues.hasVisible(JOBS)).toBe(true);
  });

  test('a receipt handle from before still deletes', () => {
    const before = openQueues(aQueue('jobs'));
    before.queues.send(JOBS, { body: 'one' });
    const handle = before.queues.receive(JOBS, 1)[0]?.receiptHandle ?? '';
    const { queues } = before.restart();
    queues.delete(JOBS, handle);
    expect(queues.peek(JOBS, 1)).toEqual([]);
  });

  test('delayed messages and the dead-letter queue are as they were', async () => {
    const before = openQueues(aQueue('dead'), poisonable(1));
    before.queues.send(JOBS, { body: 'later', delaySeconds: 60 });
    before.queues.send(JOBS, { body: 'poison' });
    before.queues.receive(JOBS, 1);
    await before.pass(30_000);
    before.queues.receive(JOBS, 1);
    const after = before.restart();
    expect(after.queues.peek(DEAD, 10)).toMatchObject([{ body: 'poison' }]);
    expect(after.queues.figures()).toMatchObject([{ visible: 1 }, { delayed: 1 }]);
    await after.pass(30_000);
    expect(after.queues.hasVisible(JOBS)).toBe(true);
  });
});

describe('a template', () => {
  test.each([
    ['a FIFO queue', { FifoQueue: true }, /Only standard queues/],
    ['an unknown property', { Colour: 'blue' }, /not emulated: Colour/],
    ['a timeout above 12 hours', { VisibilityTimeout: 43_201 }, /VisibilityTimeout/],
    ['a retention under a minute', { MessageRetentionPeriod: 59 }, /MessageRetentionPeriod/],
  ])('with %s stops the start with a sentence', (_, properties, sentence) => {
    expect(() => openQueues(aQueue('jobs', properties))).toThrow(sentence);
  });

  test('may write numbers as strings, as CloudFormation allows', () => {
    const { queues } = openQueues(aQueue('jobs', { VisibilityTimeout: '45' }));
    expect(queues.settings(JOBS).VisibilityTimeout).toBe(45);
  });
});
