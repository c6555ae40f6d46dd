/**
 * The configuration of one stage, read from the CDK context by cdk/app.ts. cdk.json holds the stages and says in `help` what each key means.
 * A key nobody knows, or a value that cannot be right, stops the synthesis with a sentence.
 */
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { OauthPlaces } from '#shared/contracts/oauth-places.ts';

const positive = z.int().min(1);

export const StageConfiguration = z.strictObject({
  stackName: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'is lower case, begins with a letter and has at most 40 characters'),
  account: z
    .string()
    .regex(/^\d{12}$/, 'has 12 digits')
    .optional(),
  region: z.string().min(1).optional(),
  inboundDomains: z.array(z.string()).min(1),
  tokens: z.strictObject({
    issuer: z.url(),
    audience: z.string().min(1),
    tenantClaim: z.string().min(1).optional(),
    userClaim: z.string().min(1).optional(),
    roleClaim: z.string().min(1).optional(),
  }),
  alarmMail: z.email().optional(),
  corsOrigins: z.array(z.url()).optional(),
  existingReceiptRuleSetName: z.string().min(1).optional(),
  activateReceiptRuleSet: z.boolean().optional(),
  receiveConcurrency: positive.min(2).max(1000).optional(),
  logRetentionDays: z.enum(RetentionDays).optional(),
  throttle: z.strictObject({ ratePerSecond: positive, burst: positive }).optional(),
  oauthPlaces: OauthPlaces.optional(),
  keepStateOnDeletion: z.boolean().optional(),
});

export type StageConfiguration = z.infer<typeof StageConfiguration>;

const Context = z.object({ stage: z.string(), stages: z.record(z.string(), z.unknown()) });

/** `context` gives `stage` and `stages`. */
export const readStage = (context: unknown): StageConfiguration => {
  const { stage, stages } = Context.parse(context);
  const chosen = stages[stage];
  if (chosen === undefined) {
    throw new Error(
      `There is no stage "${stage}" in cdk.json, only ${Object.keys(stages).join(', ')}: choose one with -c stage=<name> or add it.`,
    );
  }
  const read = StageConfiguration.safeParse(chosen);
  if (!read.success) throw new Error(`Stage "${stage}" in cdk.json cannot be used:\n${z.prettifyError(read.error)}`);
  return read.data;
};
