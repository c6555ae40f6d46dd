import { describe, expect, it } from 'vitest';
import { loadTemplate } from './template-well-wired.ts';

/** Resolves one value as the output of a template that has a queue, a topic, parameters, a map and conditions. */
const resolve = (value: unknown, parameters: Record<string, string> = {}) =>
  loadTemplate(
    {
      Parameters: {
        Stage: { Type: 'String', Default: 'test' },
        Names: { Type: 'CommaDelimitedList', Default: 'a, b,c' },
        Count: { Type: 'Number', Default: 3 },
      },
      Mappings: { Sizes: { test: { memory: '512', zones: ['x', 'y'] } } },
      Conditions: {
        IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] },
        IsNotTest: { 'Fn::Not': [{ Condition: 'IsTest' }] },
        Both: { 'Fn::And': [{ Condition: 'IsTest' }, { 'Fn::Equals': ['a', 'b'] }] },
        Either: { 'Fn::Or': [{ Condition: 'IsNotTest' }, { Condition: 'IsTest' }] },
        BySize: { 'Fn::Equals': [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, '512'] },
      },
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs' } },
        Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'stored' } },
        Left: { Type: 'AWS::SNS::Topic', Condition: 'IsNotTest', Properties: {} },
      },
      Outputs: { Out: { Value: value } },
    },
    { parameters },
  ).outputs['Out'];

const sub = (text: string) => ({ 'Fn::Sub': text.replaceAll('#', '$') });
const URL = 'http://127.0.0.1:4566/000000000000/jobs';
const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:jobs';

