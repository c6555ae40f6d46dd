/** Buses and rules with an event pattern out of their CloudFormation resources. */
import * as z from 'zod';
import { ACCOUNT_ID, AwsError, REGION } from '#local/kernel/aws.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { readProperties, refuseResource } from '#local/lambda/deployed-properties.ts';
import { compilePattern, type Matcher } from './pattern.ts';
import { MOST_TARGETS, type Target, targetMembers, targetOf } from './targets.ts';

/** Every account has it without asking for it. */
export const DEFAULT_BUS = 'default';

export interface PatternRule {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
  readonly isEnabled: boolean;
  readonly matches: Matcher;
  readonly targets: readonly Target[];
}

const $Bus = z.strictObject({
  // CreateEventBus: "can't contain the / character, but you can use the / character in partner event bus names"; "You can't use the name default".
  Name: z
    .string()
    .regex(/^(?!default$)[\w.-]{1,256}$/, 'it must be 1 to 256 of letters, digits, ".", "-", "_", and not "default"'),
  Description: z.string().optional(),
  Tags: z.unknown().optional(),
});

const $Rule = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.string().default(DEFAULT_BUS),
  EventPattern: z.unknown(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(z.strictObject(targetMembers)).max(MOST_TARGETS).default([]),
  Tags: z.unknown().optional(),
});

/** Takes a name or an ARN, as PutEvents and rules do. */
export const busArn = (nameOrArn: string): string =>
  nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:events:${REGION}:${ACCOUNT_ID}:event-bus/${nameOrArn}`;

/** The bus's ARN. */
export const readBus = (resource: DeployedResource): string => busArn(readProperties($Bus, resource).Name);

/** A rule with a pattern is the bus's; all others are schedules (local/lambda/schedule-rule.ts). */
export const hasPattern = ({ properties }: DeployedResource): boolean =>
  properties['EventPattern'] !== undefined && properties['ScheduleExpression'] === undefined;

export const readPatternRule = (resource: DeployedResource): PatternRule => {
  const given = readProperties($Rule, resource);
  try {
    return {
      name: resource.ref,
      arn: resource.attributes['Arn'] ?? '',
      busArn: busArn(given.EventBusName),
      isEnabled: given.State === 'ENABLED',
      matches: compilePattern(given.EventPattern),
      targets: given.Targets.map(targetOf),
    };
  } catch (error) {
    if (error instanceof AwsError) return refuseResource(resource, error.message);
    throw error;
  }
};
