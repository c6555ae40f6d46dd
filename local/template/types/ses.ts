/** Receiving (rule sets) and sending (configuration sets, identities) of mail. */
import { EVENT_NAMES } from '../../services/ses/event-types.ts';
import { namedBy, type ResourceTypes } from '../resource-type.ts';
import { flag, list, noEffect, object, oneOf, tags, text } from '../shapes.ts';

export const SES_TYPES: ResourceTypes = {
  'AWS::SES::ReceiptRuleSet': { properties: object({ RuleSetName: text }), identity: namedBy('RuleSetName', 64) },
  'AWS::SES::ReceiptRule': {
    properties: object(
      {
        RuleSetName: text,
        After: text,
        Rule: object(
          {
            Name: text,
            Enabled: flag,
            Recipients: list(text, 100),
            ScanEnabled: flag,
            TlsPolicy: oneOf('Optional', 'Require'),
            Actions: list(
              object(
                { S3Action: object({ BucketName: text, ObjectKeyPrefix: text, TopicArn: text }, ['BucketName']) },
                ['S3Action'],
              ),
              10,
            ),
          },
          ['Actions'],
        ),
      },
      ['RuleSetName', 'Rule'],
    ),
    identity: (input) => ({ ref: input.given('Rule', 'Name') ?? input.name(64), attributes: {} }),
  },
  'AWS::SES::ConfigurationSet': {
    properties: object({
      Name: text,
      DeliveryOptions: object({ TlsPolicy: noEffect('mail leaving here goes nowhere') }),
      ReputationOptions: noEffect('metrics are not kept here'),
      SendingOptions: object({ SendingEnabled: flag }),
      SuppressionOptions: object({ SuppressedReasons: list(oneOf('BOUNCE', 'COMPLAINT')) }),
      Tags: tags,
    }),
    identity: namedBy('Name', 64),
  },
  'AWS::SES::ConfigurationSetEventDestination': {
    properties: object(
      {
        ConfigurationSetName: text,
        EventDestination: object(
          {
            Name: text,
            Enabled: flag,
            MatchingEventTypes: list(oneOf(...EVENT_NAMES)),
            SnsDestination: object({ TopicARN: text }, ['TopicARN']),
          },
          ['MatchingEventTypes', 'SnsDestination'],
        ),
      },
      ['ConfigurationSetName', 'EventDestination'],
    ),
    identity: (input) => ({ ref: input.given('EventDestination', 'Name') ?? input.name(64), attributes: {} }),
  },
  'AWS::SES::EmailIdentity': {
    properties: object(
      {
        EmailIdentity: text,
        ConfigurationSetAttributes: object({ ConfigurationSetName: text }),
        FeedbackAttributes: object({ EmailForwardingEnabled: noEffect('bounces reach the configuration set') }),
        DkimAttributes: noEffect('mail leaving here goes nowhere'),
        DkimSigningAttributes: noEffect('mail leaving here goes nowhere'),
        MailFromAttributes: noEffect('mail leaving here goes nowhere'),
        Tags: tags,
      },
      ['EmailIdentity'],
    ),
    identity: namedBy('EmailIdentity', 320),
  },
};