describe('intrinsic functions', () => {
  it.each<[unknown, string]>([
    ['plain', 'plain'],
    [{ Ref: 'Stage' }, 'test'],
    [{ Ref: 'Count' }, '3'],
    [{ Ref: 'Queue' }, URL],
    [{ Ref: 'AWS::AccountId' }, '000000000000'],
    [{ Ref: 'AWS::Region' }, 'us-east-1'],
    [{ Ref: 'AWS::Partition' }, 'aws'],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [{ Ref: 'AWS::StackName' }, 'test'],
    [{ 'Fn::Join': ['', { Ref: 'AWS::NotificationARNs' }] }, ''],
    [
      { 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: 'AWS::StackId' }] }] },
      expect.stringMatching(/^stack\/test\/[0-9a-f-]{36}$/),
    ],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, QUEUE_ARN],
    [{ 'Fn::GetAtt': 'Queue.QueueName' }, 'jobs'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 1]] }, 'a-test-1'],
    [{ 'Fn::Join': ['+', { Ref: 'Names' }] }, 'a+b+c'],
    [{ 'Fn::Join': [',', [{ Ref: 'AWS::NoValue' }, 'a']] }, 'a'],
    [sub('#{Queue.Arn}/#{Stage}/#{AWS::Region}'), `${QUEUE_ARN}/test/us-east-1`],
    [sub('#{!Queue} and # alone'), sub('#{Queue} and # alone')['Fn::Sub']],
    [
      { 'Fn::Sub': [sub('#{A}:#{Stage}')['Fn::Sub'], { A: { Ref: 'Topic' } }] },
      'arn:aws:sns:us-east-1:000000000000:stored:test',
    ],
    [{ 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    [{ 'Fn::Select': [0, { 'Fn::Split': ['|', 'x|y'] }] }, 'x'],
    [{ 'Fn::Select': [2, { Ref: 'Names' }] }, 'c'],
    [{ 'Fn::Base64': { Ref: 'Stage' } }, 'dGVzdA=='],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, '512'],
    [{ 'Fn::Join': ['', { 'Fn::FindInMap': ['Sizes', 'test', 'zones'] }] }, 'xy'],
    [{ 'Fn::If': ['IsTest', 'yes', { Ref: 'Left' }] }, 'yes'],
    [{ 'Fn::If': ['IsNotTest', 'yes', 'no'] }, 'no'],
    [{ 'Fn::If': ['Both', 'yes', 'no'] }, 'no'],
    [{ 'Fn::If': ['Either', 'yes', 'no'] }, 'yes'],
    [{ 'Fn::If': ['BySize', 'yes', 'no'] }, 'yes'],
  ])('%j is %s', (value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  it('takes the branch that a given parameter decides', () => {
    expect(resolve({ 'Fn::If': ['IsNotTest', { Ref: 'Stage' }, 'no'] }, { Stage: 'live' })).toBe('live');
  });

  it.each<[unknown, string]>([
    [{ Ref: 'Missing' }, 'there is no resource or parameter Missing'],
    [{ Ref: 'Left' }, 'which the condition IsNotTest leaves out'],
    [{ 'Fn::GetAtt': ['Queue', 'Colour'] }, 'Queue (AWS::SQS::Queue) has no attribute Colour'],
    [{ 'Fn::GetAtt': ['Queue', 'toString'] }, 'has no attribute toString'],
    [{ 'Fn::GetAtt': ['Queue'] }, 'Fn::GetAtt takes 2 entries'],
    [{ 'Fn::ImportValue': 'x' }, 'Fn::ImportValue reads another stack'],
    [{ 'Fn::GetAZs': '' }, 'the intrinsic function Fn::GetAZs is not emulated'],
    [{ 'Fn::Transform': {} }, 'the intrinsic function Fn::Transform is not emulated'],
    [{ 'Fn::ToJsonString': {} }, 'the intrinsic function Fn::ToJsonString is not emulated'],
    [{ 'Fn::Equals': ['a', 'a'] }, 'Fn::Equals is for the Conditions section only'],
    [{ 'Fn::Join': ['', ['a']], Other: 1 }, 'Fn::Join must stand alone'],
    [{ 'Fn::Join': ['', [['a']]] }, 'Fn::Join joins texts only'],
    [{ 'Fn::Join': [1, ['a']] }, 'the delimiter of Fn::Join must be a text'],
    [{ 'Fn::Select': [7, ['a']] }, 'Fn::Select has no entry 7'],
    [{ 'Fn::Split': ['', 'a'] }, 'the delimiter of Fn::Split must be a text'],
    [{ 'Fn::FindInMap': ['Sizes', 'live', 'memory'] }, 'finds nothing at Sizes.live.memory'],
    [{ 'Fn::If': ['Missing', 1, 2] }, 'there is no condition Missing'],
    [{ 'Fn::Sub': 5 }, 'Fn::Sub takes a text'],
    [sub('#{Missing}'), 'there is no resource or parameter Missing'],
    ['{{resolve:secretsmanager:x}}', 'dynamic references'],
  ])('refuses %j, naming the place', (value, sentence) => {
    expect(() => resolve(value)).toThrow(sentence);
    expect(() => resolve(value)).toThrow(/^Output Out, Value/);
  });
});

describe('conditions', () => {
  const withCondition = (conditions: Record<string, unknown>) =>
    loadTemplate({
      Conditions: conditions,
      Resources: { Topic: { Type: 'AWS::SNS::Topic', Condition: 'A', Properties: {} } },
    });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'a circle',
      { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { 'Fn::Not': [{ Condition: 'A' }] } },
      'circular reference',
    ],
    ['a reference to a resource', { A: { 'Fn::Equals': [{ Ref: 'Topic' }, 'x'] } }, 'may refer to parameters only'],
    [
      'an attribute of a resource',
      { A: { 'Fn::Equals': [{ 'Fn::GetAtt': ['Topic', 'TopicName'] }, 'x'] } },
      'no place in a condition',
    ],
    ['an unknown function', { A: { 'Fn::Contains': [['a'], 'a'] } }, 'Fn::Contains is not a condition function'],
    ['one side only', { A: { 'Fn::And': [{ 'Fn::Equals': ['a', 'a'] }] } }, 'Fn::And takes 2 to 10 entries'],
    ['a bare text', { A: 'true' }, 'exactly one condition function'],
  ])('refuse %s', (_what, conditions, sentence) => {
    expect(() => withCondition(conditions)).toThrow(sentence);
  });

  it('leave out what they say no to', () => {
    expect(withCondition({ A: { 'Fn::Equals': ['a', 'b'] } }).resources).toEqual([]);
    expect(withCondition({ A: { 'Fn::Equals': ['a', 'a'] } }).resources).toHaveLength(1);
  });
});
