/**
 * Lambda's asynchronous invocation, as EventBridge and SNS use it: the caller is done when the event is taken; an error is retried twice, a
 * minute and two minutes later, then the event goes to the function's dead-letter queue. Developer guide, "Asynchronous invocation". Waiting
 * retries are in memory only: after a restart they are gone, and the next tick of the schedule finds the same work.
 */

import * as z from 'zod';
import { type Authorizer, AwsError } from '#local/kernel/aws.ts';
import type { Clock } from '#local/kernel/clock.ts';
import type { Queues } from '#local/kernel/queues.ts';
import type { Random } from '#local/kernel/random.ts';
import type { DeployedStack } from '#local/kernel/resources.ts';
import type { DeployedFunction } from './deployed-function.ts';
import { readProperties, refuseResource } from './deployed-properties.ts';
import type { Functions } from './functions.ts';

export interface AsyncInvocations {
  /** Reads `AWS::Lambda::EventInvokeConfig`. */
  deploy(stack: DeployedStack): void;
  invoke(functionName: string, event: unknown): void;
}

const RETRY_AFTER_MS = [60_000, 120_000];
/** "Maximum age of event": six hours unless configured. */
const MOST_AGE_SECONDS = 21_600;

const Properties = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.literal('$LATEST'),
  MaximumRetryAttempts: z.coerce.number().int().min(0).max(2).default(2),
  MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(MOST_AGE_SECONDS).default(MOST_AGE_SECONDS),
});

export const makeAsyncInvocations = ({
  clock,
  functions,
  queues,
  random,
  authorizer,
  onDenied,
}: {
  readonly clock: Clock;
  readonly functions: Functions;
  readonly queues: Queues;
  readonly random: Random;
  readonly authorizer: Authorizer;
  readonly onDenied: (sentence: string) => void;
}): AsyncInvocations => {
  const configured = new Map<string, { readonly retries: number; readonly ageMs: number }>();

  const bury = (fn: DeployedFunction, event: unknown, requestId: string, message: string) => {
    if (fn.deadLetterArn === undefined) return;
    const denial = authorizer.denial({
      principal: { kind: 'role', roleArn: fn.roleArn, functionName: fn.physicalName },
      action: 'sqs:SendMessage',
      resource: fn.deadLetterArn,
    });
    if (denial !== undefined) return onDenied(denial);
    const messageAttributes = {
      RequestID: { dataType: 'String', stringValue: requestId },
      ErrorCode: { dataType: 'Number', stringValue: '200' },
      // The first 1 KB of the error ("Dead-letter queues").
      ErrorMessage: { dataType: 'String', stringValue: message.slice(0, 1024) },
    };
    try {
      queues.send(fn.deadLetterArn, { body: JSON.stringify(event), messageAttributes });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      onDenied(`${fn.name} could not send to its dead-letter queue: ${error.message}`);
    }
  };
  const attempt = async (fn: DeployedFunction, event: unknown, requestId: string, since: number, done: number) => {
    const { retries, ageMs } = configured.get(fn.name) ?? { retries: 2, ageMs: MOST_AGE_SECONDS * 1000 };
    const invocation = await functions.invoke(fn.name, event, { requestId });
    if (invocation.kind === 'answered') return;
    const at = clock.now() + (RETRY_AFTER_MS[done] ?? 0);
    if (done >= retries || at - since > ageMs) return bury(fn, event, requestId, invocation.message);
    clock.at(at, `retry of ${fn.name}`, () => void attempt(fn, event, requestId, since, done + 1));
  };

  return {
    deploy: (stack) => {
      for (const resource of stack.ofType('AWS::Lambda::EventInvokeConfig')) {
        const read = readProperties(Properties, resource);
        const fn =
          functions.find(read.FunctionName) ?? refuseResource(resource, `Function not found: ${read.FunctionName}`);
        configured.set(fn.name, { retries: read.MaximumRetryAttempts, ageMs: read.MaximumEventAgeInSeconds * 1000 });
      }
    },
    invoke: (functionName, event) => {
      const fn = functions.find(functionName);
      if (fn === undefined) throw new Error(`There is no function ${functionName} in the template.`);
      void attempt(fn, event, random.uuid(), clock.now(), 0);
    },
  };
};
