/**
 * The EventBridge server of the embedded cloud: AWS JSON 1.1, `PutEvents` to the event buses of the stack.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
import type { AwsService, Permission } from '#local/kernel/aws.ts';
import type { Buses } from './buses.ts';
import { type Entry, readEntries, sizeBytesOf } from './entries.ts';
import { notEmulated } from './refusals.ts';
import { busArn, DEFAULT_BUS } from './settings.ts';

export interface PutEventsInput {
  readonly entries: readonly Entry[];
}

/** "Each 64 KB chunk of a payload is billed as 1 event" (EventBridge pricing). */
const BILLED_CHUNK_BYTES = 65_536;
const TARGET_PREFIX = 'AWSEvents.';
const HEADERS = { 'content-type': 'application/x-amz-json-1.1' };

/** Asked for every different event of the request; one that is denied denies the request. */
const permissionsFor = (entries: readonly Entry[]): Permission[] => {
  const asked = new Map<string, Permission>();
  for (const { EventBusName, Source, DetailType } of entries) {
    const resource = busArn(EventBusName ?? DEFAULT_BUS);
    const context = {
      ...(Source === undefined ? {} : { 'events:source': Source }),
      ...(DetailType === undefined ? {} : { 'events:detail-type': DetailType }),
    };
    asked.set(JSON.stringify([resource, context]), { action: 'events:PutEvents', resource, context });
  }
  return [...asked.values()];
};

export const makeEvents = ({ buses }: { readonly buses: Buses }): AwsService<PutEventsInput> => ({
  service: 'events',
  throttlingCode: 'ThrottlingException',
  read: (request) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    if (target !== `${TARGET_PREFIX}PutEvents`)
      throw notEmulated(`EventBridge operation ${target.replace(TARGET_PREFIX, '') || '(none)'} is not emulated.`);
    const entries = readEntries(request.body);
    return { service: 'events', operation: 'PutEvents', permissions: permissionsFor(entries), input: { entries } };
  },
  execute: async ({ input: { entries } }, { functionName }) => {
    const results = entries.map((entry) => ({ entry, result: buses.put(entry, functionName) }));
    const taken = results.filter(({ result }) => 'EventId' in result);
    const body = {
      FailedEntryCount: results.length - taken.length,
      Entries: results.map(({ result }) => result),
    };
    const amount = taken.reduce((sum, { entry }) => sum + Math.ceil(sizeBytesOf(entry) / BILLED_CHUNK_BYTES), 0);
    return {
      answer: { status: 200, headers: HEADERS, body: JSON.stringify(body) },
      units: amount === 0 ? [] : [{ unit: 'EventBridgeEvent', amount }],
    };
  },
  refuse: (error) => ({
    status: error.status,
    headers: HEADERS,
    body: JSON.stringify({ ...error.details, __type: error.code, message: error.message }),
  }),
});
