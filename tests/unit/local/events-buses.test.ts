/** Buses in process: which rule gets an event, what a target receives, and what becomes of the rest. */
import { describe, expect, test } from 'vitest';
import type { AuthorizationRequest } from '#local/kernel/aws.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { makeBuses } from '#local/services/events/buses.ts';
import { makeDelivery } from '#local/services/events/delivery.ts';
import type { Entry } from '#local/services/events/entries.ts';
import { aResource } from './lambda-fixtures.ts';
import { aQueue, arnOf, openQueues } from './sqs-store.ts';

const EVENTS = 'arn:aws:events:us-east-1:000000000000:';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:hear';
const RULE = `${EVENTS}rule/crm/Sent`;
const BUS = aResource({ type: 'AWS::Events::EventBus', logicalId: 'Bus', ref: 'crm', properties: { Name: 'crm' } });

const aRule = (properties: Record<string, unknown> = {}): DeployedResource =>
  aResource({
    type: 'AWS::Events::Rule',
    logicalId: 'Sent',
    ref: 'crm|Sent',
    attributes: { Arn: RULE },
    properties: {
      EventBusName: 'crm',
      EventPattern: { source: ['postroom'] },
      Targets: [{ Id: 'a', Arn: arnOf('jobs') }],
      ...properties,
    },
  });
const anEntry = (more: Partial<Entry> = {}): Entry => ({
  Source: 'postroom',
  DetailType: 'mail.sent',
  Detail: '{"mailId":"m1"}',
  Resources: [],
  EventBusName: 'crm',
  ...more,
});

const open = (
  resources: readonly DeployedResource[] = [BUS, aRule()],
  options: { queues?: readonly DeployedResource[]; refuses?: (request: AuthorizationRequest) => boolean } = {},
) => {
  const cloud = openQueues(...(options.queues ?? [aQueue('jobs'), aQueue('dead')]));
  const [asked, denied, invoked]: [AuthorizationRequest[], string[], [string, unknown][]] = [[], [], []];
  const onDenied = (sentence: string) => denied.push(sentence);
  const deliver = makeDelivery({
    ...cloud,
    onDenied,
    invocations: { invoke: (name, event) => invoked.push([name, event]) },
    authorizer: {
      denial: (request) => {
        asked.push(request);
        return options.refuses?.(request) ? `may not ${request.action} on ${request.resource}` : undefined;
      },
    },
  });
  const buses = makeBuses({ ...cloud, deliver, onDenied });
  for (const resource of resources) buses.declare(resource);
  buses.checkDeclared();
  const bodies = (queue: string): unknown[] =>
    cloud.queues.peek(arnOf(queue), 10).map(({ body }) => JSON.parse(body) as unknown);
  return {
    ...cloud,
    put: (more?: Partial<Entry>) => buses.put(anEntry(more), 'send-adhoc-mail'),
    bodies,
    asked,
    denied,
    invoked,
  };
};

