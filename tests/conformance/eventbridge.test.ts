/**
 * What EventBridge answers to PutEvents, by its API reference, asked through the real client, and what arrives in a queue that a rule fills.
 * Everything here is meant to hold for a real account too (with bus, rule and queue made by hand); nobody has run it against one yet.
 */
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AwsService } from '#local/kernel/aws.ts';
import { makeBuses } from '#local/services/events/buses.ts';
import { makeDelivery } from '#local/services/events/delivery.ts';
import { makeEvents } from '#local/services/events/events.ts';
import { aResource } from '#tests/unit/local/lambda-fixtures.ts';
import { aQueue, arnOf, openQueues } from '#tests/unit/local/sqs-store.ts';
import { type ServedService, serveOne } from './serve-one.ts';

const BUS_ARN = 'arn:aws:events:us-east-1:000000000000:event-bus/crm';
const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const bus = aResource({ type: 'AWS::Events::EventBus', ref: 'crm', properties: { Name: 'crm' } });
const rule = aResource({
  type: 'AWS::Events::Rule',
  ref: 'crm|All',
  attributes: { Arn: 'arn:aws:events:us-east-1:000000000000:rule/crm/All' },
  properties: {
    EventBusName: 'crm',
    EventPattern: { source: ['postroom'] },
    Targets: [{ Id: 'a', Arn: arnOf('jobs') }],
  },
});
let served: ServedService;
let service: AwsService;
let client: EventBridgeClient;
let cloud: ReturnType<typeof openQueues>;
let dropped: string[];

beforeAll(async () => {
  cloud = openQueues(aQueue('jobs'));
  const onDenied = (sentence: string) => void dropped.push(sentence);
  const invocations = { invoke: () => expect.unreachable('no rule has a function') };
  const deliver = makeDelivery({ ...cloud, authorizer: { denial: () => undefined }, invocations, onDenied });
  const buses = makeBuses({ ...cloud, deliver, onDenied });
  for (const resource of [bus, rule]) buses.declare(resource);
  const events = makeEvents({ buses });
  service = events;
  served = await serveOne(events);
  client = new EventBridgeClient({ endpoint: served.baseUrl, region: 'us-east-1', credentials, maxAttempts: 1 });
});
beforeEach(() => {
  dropped = [];
});
afterAll(async () => {
  client.destroy();
  cloud.clock.stop();
  await served.stop();
});

const anEntry = (more: PutEventsRequestEntry = {}): PutEventsRequestEntry => ({
  Source: 'postroom',
  DetailType: 'mail.sent',
  Detail: '{"mailId":"m1"}',
  EventBusName: 'crm',
  ...more,
});
/** The texts of source, detail type and the bare detail count as well. */
const sized = (bytes: number) =>
  anEntry({ Detail: `{"a":"${'x'.repeat(bytes - 'postroommail.sent{"a":""}'.length)}"}` });
const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
const received = (): { id: string; detail: unknown; time: string }[] => {
  const messages = cloud.queues.receive(arnOf('jobs'), 10);
  for (const { receiptHandle } of messages) cloud.queues.delete(arnOf('jobs'), receiptHandle);
  return messages.map(({ body }) => JSON.parse(body));
};
const refusal = async (call: Promise<unknown>) => {
  const outcome: unknown = await call.then(
    () => 'no refusal',
    (error: unknown) => error,
  );
  return outcome instanceof Error ? `${outcome.name}: ${outcome.message}` : outcome;
};

test('PutEvents answers, in order, the ids under which the events arrive', async () => {
  const { FailedEntryCount, Entries } = await put(
    anEntry({ Detail: '{"n":1,"text":"grün"}', Time: new Date('2026-11-21T10:00:00.789Z') }),
    anEntry({ Detail: '{"n":2}', EventBusName: BUS_ARN }),
  );
  expect(FailedEntryCount).toBe(0);
  const events = received().sort((a, b) => (JSON.stringify(a.detail) < JSON.stringify(b.detail) ? -1 : 1));
  expect(events.map(({ id }) => id)).toEqual(Entries?.map(({ EventId }) => EventId));
  expect(events.map(({ detail }) => detail)).toEqual([{ n: 1, text: 'grün' }, { n: 2 }]);
  expect(events[0]?.time).toBe('2026-11-21T10:00:00Z');
});

