/**
 * What a function may do, statement by statement. A statement names operations and one resource; there is no way here to grant `*`.
 * Used by cdk/functions/, where each function's grants stand in one place.
 */
import { Stack, Token } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
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

/** Names of owners that secrets are sealed for (shared/ports/oauth.ts), as they stand in the encryption context. */
export const OAUTH_APPS = 'oauth-app-*';
export const OAUTH_CONNECTIONS = 'oauth-connection-*';

/** Only secrets of these owners: KMS compares the encryption context with the policy ("kms:EncryptionContext:context-key"). */
export const onKeyFor = (key: IKey, operation: 'Encrypt' | 'Decrypt', owners: string): Grant => ({
  statement: new PolicyStatement({
    actions: [`kms:${operation}`],
    resources: [key.keyArn],
    conditions: { StringLike: { 'kms:EncryptionContext:account': owners } },
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

/** Identities of the account at SES: domains that tenants set up. */
export const onIdentities = (
  scope: Construct,
  ...operations: (
    | 'GetEmailIdentity'
    | 'CreateEmailIdentity'
    | 'TagResource'
    | 'PutEmailIdentityMailFromAttributes'
    | 'DeleteEmailIdentity'
  )[]
): Grant => {
  const stack = Stack.of(scope);
  return {
    statement: new PolicyStatement({
      actions: operations.map((operation) => `ses:${operation}`),
      resources: [stack.formatArn({ service: 'ses', resource: 'identity', resourceName: '*' })],
    }),
    exception: {
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:${named(stack.region, 'AWS::Region')}:${named(stack.account, 'AWS::AccountId')}:identity/*]`,
      reason: 'Tenants set up domains while the stack runs; their names are not known when it is deployed.',
    },
  };
};

/**
 * Roles of customers' AWS accounts that send their mail, by name (shared/domain/account/provider.ts), and none of this account: those trust it without asking
 * for whom (IAM User Guide, "The confused deputy problem").
 */
export const onSenderRoles = (scope: Construct): Grant[] => {
  const { account, partition } = Stack.of(scope);
  const actions = ['sts:AssumeRole'];
  return [
    {
      statement: new PolicyStatement({ actions, resources: [`arn:${partition}:iam::*:role/PostroomSender*`] }),
      exception: {
        id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::*:role/PostroomSender*]',
        reason:
          'Whose accounts they are is not known when the stack is deployed; the role itself must trust this one, and for one tenant alone.',
      },
    },
    {
      statement: new PolicyStatement({
        effect: Effect.DENY,
        actions,
        resources: [`arn:${partition}:iam::${account}:role/*`],
      }),
      exception: {
        id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::${named(account, 'AWS::AccountId')}:role/*]`,
        reason: 'It denies.',
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