describe('a delivered event', () => {
  test('has the shape AWS documents, with whole seconds', () => {
    const { put, bodies } = open();
    const answer = put({
      Time: 1_795_000_000.987,
      Resources: ['arn:aws:ses:us-east-1:000000000000:identity/a.example'],
    });
    expect(bodies('jobs')).toEqual([
      {
        version: '0',
        id: 'EventId' in answer ? answer.EventId : 'none',
        'detail-type': 'mail.sent',
        source: 'postroom',
        account: '000000000000',
        time: '2026-11-18T11:06:40Z',
        region: 'us-east-1',
        resources: ['arn:aws:ses:us-east-1:000000000000:identity/a.example'],
        detail: { mailId: 'm1' },
      },
    ]);
  });

  test('has the time of the call when it brings none', () => {
    const { put, bodies, clock } = open();
    const before = Math.floor(clock.now() / 1000) * 1000;
    put();
    const [event] = bodies('jobs') as { time: string }[];
    expect(Date.parse(event?.time ?? '')).toBeGreaterThanOrEqual(before);
    expect(Date.parse(event?.time ?? '')).toBeLessThanOrEqual(clock.now());
  });

  test('is in the queue for good once it was answered', () => {
    const { put, restart } = open();
    put();
    expect(restart().queues.peek(arnOf('jobs'), 10)).toHaveLength(1);
  });

  test('goes to every target of every rule that matches, on its own bus only', () => {
    const other = { ...aRule({ EventPattern: { source: ['crm'] } }), ref: 'crm|Other' };
    const onDefault = { ...aRule({ EventBusName: 'default', Targets: [{ Id: 'a', Arn: FUNCTION }] }), ref: 'Default' };
    const both = {
      ...aRule({
        Targets: [
          { Id: 'a', Arn: arnOf('jobs') },
          { Id: 'b', Arn: arnOf('dead') },
        ],
      }),
      ref: 'crm|Both',
    };
    const { put, bodies, invoked } = open([BUS, aRule(), other, onDefault, both]);
    put();
    expect([bodies('jobs').length, bodies('dead').length, invoked.length]).toEqual([2, 1, 0]);
    put({ EventBusName: undefined });
    put({ EventBusName: `${EVENTS}event-bus/default` });
    expect([bodies('jobs').length, bodies('dead').length, invoked.length]).toEqual([2, 1, 2]);
  });

  test('does not go to a rule that is switched off', () => {
    const { put, bodies } = open([BUS, aRule({ State: 'DISABLED' })]);
    put();
    expect(bodies('jobs')).toEqual([]);
  });

  test('invokes a function with itself, in the name of EventBridge and for the rule', () => {
    const { put, invoked, asked } = open([BUS, aRule({ Targets: [{ Id: 'a', Arn: FUNCTION }] })]);
    put();
    expect(invoked).toEqual([
      [FUNCTION, expect.objectContaining({ 'detail-type': 'mail.sent', detail: { mailId: 'm1' } })],
    ]);
    expect(asked).toEqual([
      {
        principal: { kind: 'service', service: 'events.amazonaws.com' },
        action: 'lambda:InvokeFunction',
        resource: FUNCTION,
        context: { 'aws:SourceArn': RULE },
      },
    ]);
  });
});

describe('what cannot be delivered', () => {
  const buried = aRule({
    Targets: [
      {
        Id: 'a',
        Arn: arnOf('jobs'),
        DeadLetterConfig: { Arn: arnOf('dead') },
        RetryPolicy: { MaximumRetryAttempts: 3 },
      },
    ],
  });
  const attributesOf = (cloud: ReturnType<typeof open>) => {
    const [message] = cloud.queues.receive(arnOf('dead'), 10);
    const attributes = Object.entries(message?.messageAttributes ?? {});
    return Object.fromEntries(attributes.map(([name, { stringValue }]) => [name, stringValue]));
  };

  test('for want of permission is a named denial and lies in the dead-letter queue', () => {
    const cloud = open([BUS, buried], { refuses: ({ resource }) => resource === arnOf('jobs') });
    expect(cloud.put()).toEqual({ EventId: expect.any(String) });
    const why = `may not sqs:SendMessage on ${arnOf('jobs')}`;
    expect(cloud.denied).toEqual([`Rule crm|Sent could not reach its target ${arnOf('jobs')}: ${why}`]);
    expect([cloud.bodies('jobs'), cloud.bodies('dead')]).toEqual([
      [],
      [expect.objectContaining({ detail: { mailId: 'm1' } })],
    ]);
    expect(attributesOf(cloud)).toEqual({
      RULE_ARN: RULE,
      TARGET_ARN: arnOf('jobs'),
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: why,
    });
  });

  test('for want of the queue says so', () => {
    const cloud = open([BUS, buried], { queues: [aQueue('dead')] });
    cloud.put();
    expect(attributesOf(cloud)).toMatchObject({ ERROR_CODE: 'NO_RESOURCE' });
  });

  test('because it is too large for the queue says so', () => {
    const cloud = open([BUS, buried], { queues: [aQueue('jobs', { MaximumMessageSize: 1024 }), aQueue('dead')] });
    cloud.put({ Detail: JSON.stringify({ text: 'x'.repeat(1024) }) });
    expect(attributesOf(cloud)).toMatchObject({ ERROR_CODE: 'INVALID_PARAMETER' });
  });

  test('because the key of the queue is not for EventBridge says so', () => {
    const key = 'arn:aws:kms:us-east-1:000000000000:key/k';
    const cloud = open([BUS, buried], {
      queues: [aQueue('jobs', { KmsMasterKeyId: key }), aQueue('dead')],
      refuses: ({ action }) => action.startsWith('kms:'),
    });
    cloud.put();
    expect(attributesOf(cloud)).toMatchObject({
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: `may not kms:GenerateDataKey on ${key}`,
    });
  });

  test('anywhere is named twice and lost', () => {
    const { put, denied, bodies } = open([BUS, buried], { refuses: () => true });
    put();
    expect(denied).toEqual([
      `Rule crm|Sent could not reach its target ${arnOf('jobs')}: may not sqs:SendMessage on ${arnOf('jobs')}`,
      `Rule crm|Sent could not reach its dead-letter queue ${arnOf('dead')}: may not sqs:SendMessage on ${arnOf('dead')}`,
    ]);
    expect(bodies('dead')).toEqual([]);
  });

  test('holds up no other target', () => {
    const rule = aRule({
      Targets: [
        { Id: 'a', Arn: FUNCTION },
        { Id: 'b', Arn: arnOf('jobs') },
      ],
    });
    const { put, bodies, invoked } = open([BUS, rule], { refuses: ({ resource }) => resource === FUNCTION });
    put();
    expect([bodies('jobs').length, invoked]).toEqual([1, []]);
  });
});

