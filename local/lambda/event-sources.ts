/** Event-source mappings: SQS queues wake the functions. After a restart whatever the queue store holds goes on by itself. */
import type { Activity } from '#local/kernel/activity.ts';
import type { Authorizer } from '#local/kernel/aws.ts';
import type { DeployedStack } from '#local/kernel/resources.ts';
import { readMapping } from './event-source-mapping.ts';
import { makePoller, type Poller, type PollerHost } from './poller.ts';

export interface EventSources {
  /** Call it after the functions and queues are deployed. Throws AwsError for a mapping Lambda would not create. */
  deploy(stack: DeployedStack): void;
  /** Takes no more messages; call it before the functions are stopped. */
  stop(): void;
}

export const makeEventSources = (
  options: PollerHost & { readonly activity: Activity; readonly authorizer: Authorizer },
): EventSources => {
  const pollers: Poller[] = [];
  options.activity.probe('event sources', () => pollers.some((poller) => poller.busy()));
  options.queues.onVisible((queueArn) => {
    for (const poller of pollers) if (poller.queueArn === queueArn) poller.poll();
  });
  return {
    deploy: (stack) => {
      for (const resource of stack.ofType('AWS::Lambda::EventSourceMapping')) {
        const mapping = readMapping(resource, { stack, functions: options.functions, authorizer: options.authorizer });
        if (mapping === undefined) continue;
        const poller = makePoller(mapping, options);
        pollers.push(poller);
        poller.poll();
      }
    },
    stop: () => {
      for (const poller of pollers) poller.stop();
    },
  };
};
