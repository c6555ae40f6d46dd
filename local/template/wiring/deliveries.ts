/**
 * Everything one AWS service hands to another because the template says so. On AWS a missing permission on such a way shows as silence:
 * no error reaches anybody, the message just never comes.
 */
import { configurationSetArn, httpRouteArn, receiptRuleArn } from '../../iam/source-arns.ts';
import type { DeployedResource } from '../../kernel/resources.ts';
import { asList, memberAt, textAt } from '../json.ts';
import type { WiringCheck, WiringView } from './view.ts';

interface Delivery {
  /** Logical id of the resource that asks for it. */
  readonly by: string;
  readonly service: string;
  readonly action: string;
  /** ARN of the queue, topic, bucket or function. */
  readonly target: string;
  /** What the action is asked on, where that is not the target itself. */
  readonly resource?: string;
  /** The service acts for this. */
  readonly sourceArn: string;
}

const SEND_ACTIONS: Readonly<Record<string, string>> = {
  lambda: 'lambda:InvokeFunction',
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
};

const bySubscriptions = ({ stack }: WiringView): Delivery[] =>
  stack
    .ofType('AWS::SNS::Subscription')
    .filter(({ properties }) => properties['Protocol'] === 'sqs')
    .flatMap(({ logicalId, properties }) => {
      const targets = [textAt(properties, 'Endpoint'), textAt(properties, 'RedrivePolicy', 'deadLetterTargetArn')];
      const sourceArn = textAt(properties, 'TopicArn');
      return targets
        .filter((target) => target !== '')
        .map((target) => ({
          by: logicalId,
          service: 'sns.amazonaws.com',
          action: 'sqs:SendMessage',
          target,
          sourceArn,
        }));
    });

const byReceiptRules = ({ stack }: WiringView): Delivery[] =>
  stack.ofType('AWS::SES::ReceiptRule').flatMap(({ logicalId, ref, properties }) => {
    const sourceArn = receiptRuleArn(textAt(properties, 'RuleSetName'), ref);
    const common = { by: logicalId, service: 'ses.amazonaws.com', sourceArn };
    return asList(memberAt(properties, 'Rule', 'Actions')).flatMap((action): Delivery[] => {
      const target = `arn:aws:s3:::${textAt(action, 'S3Action', 'BucketName')}`;
      const topic = textAt(action, 'S3Action', 'TopicArn');
      const object = `${target}/${textAt(action, 'S3Action', 'ObjectKeyPrefix')}message-id`;
      const notification = topic === '' ? [] : [{ ...common, action: 'sns:Publish', target: topic }];
      return [{ ...common, action: 's3:PutObject', target, resource: object }, ...notification];
    });
  });

const byConfigurationSets = ({ stack }: WiringView): Delivery[] =>
  stack.ofType('AWS::SES::ConfigurationSetEventDestination').map(({ logicalId, properties }) => ({
    by: logicalId,
    service: 'ses.amazonaws.com',
    action: 'sns:Publish',
    target: textAt(properties, 'EventDestination', 'SnsDestination', 'TopicARN'),
    sourceArn: configurationSetArn(textAt(properties, 'ConfigurationSetName')),
  }));

const byRules = ({ stack }: WiringView): Delivery[] =>
  stack.ofType('AWS::Events::Rule').flatMap(({ logicalId, attributes, properties }) =>
    asList(properties['Targets']).flatMap((target) =>
      [textAt(target, 'Arn'), textAt(target, 'DeadLetterConfig', 'Arn')]
        .filter((arn) => arn !== '')
        .map((arn) => ({
          by: logicalId,
          service: 'events.amazonaws.com',
          action: SEND_ACTIONS[arn.split(':')[2] ?? ''] ?? `${arn.split(':')[2]}:*`,
          target: arn,
          sourceArn: attributes['Arn'] ?? '',
        })),
    ),
  );

const byRoutes = ({ stack, functionNamed }: WiringView): Delivery[] => {
  const integrations = new Map(
    stack.ofType('AWS::ApiGatewayV2::Integration').map((item) => [`integrations/${item.ref}`, item]),
  );
  return stack.ofType('AWS::ApiGatewayV2::Route').flatMap(({ logicalId, properties }) => {
    const uri = textAt(integrations.get(textAt(properties, 'Target'))?.properties, 'IntegrationUri');
    const apiId = textAt(properties, 'ApiId');
    const stage = stack.ofType('AWS::ApiGatewayV2::Stage').find((item) => item.properties['ApiId'] === apiId);
    if (functionNamed(uri) === undefined || stage === undefined) return [];
    return {
      by: logicalId,
      service: 'apigateway.amazonaws.com',
      action: 'lambda:InvokeFunction',
      target: uri,
      sourceArn: httpRouteArn(apiId, stage.ref, textAt(properties, 'RouteKey')),
    };
  });
};

export const alarmsOf = ({ stack }: WiringView): DeployedResource[] =>
  stack.ignored.filter(({ type }) => type === 'AWS::CloudWatch::Alarm' || type === 'AWS::CloudWatch::CompositeAlarm');

const byAlarms = (view: WiringView): Delivery[] =>
  alarmsOf(view).flatMap(({ logicalId, attributes, properties }) =>
    ['AlarmActions', 'OKActions', 'InsufficientDataActions']
      .flatMap((list) => asList(properties[list]))
      .map((arn) => ({
        by: logicalId,
        service: 'cloudwatch.amazonaws.com',
        action: 'sns:Publish',
        target: String(arn),
        sourceArn: attributes['Arn'] ?? '',
      })),
  );

export const deliveriesOf = (view: WiringView): Delivery[] => [
  ...bySubscriptions(view),
  ...byReceiptRules(view),
  ...byConfigurationSets(view),
  ...byRules(view),
  ...byRoutes(view),
  ...byAlarms(view),
];

/** Every delivery must have a target in this stack whose policy lets the service in. */
export const deliveryFaults: WiringCheck = (view) =>
  deliveriesOf(view).flatMap(({ by, service, action, target, resource, sourceArn }) => {
    const held = view.byArn(target);
    if (held === undefined) return `${by}: it hands over to ${target || 'nothing'}, which is not in this stack.`;
    const denial = view.serviceDenial(service, action, resource ?? target, sourceArn);
    if (denial === undefined) return [];
    return `${by}: ${held.logicalId} does not let ${service} in, so nothing would ever arrive there; allow ${action} in its policy (${denial}).`;
  });
