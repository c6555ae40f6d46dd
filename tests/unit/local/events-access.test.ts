/** A function's PutEvents through the endpoint: what its role must allow, and how EventBridge words a refusal and a fault. */
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { afterEach, expect, test } from 'vitest';
import { makeDenials } from '#local/endpoint/denials.ts';
import { makeEndpoint } from '#local/endpoint/endpoint.ts';
import { makeFaults } from '#local/endpoint/faults.ts';
import { makeUsage } from '#local/endpoint/usage.ts';
import { makeAuthorizer } from '#local/iam/authorizer.ts';
import { makeIdentities } from '#local/kernel/identities.ts';
import { makeBuses } from '#local/services/events/buses.ts';
import { makeEvents } from '#local/services/events/events.ts';
import { ARNS, aStack as aStackWith } from './iam-stack.ts';
import { openQueues } from './sqs-store.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A client with the key of a function whose role has these statements. */
const open = async (...identity: readonly object[]) => {
  const cloud = openQueues();
  const identities = makeIdentities();
  const denials = makeDenials(cloud.clock.now, () => undefined);
  const [faults, usage] = [makeFaults(), makeUsage('now')];
  const buses = makeBuses({ ...cloud, deliver: () => undefined, onDenied: denials.add });
  const authorizer = makeAuthorizer(aStackWith(identity.length === 0 ? {} : { identity }));
  const services = new Map([['events', makeEvents({ buses })]]);
  const endpoint = makeEndpoint(identities, {
    services,
    authorizer: () => authorizer,
    faults,
    usage,
    denials,
    now: Date.now,
  });
  await new Promise<void>((resolve) => endpoint.server.listen(0, '127.0.0.1', resolve));
  const principal = { kind: 'role', roleArn: ARNS.role, functionName: 'receive' } as const;
  const credentials = identities.issue({ principal, functionName: 'receive-mail', kill: () => undefined });
  const client = new EventBridgeClient({ endpoint: endpoint.url(), region: 'us-east-1', credentials, maxAttempts: 1 });
  stops.push(() => {
    client.destroy();
    cloud.clock.stop();
    endpoint.server.closeAllConnections();
    return new Promise((resolve) => endpoint.server.close(resolve));
  });
  const put = async (...more: PutEventsRequestEntry[]) => {
    const Entries = more.map((each) => ({ Source: 'postroom', DetailType: 'mail.sent', Detail: '{}', ...each }));
    const outcome: unknown = await client.send(new PutEventsCommand({ Entries })).catch((error: unknown) => error);
    return outcome instanceof Error ? outcome.name : 'taken';
  };
  return { put, faults, usage, sentences: () => denials.list().map(({ sentence }) => sentence) };
};
const mayPut = (more: object = {}) => ({
  Effect: 'Allow',
  Action: 'events:PutEvents',
  Resource: 'arn:aws:events:us-east-1:000000000000:event-bus/default',
  ...more,
});

test('a role without the grant is denied by name', async () => {
  const { put, sentences } = await open();
  expect(await put({})).toBe('AccessDeniedException');
  expect(sentences()).toEqual([
    expect.stringMatching(
      /^receive-mail: .* is not authorized to perform: events:PutEvents on resource: arn:aws:events:us-east-1:000000000000:event-bus\/default because/,
    ),
  ]);
});

test('a grant is for its own bus; one denied entry denies the request', async () => {
  const { put, usage } = await open(mayPut());
  expect(await put({})).toBe('taken');
  expect(await put({}, { EventBusName: 'crm' })).toBe('AccessDeniedException');
  expect(usage.report().items).toMatchObject([{ function: 'receive-mail', units: { EventBridgeEvent: 1 } }]);
});

test('a grant may be for a source and a detail type', async () => {
  const { put } = await open(
    mayPut({
      Condition: { StringEquals: { 'events:source': 'postroom' }, StringLike: { 'events:detail-type': 'mail.*' } },
    }),
  );
  expect(await put({})).toBe('taken');
  expect(await put({ Source: 'crm' })).toBe('AccessDeniedException');
  expect(await put({ DetailType: 'lead.made' })).toBe('AccessDeniedException');
  expect(await put({}, { DetailType: 'lead.made' })).toBe('AccessDeniedException');
});

test.each([
  ['error', 'InternalException'],
  ['throttle', 'ThrottlingException'],
] as const)('a planted %s is EventBridge’s own %s', async (kind, name) => {
  const { put, faults } = await open(mayPut());
  faults.plant({ service: 'events', operation: 'PutEvents', nth: 1, kind, times: 1 });
  expect(await put({})).toBe(name);
  expect(await put({})).toBe('taken');
});
