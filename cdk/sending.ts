/**
 * How mail gets out and what comes back: the SES configuration set that every mail carries, its events to the topic and queue of record-feedback, and
 * the bus on which Postroom tells the CRM what happened.
 */
import { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnConfigurationSet, CfnConfigurationSetEventDestination } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { physicalNameOf } from './constructs/naming.ts';

/** CloudFormation's own spelling (AWS::SES::ConfigurationSetEventDestination EventDestination, MatchingEventTypes). */
const EVENTS = ['send', 'delivery', 'deliveryDelay', 'bounce', 'complaint', 'reject', 'renderingFailure'];

export class Bus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: physicalNameOf(this, 'events') });
  }
}

export class ConfigurationSet extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.name = physicalNameOf(this, 'mail');
    new CfnConfigurationSet(this, 'ConfigurationSet', {
      name: this.name,
      // Our list is the list: with SES's account-wide one, one tenant's complaint would silently block another's mail (FEATURES 210).
      suppressionOptions: { suppressedReasons: [] },
      sendingOptions: { sendingEnabled: true },
      reputationOptions: { reputationMetricsEnabled: true },
    });
  }
}

/** SES events -> topic -> queue of record-feedback. */
export class Feedback extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { readonly configurationSet: ConfigurationSet; readonly queue: Queue },
  ) {
    super(scope, id);
    const stack = Stack.of(this);
    const { name } = props.configurationSet;
    const topic = new Topic(this, 'Topic', { enforceSSL: true, displayName: 'Postroom: what became of a mail' });
    const subscription = topic.addSubscription(new SqsSubscription(props.queue, { rawMessageDelivery: true }));
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'OurConfigurationSet',
        principals: [new ServicePrincipal('ses.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: {
            'aws:SourceAccount': stack.account,
            'aws:SourceArn': stack.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: name }),
          },
        },
      }),
    );
    const destination = new CfnConfigurationSetEventDestination(this, 'Events', {
      configurationSetName: name,
      eventDestination: {
        name: 'feedback',
        enabled: true,
        matchingEventTypes: EVENTS,
        snsDestination: { topicArn: topic.topicArn },
      },
    });
    for (const needed of [props.configurationSet, topic, subscription, props.queue])
      destination.node.addDependency(needed);
  }
}
