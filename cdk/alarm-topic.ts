/** Where every alarm of Postroom goes. A topic that only encrypted connections may use has a policy, and that policy must name CloudWatch. */
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';

export const makeAlarmTopic = (scope: Construct, alarmMail: string | undefined): Topic => {
  const topic = new Topic(scope, 'AlarmTopic', { enforceSSL: true, displayName: 'Postroom alarms' });
  const stack = Stack.of(scope);
  // A policy of one's own replaces the default one ("the owner may publish"); without this statement alarms turn red and nobody is told
  // (CloudWatch guide, "Notifying users on alarm changes": the topic's policy must allow cloudwatch.amazonaws.com).
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'cloudwatch', resource: 'alarm:*' }) },
      },
    }),
  );
  if (alarmMail !== undefined) topic.addSubscription(new EmailSubscription(alarmMail));
  return topic;
};
