/** A bucket's settings out of its `AWS::S3::Bucket` resource: what is acted on, what is accepted because it changes nothing here, and what is refused. */
import * as z from 'zod';
import { AwsError } from '#local/kernel/aws.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { notEmulated } from './refusals.ts';

const $LifecycleRule = z.strictObject({
  Id: z.string().optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.string().default(''),
  ExpirationInDays: z.coerce.number().int().min(1).optional(),
  /** Accepted: multipart uploads are not emulated, so there is never one to abort. */
  AbortIncompleteMultipartUpload: z.unknown().optional(),
});

const $CorsRule = z.strictObject({
  Id: z.string().optional(),
  AllowedOrigins: z.array(z.string()),
  AllowedMethods: z.array(z.enum(['GET', 'PUT', 'HEAD', 'POST', 'DELETE'])),
  AllowedHeaders: z.array(z.string()).default([]),
  ExposedHeaders: z.array(z.string()).default([]),
  MaxAge: z.coerce.number().int().min(0).optional(),
});

const $Properties = z.strictObject({
  BucketName: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .optional(),
  /** SSE-S3 only: a KMS key would need grants that nobody here checks. */
  BucketEncryption: z
    .strictObject({
      ServerSideEncryptionConfiguration: z.array(
        z.strictObject({
          BucketKeyEnabled: z.boolean().optional(),
          ServerSideEncryptionByDefault: z.strictObject({ SSEAlgorithm: z.literal('AES256') }),
        }),
      ),
    })
    .optional(),
  /** No public access here in any case: a call without a signature is refused by the endpoint. */
  PublicAccessBlockConfiguration: z.record(z.string(), z.unknown()).optional(),
  OwnershipControls: z
    .strictObject({ Rules: z.array(z.strictObject({ ObjectOwnership: z.literal('BucketOwnerEnforced') })) })
    .optional(),
  LifecycleConfiguration: z.strictObject({ Rules: z.array($LifecycleRule) }).optional(),
  CorsConfiguration: z.strictObject({ CorsRules: z.array($CorsRule) }).optional(),
  VersioningConfiguration: z.strictObject({ Status: z.literal('Suspended') }).optional(),
  Tags: z.unknown().optional(),
});

export type CorsRule = z.infer<typeof $CorsRule>;

export interface ExpiryRule {
  readonly prefix: string;
  readonly days: number;
}

export interface BucketSettings {
  readonly name: string;
  readonly expiryRules: readonly ExpiryRule[];
  readonly corsRules: readonly CorsRule[];
}

const issueSentence = (bucket: string, issue: z.core.$ZodIssue | undefined): AwsError => {
  const path = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys')
    return notEmulated(`Bucket ${bucket}: ${[...issue.path, issue.keys.join(', ')].join('.')} is not emulated.`);
  if (issue?.code === 'invalid_value')
    return notEmulated(`Bucket ${bucket}: ${path} is emulated only as ${issue.values.join(' or ')}.`);
  return new AwsError('InvalidRequest', 400, `Bucket ${bucket}: ${path}: ${issue?.message}.`);
};

/** Throws for a property that is not emulated; the sentence names it. */
export const readBucketSettings = (resource: DeployedResource): BucketSettings => {
  const parsed = $Properties.safeParse(resource.properties);
  if (!parsed.success) throw issueSentence(resource.logicalId, parsed.error.issues[0]);
  const { BucketName, LifecycleConfiguration, CorsConfiguration } = parsed.data;
  const enabled = (LifecycleConfiguration?.Rules ?? []).filter((rule) => rule.Status === 'Enabled');
  return {
    name: BucketName ?? resource.ref,
    expiryRules: enabled.flatMap(({ Prefix, ExpirationInDays }) =>
      ExpirationInDays === undefined ? [] : [{ prefix: Prefix, days: ExpirationInDays }],
    ),
    corsRules: CorsConfiguration?.CorsRules ?? [],
  };
};
