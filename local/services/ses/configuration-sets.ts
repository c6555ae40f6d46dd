/** Configuration sets of the stack and where their events go. Read at start; what is not run stops it with a sentence. */
import * as z from 'zod';
import { AwsError } from '#local/kernel/aws.ts';
import type { DeployedStack } from '#local/kernel/resources.ts';
import { EVENT_NAMES, EVENT_TYPES, type EventType } from './event-types.ts';
import { readProperties } from './receipt-rules.ts';

export type SuppressionReason = 'BOUNCE' | 'COMPLAINT';

/** Reputation metrics and the TLS policy of deliveries change nothing that can be seen here, so they are taken and not acted on. */
const SetProperties = z.strictObject({
  Name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional(),
  SuppressionOptions: z
    .strictObject({ SuppressedReasons: z.array(z.enum(['BOUNCE', 'COMPLAINT'])).default([]) })
    .optional(),
  SendingOptions: z.strictObject({ SendingEnabled: z.boolean().default(true) }).optional(),
  ReputationOptions: z.strictObject({ ReputationMetricsEnabled: z.boolean().optional() }).optional(),
  DeliveryOptions: z.strictObject({ TlsPolicy: z.enum(['REQUIRE', 'OPTIONAL']).optional() }).optional(),
  Tags: z.unknown().optional(),
});

const DestinationProperties = z.strictObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: z.string().optional(),
    Enabled: z.boolean().default(false),
    MatchingEventTypes: z.array(z.enum(EVENT_NAMES)).min(1),
    SnsDestination: z.strictObject({ TopicARN: z.string() }),
  }),
});

export interface EventDestination {
  readonly name: string;
  readonly enabled: boolean;
  readonly eventTypes: ReadonlySet<EventType>;
  readonly topicArn: string;
}

export interface ConfigurationSet {
  readonly name: string;
  readonly sendingEnabled: boolean;
  /** undefined = the account's own reasons hold; empty = no suppression at all ("Override account level settings"). */
  readonly suppressedReasons: readonly SuppressionReason[] | undefined;
  readonly destinations: readonly EventDestination[];
}

export const readConfigurationSets = (stack: Pick<DeployedStack, 'ofType'>): ReadonlyMap<string, ConfigurationSet> => {
  const destinations = new Map<string, EventDestination[]>();
  const sets = new Map<string, ConfigurationSet>();
  for (const resource of stack.ofType('AWS::SES::ConfigurationSet')) {
    const properties = readProperties(SetProperties, resource);
    const own: EventDestination[] = [];
    destinations.set(resource.ref, own);
    sets.set(resource.ref, {
      name: resource.ref,
      sendingEnabled: properties.SendingOptions?.SendingEnabled ?? true,
      suppressedReasons: properties.SuppressionOptions?.SuppressedReasons,
      destinations: own,
    });
  }
  for (const resource of stack.ofType('AWS::SES::ConfigurationSetEventDestination')) {
    const { ConfigurationSetName, EventDestination: destination } = readProperties(DestinationProperties, resource);
    const own = destinations.get(ConfigurationSetName);
    if (own === undefined) {
      const sentence = `${resource.logicalId}: there is no configuration set ${ConfigurationSetName}.`;
      throw new AwsError('ConfigurationSetDoesNotExist', 400, sentence);
    }
    own.push({
      name: destination.Name ?? resource.ref,
      enabled: destination.Enabled,
      eventTypes: new Set(destination.MatchingEventTypes.map((name) => EVENT_TYPES[name])),
      topicArn: destination.SnsDestination.TopicARN,
    });
  }
  return sets;
};