describe('an entry that EventBridge does not take fails alone', () => {
  const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
  test.each<[string, PutEventsRequestEntry, string, RegExp]>([
    ['without a source', { Source: undefined }, 'InvalidArgument', /Source is a required argument/],
    ['with an empty source', { Source: '' }, 'InvalidArgument', /Source is a required argument/],
    ['without a detail type', { DetailType: undefined }, 'InvalidArgument', /DetailType is a required argument/],
    ['without a detail', { Detail: undefined }, 'InvalidArgument', /Detail is a required argument/],
    ['with a source of AWS', { Source: 'aws.ses' }, 'NotAuthorizedForSourceException', /Not authorized for the source/],
    ['with a detail that is no JSON', { Detail: '{"a"' }, 'MalformedDetail', /Detail is malformed/],
    ['with a detail that is a list', { Detail: '[]' }, 'MalformedDetail', /Detail is malformed/],
    ['with a detail that is a text', { Detail: '"a"' }, 'MalformedDetail', /Detail is malformed/],
    ['with a detail of 1,001 levels', { Detail: nested(1001) }, 'MalformedDetail', /Detail is malformed/],
  ])('%s', async (_, more, code, message) => {
    const { FailedEntryCount, Entries } = await put(anEntry(more), anEntry());
    expect(FailedEntryCount).toBe(1);
    expect(Entries?.[0]).toEqual({ ErrorCode: code, ErrorMessage: expect.stringMatching(message) });
    expect(received().map(({ id }) => id)).toEqual([Entries?.[1]?.EventId]);
  });

  test('a detail of 1,000 levels is taken', async () => {
    expect((await put(anEntry({ Detail: nested(1000) }))).FailedEntryCount).toBe(0);
    expect(received()).toHaveLength(1);
  });
});

test('an event for a bus that does not exist is answered as if it were taken, and dropped', async () => {
  const { FailedEntryCount, Entries } = await put(anEntry({ EventBusName: 'nothing' }));
  expect([FailedEntryCount, Entries]).toEqual([0, [{ EventId: expect.any(String) }]]);
  expect(received()).toEqual([]);
  expect(dropped).toHaveLength(1);
});

describe('a request that EventBridge does not take is refused as a whole', () => {
  test('ten entries are taken, eleven and none are not', async () => {
    const entries = (count: number) => Array.from({ length: count }, () => anEntry());
    expect((await put(...entries(10))).Entries).toHaveLength(10);
    expect(received()).toHaveLength(10);
    expect(await refusal(put(...entries(11)))).toMatch(/^ValidationException/);
    expect(await refusal(put())).toMatch(/^ValidationException/);
    expect(received()).toEqual([]);
  });

  test('1 MiB is taken, and one byte more is not, in one entry or in several', async () => {
    const onOther = { EventBusName: 'default' };
    expect((await put({ ...sized(1_048_576), ...onOther })).FailedEntryCount).toBe(0);
    expect((await put({ ...sized(524_288), ...onOther }, { ...sized(524_288), ...onOther })).FailedEntryCount).toBe(0);
    const tooLarge = 'ValidationException: Total size of the entries in the request is over the limit.';
    expect(await refusal(put(sized(1_048_577)))).toBe(tooLarge);
    expect(await refusal(put(sized(524_288), sized(524_289)))).toBe(tooLarge);
    expect(received()).toEqual([]);
  });

  test('Time counts for 14 bytes, resources for their own', async () => {
    const more = { EventBusName: 'default', Time: new Date(0), Resources: ['ab', 'cdef'] };
    expect((await put({ ...sized(1_048_576 - 20), ...more })).FailedEntryCount).toBe(0);
    expect(await refusal(put({ ...sized(1_048_576 - 19), ...more }))).toMatch(/^ValidationException/);
  });

  test('what is not emulated says so', async () => {
    expect(await refusal(client.send(new CreateEventBusCommand({ Name: 'x' })))).toMatch(
      /^NotEmulated: EventBridge operation CreateEventBus is not emulated/,
    );
    expect(await refusal(put(anEntry({ TraceHeader: 'Root=1' })))).toMatch(/^NotEmulated.*TraceHeader/);
  });
});

describe('what the endpoint is told', () => {
  const request = (...Entries: PutEventsRequestEntry[]) => ({
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': 'AWSEvents.PutEvents' },
    body: Buffer.from(JSON.stringify({ Entries })),
  });
  const root = { principal: { kind: 'root' }, functionName: 'root' } as const;

  test('permission is asked for every bus, source and detail type once', () => {
    const other = { Source: 'crm', EventBusName: undefined };
    expect(service.read(request(anEntry(), anEntry(), anEntry(other))).permissions).toEqual([
      {
        action: 'events:PutEvents',
        resource: BUS_ARN,
        context: { 'events:source': 'postroom', 'events:detail-type': 'mail.sent' },
      },
      {
        action: 'events:PutEvents',
        resource: 'arn:aws:events:us-east-1:000000000000:event-bus/default',
        context: { 'events:source': 'crm', 'events:detail-type': 'mail.sent' },
      },
    ]);
  });

  test('every event taken is billed by started 64 KB, one that failed is not', async () => {
    const call = service.read(request(sized(65_536), sized(65_537), anEntry({ Source: 'aws.ses' })));
    expect((await service.execute(call, root)).units).toEqual([{ unit: 'EventBridgeEvent', amount: 3 }]);
    const failed = service.read(request(anEntry({ Detail: 'x' })));
    expect((await service.execute(failed, root)).units).toEqual([]);
    received();
  });
});
