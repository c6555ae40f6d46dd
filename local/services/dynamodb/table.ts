/**
 * `AWS::DynamoDB::Table` of the template -> a table. Properties that change nothing a function can see here are accepted and ignored, each
 * for the reason that stands with it; a property that is not named here stops the start.
 */

import createTable from 'dynalite/validations/createTable.js';
import validations from 'dynalite/validations/index.js';
import * as z from 'zod';
import { ACCOUNT_ID, AwsError, REGION } from '#local/kernel/aws.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import type { Table } from './attributes.ts';
import { fromDynalite, notEmulated } from './errors.ts';

const KeySchema = z
  .array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
  .min(1)
  .max(2);

const Properties = z.strictObject({
  TableName: z.string().optional(),
  // A table with provisioned capacity is throttled by it; nothing here would be.
  BillingMode: z.literal('PAY_PER_REQUEST'),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema,
  GlobalSecondaryIndexes: z
    .array(
      z.strictObject({
        IndexName: z.string(),
        KeySchema,
        Projection: z.strictObject({
          ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .optional(),
  /** Expired items are not deleted here. On AWS it may take days, so a function has to treat an expired item as absent anyway. */
  TimeToLiveSpecification: z.unknown().optional(),
  /** Encryption at rest, backups, protection against deletion and tags: not visible to who reads and writes items. */
  SSESpecification: z.unknown().optional(),
  PointInTimeRecoverySpecification: z.unknown().optional(),
  DeletionProtectionEnabled: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

const sentences = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => `${['Properties', ...path].join('.')}: ${message}.`).join(' ');

/** Template -> table; throws a sentence for what is not emulated or what CreateTable would refuse. `createdAt` in ms. */
export const tableOf = (resource: DeployedResource, createdAt: number): Table => {
  const { data, error } = Properties.safeParse(resource.properties);
  if (data === undefined)
    throw notEmulated(`Table ${resource.logicalId} cannot be emulated as it is declared. ${sentences(error)}`);
  if (data.TableName !== undefined && data.TableName !== resource.ref)
    throw notEmulated(`Table ${resource.logicalId} is named ${data.TableName} but referred to as ${resource.ref}.`);
  const { AttributeDefinitions, GlobalSecondaryIndexes } = data;
  const keys = { TableName: resource.ref, AttributeDefinitions, KeySchema: data.KeySchema };
  const request = { ...keys, BillingMode: data.BillingMode, ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }) };
  try {
    const parsed = validations.checkTypes(structuredClone(request), createTable.types);
    validations.checkValidations(parsed, createTable.types, createTable.custom, { options: { maxItemSize: 0 } });
  } catch (refused) {
    const reason = fromDynalite(refused);
    if (!(reason instanceof AwsError)) throw reason;
    throw new AwsError(reason.code, reason.status, `Table ${resource.logicalId}: ${reason.message}`);
  }
  return {
    ...keys,
    TableArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${resource.ref}`,
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
    CreationDateTime: createdAt / 1000,
  };
};

const StoredTable = z.object({
  TableName: z.string(),
  TableArn: z.string(),
  AttributeDefinitions: Properties.shape.AttributeDefinitions,
  KeySchema,
  GlobalSecondaryIndexes: Properties.shape.GlobalSecondaryIndexes,
  CreationDateTime: z.number(),
});

export const tableFromJson = (json: string): Table => StoredTable.parse(JSON.parse(json));

const byName = <Named>(named: readonly Named[] | undefined, nameOf: (one: Named) => string) =>
  [...(named ?? [])].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));

/** What cannot change while there are items; the order in which a template lists things is not part of it. */
const structure = (table: Table) =>
  JSON.stringify([
    table.KeySchema.map((key) => [key.AttributeName, key.KeyType]),
    byName(table.AttributeDefinitions, (one) => one.AttributeName).map((one) => [one.AttributeName, one.AttributeType]),
    byName(table.GlobalSecondaryIndexes, (index) => index.IndexName).map((index) => [
      index.IndexName,
      index.KeySchema.map((key) => [key.AttributeName, key.KeyType]),
      index.Projection.ProjectionType,
      [...(index.Projection.NonKeyAttributes ?? [])].sort(),
    ]),
  ]);

export const sameStructure = (one: Table, other: Table) => structure(one) === structure(other);

export const describeTable = (table: Table): object => ({
  ...table,
  TableStatus: 'ACTIVE',
  BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  ...(table.GlobalSecondaryIndexes && {
    GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({
      ...index,
      IndexStatus: 'ACTIVE',
      IndexArn: `${table.TableArn}/index/${index.IndexName}`,
    })),
  }),
});
