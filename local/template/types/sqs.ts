/** Queues. Limits from the CloudFormation pages of AWS::SQS::Queue. First-in-first-out queues are not emulated. */
import { ACCOUNT_ID } from '../../kernel/aws.ts';
import { assignedId, type ResourceTypes } from '../resource-type.ts';
import { flag, integer, json, list, object, oneOf, tags, text } from '../shapes.ts';
import { regionalArn } from './arns.ts';

const DAYS_14_IN_SECONDS = 14 * 24 * 3600;
/** Since 2025; 256 KiB before. */
const LARGEST_MESSAGE_BYTES = 1024 * 1024;

export const SQS_TYPES: ResourceTypes = {
  'AWS::SQS::Queue': {
    properties: object({
      QueueName: text,
      VisibilityTimeout: integer(0, 43_200),
      MessageRetentionPeriod: integer(60, DAYS_14_IN_SECONDS),
      DelaySeconds: integer(0, 900),
      MaximumMessageSize: integer(1024, LARGEST_MESSAGE_BYTES),
      ReceiveMessageWaitTimeSeconds: integer(0, 20),
      RedrivePolicy: object({ deadLetterTargetArn: text, maxReceiveCount: integer(1, 1000) }, [
        'deadLetterTargetArn',
        'maxReceiveCount',
      ]),
      RedriveAllowPolicy: object(
        { redrivePermission: oneOf('allowAll', 'denyAll', 'byQueue'), sourceQueueArns: list(text, 10) },
        ['redrivePermission'],
      ),
      SqsManagedSseEnabled: flag,
      KmsMasterKeyId: text,
      KmsDataKeyReusePeriodSeconds: integer(60, 86_400),
      Tags: tags,
    }),
    identity: (input) => {
      const name = input.given('QueueName') ?? input.name(80);
      const url = `${input.endpointUrl}/${ACCOUNT_ID}/${name}`;
      return { ref: url, attributes: { Arn: regionalArn('sqs', name), QueueName: name, QueueUrl: url } };
    },
  },
  'AWS::SQS::QueuePolicy': {
    properties: object({ Queues: list(text), PolicyDocument: json }, ['Queues', 'PolicyDocument']),
    identity: assignedId,
  },
};
