/** An `AWS::Events::Rule` with a schedule. Rules with an event pattern are the buses' (local/services/events/); one with both is not emulated. */

import * as z from 'zod';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { MOST_TARGETS, type Target, targetMembers, targetOf } from '#local/services/events/targets.ts';
import { readProperties } from './deployed-properties.ts';
import { type NextTick, parseSchedule } from './schedule-expression.ts';

export interface ScheduleTarget extends Target {
  /** A constant that replaces the event, as JSON text. */
  readonly input: string | undefined;
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
  EventBusName: z.literal('default', 'schedules run on the default event bus only').optional(),
  Targets: z
    .array(z.strictObject({ ...targetMembers, Input: z.string().optional() }))
    .max(MOST_TARGETS)
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
    targets: properties.Targets.map((target) => ({ ...targetOf(target), input: target.Input })),
  };
};