describe('what EventBridge takes and drops is named', () => {
  test('an event for a bus that does not exist', () => {
    const { put, denied, bodies } = open();
    expect(put({ EventBusName: 'crn' })).toEqual({ EventId: expect.any(String) });
    expect(bodies('jobs')).toEqual([]);
    expect(denied).toEqual([
      `send-adhoc-mail put an event "mail.sent" that EventBridge takes and drops: there is no event bus ${EVENTS}event-bus/crn in this stack.`,
    ]);
  });

  test('a detail type of 129 characters, but not one of 128', () => {
    const { put, denied, bodies } = open();
    put({ DetailType: 'x'.repeat(128) });
    expect([denied.length, bodies('jobs').length]).toEqual([0, 1]);
    put({ DetailType: 'x'.repeat(129) });
    expect([denied.length, bodies('jobs').length]).toEqual([1, 1]);
    expect(denied[0]).toMatch(/longer than 128 characters/);
  });
});

describe('what stops the start', () => {
  const target = (more: object) => aRule({ Targets: [{ Id: 'a', Arn: arnOf('jobs'), ...more }] });
  test.each<[string, DeployedResource[], RegExp]>([
    ['a bus called default', [{ ...BUS, properties: { Name: 'default' } }], /Bus .*Name/],
    ['a bus with a slash', [{ ...BUS, properties: { Name: 'a/b' } }], /Bus .*Name/],
    ['a bus with a key', [{ ...BUS, properties: { Name: 'crm', KmsKeyIdentifier: 'k' } }], /KmsKeyIdentifier/],
    ['a rule on a bus that does not exist', [aRule()], /Rule crm\|Sent: the event bus .*event-bus\/crm does not exist/],
    ['a pattern that is refused', [BUS, aRule({ EventPattern: { source: 'x' } })], /Sent .*Event pattern is not valid/],
    [
      'an operator that is not emulated',
      [BUS, aRule({ EventPattern: { source: [{ wildcard: '*' }] } })],
      /Sent .*"wildcard"/,
    ],
    ['a constant input', [BUS, target({ Input: '{}' })], /Sent .*Input/],
    ['an input path', [BUS, target({ InputPath: '$.detail' })], /Sent .*InputPath/],
    ['an input transformer', [BUS, target({ InputTransformer: { InputTemplate: '"x"' } })], /Sent .*InputTransformer/],
    [
      'a target of another kind',
      [BUS, target({ Arn: 'arn:aws:sns:us-east-1:000000000000:t' })],
      /only Lambda functions and SQS/,
    ],
    [
      'more retries than AWS takes',
      [BUS, target({ RetryPolicy: { MaximumRetryAttempts: 186 } })],
      /MaximumRetryAttempts/,
    ],
  ])('%s', (_, resources, sentence) => {
    expect(() => open(resources)).toThrow(sentence);
  });

  test('a rule with a schedule is none of the bus', () => {
    const { put, bodies } = open([BUS, aRule({ EventPattern: undefined, ScheduleExpression: 'rate(1 minute)' })]);
    put();
    expect(bodies('jobs')).toEqual([]);
  });
});
