/**
 * Every CloudFormation resource type the embedded cloud has an opinion on: run, with exactly the properties it knows, or ignored, with the
 * reason. A type that is not here stops the start (local/template/load.ts).
 */
import type { ResourceTypes } from './resource-type.ts';
import { DYNAMODB_TYPES } from './types/dynamodb.ts';
import { EVENTS_TYPES } from './types/events.ts';
import { HTTP_API_TYPES } from './types/http-api.ts';
import { IAM_TYPES } from './types/iam.ts';
import { KMS_TYPES } from './types/kms.ts';
import { LAMBDA_TYPES } from './types/lambda.ts';
import { S3_TYPES } from './types/s3.ts';
import { SDK_CALL_TYPES } from './types/sdk-call.ts';
import { SES_TYPES } from './types/ses.ts';
import { SNS_TYPES } from './types/sns.ts';
import { SQS_TYPES } from './types/sqs.ts';
import { WATCHING_TYPES } from './types/watching.ts';

export const RESOURCE_TYPES: ResourceTypes = {
  ...DYNAMODB_TYPES,
  ...EVENTS_TYPES,
  ...HTTP_API_TYPES,
  ...IAM_TYPES,
  ...KMS_TYPES,
  ...LAMBDA_TYPES,
  ...S3_TYPES,
  ...SDK_CALL_TYPES,
  ...SES_TYPES,
  ...SNS_TYPES,
  ...SQS_TYPES,
  ...WATCHING_TYPES,
};
