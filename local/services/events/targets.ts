/** Targets of a rule, of schedules and of event patterns alike. What nothing here acts on is refused by name. */
import * as z from 'zod';

export interface Target {
  readonly arn: string;
  /** Where EventBridge puts what it could not deliver. */
  readonly deadLetterArn: string | undefined;
}

/** "Targets per rule: 5" (EventBridge quotas). */
export const MOST_TARGETS = 5;

export const targetMembers = {
  Id: z.string(),
  Arn: z.string().regex(/^arn:aws:(lambda|sqs):/, 'only Lambda functions and SQS queues are emulated as targets'),
  DeadLetterConfig: z.strictObject({ Arn: z.string().startsWith('arn:aws:sqs:') }).optional(),
  /**
   * Taken, and without effect: what fails here is a missing permission, a queue that is not there or a message it does not take, and EventBridge
   * retries none of those ("How EventBridge retries delivering events"). A function takes every event and has retries of its own.
   */
  RetryPolicy: z
    .strictObject({
      MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(86_400).optional(),
      MaximumRetryAttempts: z.coerce.number().int().min(0).max(185).optional(),
    })
    .optional(),
};

export const targetOf = (given: {
  readonly Arn: string;
  readonly DeadLetterConfig?: { readonly Arn: string } | undefined;
}): Target => ({
  arn: given.Arn,
  deadLetterArn: given.DeadLetterConfig?.Arn,
});
