/**
 * What a function may do, statement by statement. A statement names operations and one resource; there is no way here to grant `*`.
 * Used by cdk/functions/, where each function's grants stand in one place.
 */
import { Stack, Token } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** No Scan: nothing may read across tenants. Names of DynamoDB's API. */
export type TableOperation = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query' | 'BatchGetItem';
export type ObjectOperation = 'GetObject' | 'PutObject' | 'DeleteObject';

export interface Grant {
  readonly statement: PolicyStatement;
  /** A finding of cdk-nag this statement causes, with the reason why it stays. */
  readonly exception?: { readonly id: string; readonly reason: string };
}

export const onTable = (table: Table, ...operations: TableOperation[]): Grant => ({
  statement: new PolicyStatement({
    actions: operations.map((operation) => `dynamodb:${operation}`),
    resources: [table.tableArn],
  }),
});

/**
 * Objects below one prefix. Without `s3:ListBucket`, S3 answers AccessDenied and not NoSuchKey for a key that is not there
 * (Amazon S3 API reference, GetObject, Permissions), so a function cannot find out which keys exist.
 */
export const onObjects = (bucket: Bucket, prefix: `${string}/`, ...operations: ObjectOperation[]): Grant => {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error('Postroom grants access only to the mail bucket it makes.');
  return {
    statement: new PolicyStatement({
      actions: operations.map((operation) => `s3:${operation}`),
      resources: [bucket.arnForObjects(`${prefix}*`)],
    }),
    exception: {
      id: `AwsSolutions-IAM5[Resource::<${Stack.of(bucket).getLogicalId(resource)}.Arn>/${prefix}*]`,
      reason: `Every mail is an object of its own with a key nobody knows beforehand; the grant ends at the prefix ${prefix}`,
    },
  };
};

/**
 * May find out that a key is not there: without it S3 answers AccessDenied for an upload that never came, which looks like a broken deployment and
 * not like a wrong upload id.
 */
export const onKeys = (bucket: Bucket): Grant => ({
  statement: new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
});

/** By its ARN and not by `grantEncrypt`: that would also write into the key's policy, which hands the decision to the account already. */
export const onKey = (key: IKey, ...operations: ('Encrypt' | 'Decrypt')[]): Grant => ({
  statement: new PolicyStatement({
    actions: operations.map((operation) => `kms:${operation}`),
    resources: [key.keyArn],
  }),
});

export const onBus = (bus: EventBus): Grant => ({
  statement: new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] }),
});

/** As cdk-nag writes it into a finding: a stack for any account and region has no values for them yet. */
const named = (value: string, parameter: string): string => (Token.isUnresolved(value) ? `<${parameter}>` : value);

/** Sending with this configuration set, from any identity of the account: which of them a tenant may use is checked before (http-emails). */
export const onSending = (scope: Construct, configurationSet: string): Grant[] => {
  const stack = Stack.of(scope);
  const arn = (resource: string, resourceName: string) => stack.formatArn({ service: 'ses', resource, resourceName });
  return [
    {
      statement: new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [arn('configuration-set', configurationSet)],
      }),
    },
    {
      statement: new PolicyStatement({ actions: ['ses:SendRawEmail'], resources: [arn('identity', '*')] }),
      exception: {
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:${named(stack.region, 'AWS::Region')}:${named(stack.account, 'AWS::AccountId')}:identity/*]`,
        reason:
          'Tenants verify addresses and domains while the stack runs; their names are not known when it is deployed.',
      },
    },
  ];
};

/** SES has no resource-level permission for GetSendQuota (Service Authorization Reference, Amazon SES). */
export const onSendQuota = (): Grant => ({
  statement: new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] }),
  exception: { id: 'AwsSolutions-IAM5[Resource::*]', reason: 'SES has no resource-level permission for GetSendQuota.' },
});

export const onQueue = (queue: Queue, ...operations: ('SendMessage' | 'GetQueueAttributes')[]): Grant => ({
  statement: new PolicyStatement({
    actions: operations.map((operation) => `sqs:${operation}`),
    resources: [queue.queueArn],
  }),
});
