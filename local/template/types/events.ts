/** EventBridge buses and rules. Bus policies, input paths and transformers, archives and pipes are not emulated. */
import type { ResourceTypes } from '../resource-type.ts';
import { integer, json, list, noEffect, object, oneOf, tags, text } from '../shapes.ts';
import { regionalArn } from './arns.ts';

const FOR_READERS = noEffect('it is for readers');

export const EVENTS_TYPES: ResourceTypes = {
  'AWS::Events::EventBus': {
    properties: object({ Name: text, Description: FOR_READERS, Tags: tags }, ['Name']),
    identity: (input) => {
      const name = input.given('Name') ?? '';
      return { ref: name, attributes: { Arn: regionalArn('events', `event-bus/${name}`), Name: name } };
    },
  },
  'AWS::Events::Rule': {
    properties: object({
      Name: text,
      Description: FOR_READERS,
      EventBusName: text,
      ScheduleExpression: text,
      EventPattern: json,
      State: oneOf('ENABLED', 'DISABLED'),
      Targets: list(
        object(
          {
            Id: text,
            Arn: text,
            Input: text,
            DeadLetterConfig: object({ Arn: text }),
            RetryPolicy: object({
              MaximumRetryAttempts: integer(0, 185),
              MaximumEventAgeInSeconds: integer(60, 86_400),
            }),
          },
          ['Id', 'Arn'],
        ),
        5,
      ),
    }),
    identity: (input) => {
      const name = input.given('Name') ?? input.name(64);
      // By name or by ARN.
      const bus = input.given('EventBusName')?.split('/').at(-1);
      const onDefaultBus = bus === undefined || bus === 'default';
      // A rule of another bus has the bus in its ARN ("Resource types defined by Amazon EventBridge"), and in its Ref after a bar.
      return {
        ref: onDefaultBus ? name : `${bus}|${name}`,
        attributes: { Arn: regionalArn('events', onDefaultBus ? `rule/${name}` : `rule/${bus}/${name}`) },
      };
    },
  },
};
