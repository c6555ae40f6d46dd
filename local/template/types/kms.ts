/** Encryption keys and their aliases. */
import type { ResourceTypes } from '../resource-type.ts';
import { flag, json, noEffect, object, oneOf, tags, text } from '../shapes.ts';
import { regionalArn } from './arns.ts';

export const KMS_TYPES: ResourceTypes = {
  'AWS::KMS::Key': {
    properties: object(
      {
        KeyPolicy: json,
        Description: noEffect('it is for readers'),
        Enabled: flag,
        EnableKeyRotation: noEffect('rotation changes nothing for callers'),
        RotationPeriodInDays: noEffect('rotation changes nothing for callers'),
        PendingWindowInDays: noEffect('nothing here deletes a key'),
        KeySpec: oneOf('SYMMETRIC_DEFAULT'),
        KeyUsage: oneOf('ENCRYPT_DECRYPT'),
        Tags: tags,
      },
      ['KeyPolicy'],
    ),
    identity: (input) => {
      const id = input.uuid();
      return { ref: id, attributes: { Arn: regionalArn('kms', `key/${id}`), KeyId: id } };
    },
  },
  'AWS::KMS::Alias': {
    properties: object({ AliasName: text, TargetKeyId: text }, ['AliasName', 'TargetKeyId']),
    identity: (input) => ({ ref: input.given('AliasName') ?? '', attributes: {} }),
  },
};
