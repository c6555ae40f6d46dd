/** Functions, who may invoke them, and the queues they read. Limits from "Lambda quotas" and the CloudFormation pages. */
import { assignedId, type ResourceTypes } from '../resource-type.ts';
import { flag, integer, list, map, noEffect, object, oneOf, tags, text } from '../shapes.ts';
import { regionalArn } from './arns.ts';

export const LAMBDA_TYPES: ResourceTypes = {
  'AWS::Lambda::Function': {
    properties: object(
      {
        FunctionName: text,
        Description: noEffect('it is for readers'),
        Code: object({ S3Bucket: text, S3Key: text }, ['S3Bucket', 'S3Key']),
        Handler: text,
        Runtime: oneOf('nodejs24.x'),
        Role: text,
        Timeout: integer(1, 900),
        MemorySize: integer(128, 10_240),
        Environment: object({ Variables: map(text) }),
        ReservedConcurrentExecutions: integer(0, 1000),
        DeadLetterConfig: object({ TargetArn: text }, ['TargetArn']),
        Architectures: noEffect('the functions are JavaScript'),
        LoggingConfig: object({
          LogGroup: text,
          LogFormat: noEffect('log lines go to the embedded cloud as they are'),
          ApplicationLogLevel: noEffect('log lines go to the embedded cloud as they are'),
          SystemLogLevel: noEffect('log lines go to the embedded cloud as they are'),
        }),
        TracingConfig: noEffect('traces are not kept here'),
        Tags: tags,
      },
      ['Code', 'Handler', 'Role', 'Runtime'],
    ),
    identity: (input) => {
      const name = input.given('FunctionName') ?? input.name(64);
      return { ref: name, attributes: { Arn: regionalArn('lambda', `function:${name}`) } };
    },
  },
  'AWS::Lambda::Permission': {
    properties: object({ Action: text, FunctionName: text, Principal: text, SourceArn: text, SourceAccount: text }, [
      'Action',
      'FunctionName',
      'Principal',
    ]),
    identity: assignedId,
  },
  'AWS::Lambda::EventInvokeConfig': {
    properties: object(
      {
        FunctionName: text,
        Qualifier: oneOf('$LATEST'),
        MaximumRetryAttempts: integer(0, 2),
        MaximumEventAgeInSeconds: integer(60, 21_600),
      },
      ['FunctionName', 'Qualifier'],
    ),
    identity: assignedId,
  },
  'AWS::Lambda::EventSourceMapping': {
    properties: object(
      {
        EventSourceArn: text,
        FunctionName: text,
        Enabled: flag,
        BatchSize: integer(1, 10_000),
        MaximumBatchingWindowInSeconds: integer(0, 300),
        FunctionResponseTypes: list(oneOf('ReportBatchItemFailures'), 1),
        ScalingConfig: object({ MaximumConcurrency: integer(2, 1000) }),
        Tags: tags,
      },
      ['EventSourceArn', 'FunctionName'],
    ),
    identity: (input) => {
      const id = input.uuid();
      return {
        ref: id,
        attributes: { Id: id, EventSourceMappingArn: regionalArn('lambda', `event-source-mapping:${id}`) },
      };
    },
  },
};
