/** What metrics are watched by: shared by the checks of alarms and of dashboards. */
import type { WiringView } from './view.ts';

/** CloudWatch takes any dimension and waits for data that never comes. */
const DIMENSIONS: Readonly<Record<string, readonly string[]>> = {
  QueueName: ['AWS::SQS::Queue'],
  TopicName: ['AWS::SNS::Topic'],
  FunctionName: ['AWS::Lambda::Function'],
  TableName: ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'],
  ApiId: ['AWS::ApiGatewayV2::Api'],
  'ses:configuration-set': ['AWS::SES::ConfigurationSet'],
};

/** Whether the stack has what a dimension names; of a dimension nobody here knows, nobody knows. */
export const isElsewhere = ({ stack }: WiringView, name: string, value: string): boolean => {
  const names = DIMENSIONS[name]?.flatMap((type) =>
    stack.ofType(type).map(({ ref, attributes }) => attributes['QueueName'] ?? attributes['TopicName'] ?? ref),
  );
  return names !== undefined && !names.includes(value);
};
