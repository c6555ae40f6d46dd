/** A bus of one's own in the well-wired template, with a rule that fills a queue; then the mistakes AWS would answer with silence. */
import { describe, expect, it } from 'vitest';
import { policyOf } from './iam-stack.ts';
import { arn, ref, type TestTemplate } from './template-http-api.ts';
import { add, all, change, faultsOf, itNames, type Planted, remove } from './template-planted.ts';
import { allow, aWellWiredTemplate, loadTemplate } from './template-well-wired.ts';

const aBus = all(
  add('Bus', 'AWS::Events::EventBus', { Name: 'crm' }),
  add('Leads', 'AWS::SQS::Queue', {}),
  add('LeadsPolicy', 'AWS::SQS::QueuePolicy', {
    Queues: [ref('Leads')],
    PolicyDocument: policyOf(allow('events.amazonaws.com', 'sqs:SendMessage', arn('Leads'), arn('OnLead'))),
  }),
  add('OnLead', 'AWS::Events::Rule', {
    EventBusName: ref('Bus'),
    EventPattern: { source: ['postroom'], detail: { module: ['leads'] } },
    State: 'ENABLED',
    Targets: [{ Id: 'a', Arn: arn('Leads') }],
  }),
);
const withBus = (plant: (template: TestTemplate) => void) => all(aBus, plant);

it('a rule on a bus of its own that may fill its queue is well wired, also by the ARN of the bus', () => {
  for (const bus of [ref('Bus'), arn('Bus')]) {
    const template = aWellWiredTemplate();
    withBus(change('OnLead', { EventBusName: bus }))(template);
    expect(faultsOf(template).filter((fault) => /^(OnLead|Bus)/.test(fault))).toEqual([]);
    const rule = loadTemplate(template)
      .ofType('AWS::Events::Rule')
      .find(({ logicalId }) => logicalId === 'OnLead');
    expect(rule?.attributes['Arn']).toMatch(/^arn:aws:events:us-east-1:000000000000:rule\/crm\/test-OnLead-/);
  }
});

const MISTAKES: Planted[] = [
  ['a queue without a policy', withBus(remove('LeadsPolicy')), /^OnLead: Leads does not let events.amazonaws.com in/],
  [
    'a queue policy for another rule',
    withBus(
      change('LeadsPolicy', {
        PolicyDocument: policyOf(allow('events.amazonaws.com', 'sqs:SendMessage', arn('Leads'), arn('Minute'))),
      }),
    ),
    /^OnLead: Leads does not let events.amazonaws.com in/,
  ],
  [
    'a queue policy for the rule as if it were on the default bus',
    withBus(
      change('LeadsPolicy', {
        PolicyDocument: policyOf(
          allow(
            'events.amazonaws.com',
            'sqs:SendMessage',
            arn('Leads'),
            'arn:aws:events:us-east-1:000000000000:rule/test-*',
          ),
        ),
      }),
    ),
    /^OnLead: Leads does not let events.amazonaws.com in/,
  ],
  [
    'a dead-letter queue that does not let the rule in',
    withBus(
      change('OnLead', { Targets: [{ Id: 'a', Arn: arn('Leads'), DeadLetterConfig: { Arn: arn('DeadJobs') } }] }),
    ),
    /^OnLead: DeadJobs does not let events.amazonaws.com in/,
  ],
  [
    'a function without permission for the rule',
    withBus(change('OnLead', { Targets: [{ Id: 'a', Arn: arn('Receive') }] })),
    /^OnLead: Receive does not let events.amazonaws.com in/,
  ],
  [
    'a queue whose key is not for EventBridge',
    withBus(change('Leads', { KmsMasterKeyId: arn('Key') })),
    /^OnLead: Leads is encrypted with Key, whose policy does not let events.amazonaws.com use it/,
  ],
  [
    'a bus that does not exist',
    withBus(change('OnLead', { EventBusName: 'erp' })),
    /^OnLead: its event bus erp is not in this stack/,
  ],
  [
    'a pattern on a member no event has',
    withBus(change('OnLead', { EventPattern: { detailType: ['mail.sent'] } })),
    /^OnLead: no event has a member "detailType", so its pattern never matches/,
  ],
  [
    'a pattern that EventBridge refuses',
    withBus(change('OnLead', { EventPattern: { source: 'postroom' } })),
    /^OnLead: Event pattern is not valid. Reason: "source" must be an object or an array/,
  ],
  [
    'an operator that is not emulated',
    withBus(change('OnLead', { EventPattern: { source: [{ cidr: '10.0.0.0/8' }] } })),
    /^OnLead: the operator "cidr" .* is not emulated/,
  ],
];

describe('rules with an event pattern', () => itNames(MISTAKES));

describe('what the loader refuses', () => {
  it.each<[string, (template: TestTemplate) => void, RegExp]>([
    [
      'a policy of a bus',
      add('BusPolicy', 'AWS::Events::EventBusPolicy', { StatementId: 's', Statement: {} }),
      /^BusPolicy \(AWS::Events::EventBusPolicy\): the embedded cloud does not know this resource type/,
    ],
    [
      'an input path',
      change('OnLead', { Targets: [{ Id: 'a', Arn: arn('Leads'), InputPath: '$.detail' }] }),
      /^OnLead \(AWS::Events::Rule\): .*Targets\.0\.InputPath/,
    ],
    [
      'an archive',
      add('Archive', 'AWS::Events::Archive', { SourceArn: arn('Bus') }),
      /^Archive \(AWS::Events::Archive\)/,
    ],
    ['a bus without a name', change('Bus', { Name: undefined }), /^Bus \(AWS::Events::EventBus\).*Name/],
    ['a key of the bus', change('Bus', { KmsKeyIdentifier: 'k' }), /^Bus \(AWS::Events::EventBus\).*KmsKeyIdentifier/],
  ])('%s', (_, plant, sentence) => {
    const template = aWellWiredTemplate();
    withBus(plant)(template);
    expect(() => loadTemplate(template)).toThrow(sentence);
  });
});
