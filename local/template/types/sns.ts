/** Topics and their subscriptions. A subscription by e-mail is a person's; the embedded SNS sends it nothing. */
import { assignedId, type ResourceTypes } from '../resource-type.ts';
import { flag, json, list, noEffect, object, oneOf, tags, text } from '../shapes.ts';
import { regionalArn } from './arns.ts';

export const SNS_TYPES: ResourceTypes = {
  'AWS::SNS::Topic': {
    properties: object({
      TopicName: text,
      DisplayName: noEffect('it is shown in mails to persons only'),
      KmsMasterKeyId: text,
      SignatureVersion: noEffect('queues never see signatures verified'),
      Tags: tags,
    }),
    identity: (input) => {
      const name = input.given('TopicName') ?? input.name(256);
      const arn = regionalArn('sns', name);
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
    },
  },
  'AWS::SNS::TopicPolicy': {
    properties: object({ Topics: list(text), PolicyDocument: json }, ['Topics', 'PolicyDocument']),
    identity: assignedId,
  },
  'AWS::SNS::Subscription': {
    properties: object(
      {
        TopicArn: text,
        Protocol: oneOf('sqs', 'email'),
        Endpoint: text,
        RawMessageDelivery: flag,
        FilterPolicy: json,
        FilterPolicyScope: oneOf('MessageAttributes', 'MessageBody'),
        RedrivePolicy: object({ deadLetterTargetArn: text }, ['deadLetterTargetArn']),
      },
      ['TopicArn', 'Protocol', 'Endpoint'],
    ),
    identity: (input) => {
      const arn = `${input.given('TopicArn') ?? ''}:${input.uuid()}`;
      return { ref: arn, attributes: { Arn: arn } };
    },
  },
};
