/** An embedded SES on a throw-away state, with recorders in place of S3 and SNS, for the ses and smtp tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Activity, makeActivity } from '#local/kernel/activity.ts';
import type { AuthorizationRequest, Units } from '#local/kernel/aws.ts';
import { type Clock, makeClock } from '#local/kernel/clock.ts';
import { makeRandom } from '#local/kernel/random.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { openState, type State } from '#local/kernel/state.ts';
import { makeZone } from '#local/services/dns/zone.ts';
import { makeEmailIdentities } from '#local/services/ses/identities.ts';
import { makeInbound } from '#local/services/ses/inbound.ts';
import { makeOutbound } from '#local/services/ses/outbound.ts';
import type { TopicMessage } from '#local/services/ses/ports.ts';
import { makeSesService } from '#local/services/ses/ses.ts';

export const DOMAIN = 'in.postroom.test';
export const RECEIPTS = 'arn:aws:sns:us-east-1:000000000000:receipts';
export const FEEDBACK = 'arn:aws:sns:us-east-1:000000000000:feedback';

export const aResource = (type: string, ref: string, properties: Record<string, unknown>): DeployedResource => ({
  logicalId: ref,
  type,
  properties,
  ref,
  attributes: {},
});

export const aRule = (
  ref: string,
  rule: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
): DeployedResource =>
  aResource('AWS::SES::ReceiptRule', ref, {
    RuleSetName: 'inbound',
    Rule: {
      Enabled: true,
      ScanEnabled: true,
      Recipients: [DOMAIN],
      Actions: [{ S3Action: { BucketName: 'mail', ObjectKeyPrefix: 'raw/', TopicArn: RECEIPTS } }],
      ...rule,
    },
    ...more,
  });

export const aConfigurationSet = (name: string, properties: Record<string, unknown> = {}): DeployedResource[] => [
  aResource('AWS::SES::ConfigurationSet', name, { Name: name, ...properties }),
  aResource('AWS::SES::ConfigurationSetEventDestination', `${name}-to-topic`, {
    ConfigurationSetName: name,
    EventDestination: {
      Name: 'to-topic',
      Enabled: true,
      MatchingEventTypes: ['send', 'reject', 'bounce', 'complaint', 'delivery', 'open', 'click', 'deliveryDelay'],
      SnsDestination: { TopicARN: FEEDBACK },
    },
  }),
];

export const DEFAULT_STACK: readonly DeployedResource[] = [
  aResource('AWS::SES::ReceiptRuleSet', 'inbound', {}),
  aRule('all'),
  ...aConfigurationSet('tracked', { SuppressionOptions: { SuppressedReasons: [] } }),
  ...aConfigurationSet('account-list'),
];

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  readonly body: Buffer;
}

export interface RigOptions {
  readonly resources?: readonly DeployedResource[];
  readonly folder?: string;
  /** The sentence of a denial, for the requests that shall be denied. */
  readonly deny?: (request: AuthorizationRequest) => string | undefined;
  readonly put?: (object: StoredObject) => unknown;
  readonly now?: number;
}

export interface Rig {
  readonly folder: string;
  readonly state: State;
  readonly clock: Clock;
  readonly activity: Activity;
  readonly objects: StoredObject[];
  readonly published: TopicMessage[];
  readonly sentences: string[];
  readonly units: Units[];
  readonly asked: AuthorizationRequest[];
  readonly inbound: ReturnType<typeof makeInbound>;
  readonly outbound: ReturnType<typeof makeOutbound>;
  readonly service: ReturnType<typeof makeSesService>;
  /** Published messages as JSON, parsed. */
  events(): Record<string, unknown>[];
  advance(ms: number): Promise<void>;
  /** As a killed process would: the state stays. */
  stop(): void;
}

const VERIFIED = new Set(['crm.example', DOMAIN, 'ada@single.example']);
export const isVerified = (identity: string): boolean => VERIFIED.has(identity);

const folders: string[] = [];
export const removeFolders = (): void => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
};

export const makeRig = (options: RigOptions = {}): Rig => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'postroom-ses-'));
  folders.push(folder);
  const state = openState(folder);
  const offsetMs = options.now === undefined ? 0 : options.now - Date.now();
  const clock = makeClock({ offsetMs, onOffset: () => undefined });
  const activity = makeActivity();
  const random = makeRandom(7);
  const resources = options.resources ?? DEFAULT_STACK;
  const objects: StoredObject[] = [];
  const published: TopicMessage[] = [];
  const sentences: string[] = [];
  const units: Units[] = [];
  const asked: AuthorizationRequest[] = [];
  const parts = {
    stack: { ofType: (type: string) => resources.filter((resource) => resource.type === type) },
    state,
    clock,
    activity,
    random,
    isVerified: (identity: string) => identities.isVerified(identity),
    authorizer: {
      denial: (request: AuthorizationRequest) => {
        asked.push(request);
        return options.deny?.(request);
      },
    },
    objects: {
      put: async (bucket: string, key: string, body: Buffer) => {
        await options.put?.({ bucket, key, body });
        objects.push({ bucket, key, body });
      },
    },
    topics: { publish: (message: TopicMessage) => published.push(message) },
    count: (_operation: string, counted: readonly Units[]) => units.push(...counted),
    onDenied: (sentence: string) => sentences.push(`denied: ${sentence}`),
    onFailed: (sentence: string) => sentences.push(`failed: ${sentence}`),
  };
  const zone = makeZone(join(folder, 'zone.txt'));
  const identities = makeEmailIdentities({ state, zone, isGiven: isVerified });
  const inbound = makeInbound(parts);
  const outbound = makeOutbound({ ...parts, deliver: (envelope, raw) => inbound.receive(envelope, raw) });
  return {
    folder,
    state,
    clock,
    activity,
    objects,
    published,
    sentences,
    units,
    asked,
    inbound,
    outbound,
    service: makeSesService({ outbound, identities, random }),
    events: () =>
      published.flatMap(({ message }) => {
        const event: unknown = JSON.parse(message);
        return typeof event === 'object' && event !== null ? [Object.fromEntries(Object.entries(event))] : [];
      }),
    advance: (ms) =>
      clock.advance(ms, async () => {
        await activity.settled(5000);
      }),
    stop: () => {
      outbound.stop();
      clock.stop();
      state.close();
    },
  };
};
