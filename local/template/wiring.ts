/**
 * Names mistakes in a stack that AWS would accept, or refuse only at deployment, and that would otherwise show as silence: a mail that never
 * arrives, an alarm that never rings. Used at the start of the embedded cloud and by the tests of cdk/. local/iam/ decides who may do what.
 */
import type { LoadedStack } from './load.ts';
import { dashboards } from './wiring/dashboards.ts';
import { deliveryFaults } from './wiring/deliveries.ts';
import { functionsAndKeys, servicesAndKeys } from './wiring/encryption.ts';
import { grantedResources, namedResources } from './wiring/environment.ts';
import { functionCode, functionDeadLetters, functionEnvironments, functionRoles } from './wiring/functions.ts';
import { authorizers, integrations, routes, stages } from './wiring/http.ts';
import { policySizes, stackSize } from './wiring/limits.ts';
import { eventDestinations, inboundDomains, receiptActions, receiptRules, sdkCallGrants } from './wiring/mail.ts';
import { deadLetterQueues, eventSourceMappings, queueReaders } from './wiring/queues.ts';
import { onePolicyEach, queueSubscriptions, subscribedTopics, topicSubscribers } from './wiring/topics.ts';
import { makeView, type WiringCheck, type WiringOptions } from './wiring/view.ts';
import { alarmDimensions, rules } from './wiring/watching.ts';

const CHECKS: readonly WiringCheck[] = [
  functionRoles,
  functionCode,
  functionEnvironments,
  namedResources,
  grantedResources,
  functionDeadLetters,
  queueReaders,
  deadLetterQueues,
  eventSourceMappings,
  topicSubscribers,
  subscribedTopics,
  queueSubscriptions,
  onePolicyEach,
  deliveryFaults,
  servicesAndKeys,
  functionsAndKeys,
  receiptRules,
  receiptActions,
  inboundDomains,
  sdkCallGrants,
  eventDestinations,
  routes,
  authorizers,
  stages,
  integrations,
  rules,
  alarmDimensions,
  dashboards,
  stackSize,
  policySizes,
];

/** One sentence each, beginning with the logical id to look at; none = well wired. Throws PolicyError for a policy that cannot be read. */
export const wiringFaults = (stack: LoadedStack, options: WiringOptions): string[] => {
  const view = makeView(stack, options);
  return CHECKS.flatMap((check) => check(view));
};
