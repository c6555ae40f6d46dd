/** An `AWS::Lambda::EventSourceMapping` from SQS, with the checks Lambda makes before it creates one. */

import * as z from 'zod';
import type { Authorizer } from '#local/kernel/aws.ts';
import type { DeployedResource, DeployedStack } from '#local/kernel/resources.ts';
import type { DeployedFunction } from './deployed-function.ts';
import { readProperties, refuseResource } from './deployed-properties.ts';
import type { Functions } from './functions.ts';

export interface Mapping {
  readonly fn: DeployedFunction;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Invocations at once at most. */
  readonly concurrency: number;
  readonly reportsItems: boolean;
}

const Properties = z.strictObject({
  EventSourceArn: z.string().regex(/^arn:aws:sqs:/, 'only SQS queues are emulated as event sources'),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  // API reference CreateEventSourceMapping: 1-10,000 for standard queues, default 10; window 0-300 seconds; maximum concurrency 2-1,000.
  BatchSize: z.coerce.number().int().min(1).max(10_000).default(10),
  MaximumBatchingWindowInSeconds: z.coerce.number().int().min(0).max(300).default(0),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.coerce.number().int().min(2).max(1000) }).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  Tags: z.array(z.unknown()).optional(),
});
const QueueProperties = z.object({ VisibilityTimeout: z.coerce.number().default(30) });

/** SQS receives at most 10 messages a call, so a larger batch needs time to gather. */
const MOST_WITHOUT_WINDOW = 10;
const POLLER_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** Undefined: switched off. Throws what Lambda answers to CreateEventSourceMapping. */
export const readMapping = (
  resource: DeployedResource,
  { stack, functions, authorizer }: { stack: DeployedStack; functions: Functions; authorizer: Authorizer },
): Mapping | undefined => {
  const properties = readProperties(Properties, resource);
  const fn =
    functions.find(properties.FunctionName) ??
    refuseResource(resource, `Function not found: ${properties.FunctionName}`);
  const queueArn = properties.EventSourceArn;
  const queue =
    stack.ofType('AWS::SQS::Queue').find((each) => each.attributes['Arn'] === queueArn) ??
    refuseResource(
      resource,
      `Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue (${queueArn})`,
    );
  if (queueArn.endsWith('.fifo')) refuseResource(resource, 'FIFO queues are not emulated as event sources.');
  if (properties.BatchSize > MOST_WITHOUT_WINDOW && properties.MaximumBatchingWindowInSeconds === 0)
    refuseResource(
      resource,
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  const visibility = QueueProperties.parse(queue.properties).VisibilityTimeout;
  // Else a message comes back while its first invocation still works on it.
  if (visibility < fn.timeoutSeconds)
    refuseResource(
      resource,
      `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${fn.timeoutSeconds} seconds`,
    );
  for (const action of POLLER_ACTIONS) {
    const denial = authorizer.denial({
      principal: { kind: 'role', roleArn: fn.roleArn, functionName: fn.physicalName },
      action: `sqs:${action}`,
      resource: queueArn,
    });
    if (denial !== undefined)
      refuseResource(
        resource,
        `The provided execution role does not have permissions to call ${action} on SQS. ${denial}`,
      );
  }
  if (!properties.Enabled) return undefined;
  return {
    fn,
    queueArn,
    batchSize: properties.BatchSize,
    windowSeconds: properties.MaximumBatchingWindowInSeconds,
    concurrency: Math.min(functions.limitOf(fn.name), properties.ScalingConfig?.MaximumConcurrency ?? Infinity),
    reportsItems: properties.FunctionResponseTypes.length > 0,
  };
};
