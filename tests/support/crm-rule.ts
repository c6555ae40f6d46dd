/** What the owner of a CRM adds to the stack to hear Postroom's events: a rule on the bus that fills a queue of theirs. For `change` of startTestCloud. */
import type { TestCloud } from './cloud.ts';
import { add, type Plant, planted, refOf } from './plant.ts';

const QUEUE = 'CrmEvents';

export const withCrmRule = (detailTypes: readonly string[]): ((template: unknown) => unknown) => {
  const plant: Plant = (template) => {
    const queueArn = { 'Fn::GetAtt': [QUEUE, 'Arn'] };
    const letRuleIn = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': ['CrmRule', 'Arn'] } } },
    };
    add('CrmRule', {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: refOf(template, 'Events::EventBus', 'Bus'),
        EventPattern: { source: ['postroom'], 'detail-type': detailTypes },
        State: 'ENABLED',
        Targets: [{ Id: 'crm', Arn: queueArn }],
      },
    })(template);
    add(QUEUE, { Type: 'AWS::SQS::Queue', Properties: { SqsManagedSseEnabled: true } })(template);
    add('CrmEventsPolicy', {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { Queues: [{ Ref: QUEUE }], PolicyDocument: { Version: '2012-10-17', Statement: [letRuleIn] } },
    })(template);
  };
  return (template) => planted(template, plant);
};

interface Heard {
  readonly 'detail-type': string;
  readonly source: string;
  readonly detail: Readonly<Record<string, unknown>> & { readonly id: string };
}

/** What the CRM's own worker would find in its queue. */
export const heardByCrm = ({ platform }: TestCloud): readonly Heard[] => {
  const queue = platform.queues.figures().find(({ arn }) => arn.includes(QUEUE));
  if (queue === undefined) throw new Error('The rule has no queue.');
  return platform.queues.peek(queue.arn, 1000).map(({ body }) => JSON.parse(body));
};
