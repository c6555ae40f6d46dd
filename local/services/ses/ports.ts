/**
 * What the embedded SES needs from the other small servers. Structural on purpose: the S3 and SNS stores are written against the same
 * shapes, and tests hand in recorders.
 */
import type { Principal, Units } from '#local/kernel/aws.ts';

export interface ObjectStore {
  /** Stores the bytes durably before it returns; throws AwsError for what S3 refuses. */
  put(bucket: string, key: string, body: Buffer, headers: Readonly<Record<string, string>>): unknown;
}

export interface TopicMessage {
  readonly topicArn: string;
  readonly message: string;
  readonly subject: string;
  readonly principal: Principal;
  /** ARN of the receipt rule or configuration set that publishes. */
  readonly sourceArn: string;
}

export interface TopicPublisher {
  /** Hands the message to all subscriptions durably before it returns; throws AwsError for what SNS refuses. */
  publish(message: TopicMessage): unknown;
}

/** Called with what AWS bills, for work that no API call of a function caused. */
export type CountUnits = (operation: string, units: readonly Units[]) => void;

/** SES as a caller of S3 and SNS; resource policies name it. */
export const SES_PRINCIPAL: Principal = { kind: 'service', service: 'ses.amazonaws.com' };
