/** Roles and their policies; local/iam/ reads the documents. */
import { assignedId, type ResourceTypes } from '../resource-type.ts';
import { json, list, noEffect, object, tags, text } from '../shapes.ts';
import { iamArn } from './arns.ts';

export const IAM_TYPES: ResourceTypes = {
  'AWS::IAM::Role': {
    properties: object(
      {
        RoleName: text,
        Path: text,
        Description: noEffect('it is for readers'),
        AssumeRolePolicyDocument: json,
        ManagedPolicyArns: list(text),
        Policies: list(object({ PolicyName: text, PolicyDocument: json }, ['PolicyName', 'PolicyDocument'])),
        MaxSessionDuration: noEffect('a worker gets its key when it starts and loses it when it ends'),
        Tags: tags,
      },
      ['AssumeRolePolicyDocument'],
    ),
    identity: (input) => {
      const name = input.given('RoleName') ?? input.name(64);
      const path = input.given('Path') ?? '/';
      // "Unique identifiers": AROA marks a role.
      return { ref: name, attributes: { Arn: iamArn(`role${path}${name}`), RoleId: `AROA${input.upperCaseId(17)}` } };
    },
  },
  'AWS::IAM::Policy': {
    properties: object({ PolicyName: text, PolicyDocument: json, Roles: list(text) }, ['PolicyName', 'PolicyDocument']),
    identity: assignedId,
  },
  'AWS::IAM::ManagedPolicy': {
    properties: object(
      {
        ManagedPolicyName: text,
        PolicyDocument: json,
        Roles: list(text),
        Path: text,
        Description: noEffect('it is for readers'),
      },
      ['PolicyDocument'],
    ),
    identity: (input) => {
      const name = input.given('ManagedPolicyName') ?? input.name(128);
      const arn = iamArn(`policy${input.given('Path') ?? '/'}${name}`);
      return { ref: arn, attributes: { PolicyArn: arn } };
    },
  },
};
