/**
 * What must outlive everything else: the tables, one per context, and the bucket with every raw mail and attachment. Both are kept when the
 * stack is deleted, unless the owner says otherwise.
 */
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Key prefix of raw mails, written by SES and by nobody else. */
export const INBOUND_PREFIX = 'inbound/';

/** Key prefix of what was taken out of a mail. */
export const ATTACHMENTS_PREFIX = 'attachments/';

/** Text and attachments of outgoing mail. */
export const OUTGOING_PREFIX = 'outgoing/';

/** Attachments people upload before they send. */
export const UPLOADS_PREFIX = 'uploads/';

export interface StateProps {
  readonly removalPolicy: RemovalPolicy;
}

export class State extends Construct {
  /** Records, their addresses and timelines. */
  readonly crm: Table;
  /** The log of every mail, claims against duplicates. */
  readonly mail: Table;
  /** Tenants, users, rules, keys. */
  readonly settings: Table;
  /** Outgoing mail, quota counters, suppressions. */
  readonly sending: Table;
  /** What waits for a time. */
  readonly due: Table;
  readonly mailBucket: Bucket;
  /** Over what customers confide: passwords and tokens of their mail servers. The one thing that costs while idle. */
  readonly secretsKey: Key;

  constructor(scope: Construct, id: string, props: StateProps) {
    super(scope, id);
    const table = (name: string, more: { readonly timeToLiveAttribute?: string } = {}) =>
      new Table(this, name, {
        partitionKey: { name: 'pk', type: AttributeType.STRING },
        sortKey: { name: 'sk', type: AttributeType.STRING },
        billingMode: BillingMode.PAY_PER_REQUEST,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        removalPolicy: props.removalPolicy,
        deletionProtection: props.removalPolicy === RemovalPolicy.RETAIN,
        ...more,
      });
    this.crm = table('CrmTable', { timeToLiveAttribute: 'expiresAt' });
    this.mail = table('MailTable', { timeToLiveAttribute: 'expiresAt' });
    this.sending = table('SendingTable', { timeToLiveAttribute: 'expiresAt' });
    this.due = table('DueTable');
    this.settings = table('SettingsTable', { timeToLiveAttribute: 'expiresAt' });
    this.secretsKey = new Key(this, 'SecretsKey', {
      description: 'Postroom: passwords and tokens of tenants',
      enableKeyRotation: true,
      removalPolicy: props.removalPolicy,
    });
    this.mailBucket = new Bucket(this, 'MailBucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: props.removalPolicy,
    });
    Validations.of(this.mailBucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'A server access log is one more object per mail, in a bucket that would need a log of its own; who must audit reads switches on CloudTrail data events for this bucket.',
    });
  }
}
