/** Buckets. Versions, replication, notifications and websites are not emulated: their properties stop the start. */

import { REGION } from '../../kernel/aws.ts';
import { assignedId, type ResourceTypes } from '../resource-type.ts';
import { flag, json, list, noEffect, object, oneOf, tags, text } from '../shapes.ts';

export const S3_TYPES: ResourceTypes = {
  'AWS::S3::Bucket': {
    properties: object({
      BucketName: text,
      BucketEncryption: object({
        ServerSideEncryptionConfiguration: list(
          object({
            ServerSideEncryptionByDefault: object({ SSEAlgorithm: oneOf('AES256', 'aws:kms'), KMSMasterKeyID: text }, [
              'SSEAlgorithm',
            ]),
            BucketKeyEnabled: flag,
          }),
        ),
      }),
      PublicAccessBlockConfiguration: object({
        BlockPublicAcls: flag,
        BlockPublicPolicy: flag,
        IgnorePublicAcls: flag,
        RestrictPublicBuckets: flag,
      }),
      OwnershipControls: object({ Rules: list(object({ ObjectOwnership: oneOf('BucketOwnerEnforced') })) }),
      LifecycleConfiguration: noEffect(
        'objects expire after days and up to days late, so nothing may rely on it; here they stay',
      ),
      LoggingConfiguration: noEffect('access logs are delivered hours later, to people'),
      Tags: tags,
    }),
    identity: (input) => {
      const name = input.given('BucketName') ?? input.lowerCaseName(63);
      return {
        ref: name,
        attributes: {
          Arn: `arn:aws:s3:::${name}`,
          DomainName: `${name}.s3.amazonaws.com`,
          RegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
        },
      };
    },
  },
  'AWS::S3::BucketPolicy': {
    properties: object({ Bucket: text, PolicyDocument: json }, ['Bucket', 'PolicyDocument']),
    identity: (input) => ({ ...assignedId(input), ref: input.given('Bucket') ?? input.name(63) }),
  },
};
