/** An `AWS::Events::Rule` with a schedule. Rules with an event pattern are not emulated: there is no bus yet. */

import * as z from 'zod';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { readProperties } from './deployed-properties.ts';
import { type NextTick, parseSchedule } from './schedule-expression.ts';

export interface ScheduleTarget {
  readonly arn: string;
  /** A constant that replaces the event, as JSON text. */
  readonly input: string | undefined;
  /** Where EventBridge puts what it could not deliver. */
  readonly deadLetterArn: string | undefined;
}

export interface ScheduleRule {
  readonly name: string;
  readonly arn: string;
  readonly next: NextTick;
  readonly targets: readonly ScheduleTarget[];
}

const Properties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  ScheduleExpression: z.string(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z
    .array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string().regex(/^arn:aws:(lambda|sqs):/, 'only Lambda functions and SQS queues are emulated as targets'),
        Input: z.string().optional(),
        DeadLetterConfig: z.strictObject({ Arn: z.string() }).optional(),
        RetryPolicy: z
          .strictObject({
            MaximumEventAgeInSeconds: z.coerce.number().optional(),
            MaximumRetryAttempts: z.coerce.number().optional(),
          })
          .optional(),
      }),
    )
    // "Targets per rule: 5" (EventBridge quotas).
    .max(5)
    .default([]),
  Tags: z.array(z.unknown()).optional(),
});

/** Undefined: switched off. */
export const readScheduleRule = (resource: DeployedResource): ScheduleRule | undefined => {
  const properties = readProperties(Properties, resource);
  const next = parseSchedule(properties.ScheduleExpression);
  if (properties.State === 'DISABLED') return undefined;
  return {
    name: resource.ref,
    arn: resource.attributes['Arn'] ?? '',
    next,
    targets: properties.Targets.map((target) => ({
      arn: target.Arn,
      input: target.Input,
      deadLetterArn: target.DeadLetterConfig?.Arn,
    })),
  };
};
