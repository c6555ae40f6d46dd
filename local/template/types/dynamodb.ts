/** Tables, from both of CDK's constructs (`Table`, and `TableV2` as a global table with one replica). On-demand capacity; no streams. */
import type { IdentityInput, ResourceTypes } from '../resource-type.ts';
import { flag, list, noEffect, object, oneOf, type Shape, tags, text } from '../shapes.ts';
import { regionalArn } from './arns.ts';

const KEY_SCHEMA = list(
  object({ AttributeName: text, KeyType: oneOf('HASH', 'RANGE') }, ['AttributeName', 'KeyType']),
  2,
);
const INDEXES = list(
  object(
    {
      IndexName: text,
      KeySchema: KEY_SCHEMA,
      Projection: object({ ProjectionType: oneOf('ALL', 'KEYS_ONLY', 'INCLUDE'), NonKeyAttributes: list(text) }),
    },
    ['IndexName', 'KeySchema', 'Projection'],
  ),
  // "Service, account, and table quotas": 20 global secondary indexes a table.
  20,
);

const DELETION_PROTECTION = noEffect('nothing here deletes a table');
const RECOVERY = noEffect('there is no backup to restore from on this machine');
const INSIGHTS = noEffect('it only draws charts');

const MEMBERS: Readonly<Record<string, Shape>> = {
  TableName: text,
  AttributeDefinitions: list(
    object({ AttributeName: text, AttributeType: oneOf('S', 'N', 'B') }, ['AttributeName', 'AttributeType']),
  ),
  KeySchema: KEY_SCHEMA,
  BillingMode: oneOf('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: INDEXES,
  TimeToLiveSpecification: noEffect('AWS deletes expired items within days, so nothing may rely on it; here they stay'),
};
const REQUIRED = ['AttributeDefinitions', 'KeySchema', 'BillingMode'];

const identity = (input: IdentityInput) => {
  const name = input.given('TableName') ?? input.name(255);
  return { ref: name, attributes: { Arn: regionalArn('dynamodb', `table/${name}`) } };
};

export const DYNAMODB_TYPES: ResourceTypes = {
  'AWS::DynamoDB::Table': {
    properties: object(
      {
        ...MEMBERS,
        SSESpecification: object({ SSEEnabled: flag, SSEType: oneOf('KMS') }),
        DeletionProtectionEnabled: DELETION_PROTECTION,
        PointInTimeRecoverySpecification: RECOVERY,
        ContributorInsightsSpecification: INSIGHTS,
        Tags: tags,
      },
      REQUIRED,
    ),
    identity,
  },
  'AWS::DynamoDB::GlobalTable': {
    properties: object(
      {
        ...MEMBERS,
        SSESpecification: object({ SSEEnabled: flag, SSEType: oneOf('KMS') }),
        Replicas: list(
          object(
            {
              Region: text,
              GlobalSecondaryIndexes: list(object({ IndexName: text, ContributorInsightsSpecification: INSIGHTS })),
              DeletionProtectionEnabled: DELETION_PROTECTION,
              PointInTimeRecoverySpecification: RECOVERY,
              ContributorInsightsSpecification: INSIGHTS,
              Tags: tags,
            },
            ['Region'],
          ),
          1,
        ),
      },
      [...REQUIRED, 'Replicas'],
    ),
    identity,
  },
};
