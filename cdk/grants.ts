/**
 * What a function may do, statement by statement. A statement names operations and one resource; there is no way here to grant `*`.
 * Used by cdk/functions/, where each function's grants stand in one place.
 */
import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** No Scan: nothing may read across tenants. Names of DynamoDB's API. */
export type TableOperation = 'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query' | 'BatchGetItem';
export type ObjectOperation = 'GetObject' | 'PutObject';

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

export const onQueue = (queue: Queue, ...operations: 'SendMessage'[]): Grant => ({
  statement: new PolicyStatement({
    actions: operations.map((operation) => `sqs:${operation}`),
    resources: [queue.queueArn],
  }),
});
