/** What people look at, and what only CDK reads: nothing here runs. */
import { namedBy, type ResourceTypes } from '../resource-type.ts';
import { regionalArn } from './arns.ts';

export const WATCHING_TYPES: ResourceTypes = {
  'AWS::CloudWatch::Alarm': {
    ignored: 'nobody is paged here; tests check what it watches and whom it tells',
    identity: (input) => {
      const name = input.given('AlarmName') ?? input.name(255);
      return { ref: name, attributes: { Arn: regionalArn('cloudwatch', `alarm:${name}`) } };
    },
  },
  'AWS::CloudWatch::CompositeAlarm': {
    ignored: 'nobody is paged here; tests check what it watches and whom it tells',
    identity: (input) => {
      const name = input.given('AlarmName') ?? input.name(255);
      return { ref: name, attributes: { Arn: regionalArn('cloudwatch', `alarm:${name}`) } };
    },
  },
  'AWS::CloudWatch::Dashboard': {
    ignored: 'metrics are not kept here; tests check that it shows what is there',
    identity: namedBy('DashboardName', 255),
  },
  'AWS::Logs::LogGroup': {
    ignored: 'log lines of the functions go to the embedded cloud itself',
    identity: (input) => {
      const name = input.given('LogGroupName') ?? input.name(512);
      return { ref: name, attributes: { Arn: regionalArn('logs', `log-group:${name}:*`) } };
    },
  },
  'AWS::Logs::MetricFilter': { ignored: 'metrics are not kept here', identity: namedBy('FilterName', 512) },
  'AWS::CDK::Metadata': {
    ignored: 'it only tells AWS which constructs were used',
    identity: (input) => ({ ref: input.logicalId, attributes: {} }),
  },
};
