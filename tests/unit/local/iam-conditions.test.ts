import { describe, expect, it } from 'vitest';
import { compileConditions } from '#local/iam/conditions.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:stored';
const holds = (block: unknown, context: Record<string, string>) =>
  compileConditions(
    block,
    'Policy',
  )?.(new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value])));

describe('condition operators', () => {
  it.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEqualsIgnoreCase', 'a', 'A', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', 'a', 'a', false],
    ['StringNotEqualsIgnoreCase', 'a', 'A', false],
    ['StringLike', 'in/*', 'in/1', true],
    ['StringLike', 'in/*', 'out/1', false],
    ['StringNotLike', 'in/*', 'in/1', false],
    ['ArnEquals', TOPIC, TOPIC, true],
    ['ArnLike', 'arn:aws:sns:*:*:sto*', TOPIC, true],
    ['ArnLike', 'arn:aws:sns:*:stored', TOPIC, false],
    ['ArnNotEquals', TOPIC, TOPIC, false],
    ['ArnNotLike', 'arn:aws:sns:*:*:other', TOPIC, true],
    ['Bool', 'true', 'true', true],
    ['Bool', false, 'true', false],
    ['NumericEquals', '10', '10.0', true],
    ['NumericNotEquals', 10, '10', false],
    ['NumericLessThan', 10, '9', true],
    ['NumericLessThan', 10, '10', false],
    ['NumericLessThanEquals', 10, '10', true],
    ['NumericGreaterThan', 10, '10', false],
    ['NumericGreaterThanEquals', 10, '10', true],
    ['NumericGreaterThan', 10, 'many', false],
  ])('%s %s with the value %s is %s', (operator, expected, actual, result) => {
    expect(holds({ [operator]: { 'aws:SourceArn': expected } }, { 'aws:SourceArn': actual })).toBe(result);
  });

  it.each([
    ['StringEquals', 'a', false],
    ['StringNotEquals', 'a', true],
    ['StringEqualsIfExists', 'a', true],
    ['StringNotLikeIfExists', 'a', true],
    ['Bool', 'true', false],
    ['BoolIfExists', 'true', true],
    ['NumericLessThan', 1, false],
    ['Null', 'true', true],
    ['Null', 'false', false],
  ])('%s %s without the key in the request is %s', (operator, expected, result) => {
    expect(holds({ [operator]: { 'aws:SourceArn': expected } }, {})).toBe(result);
  });

  it.each([
    ['true', false],
    ['false', true],
  ])('Null %s with the key in the request is %s', (expected, result) => {
    expect(holds({ Null: { 'aws:SourceArn': expected } }, { 'aws:SourceArn': 'x' })).toBe(result);
  });

  it('takes the values of one key as alternatives, and of a negated operator as all excluded', () => {
    const values = { 'aws:SourceAccount': ['1', '2'] };
    expect(holds({ StringEquals: values }, { 'aws:SourceAccount': '2' })).toBe(true);
    expect(holds({ StringNotEquals: values }, { 'aws:SourceAccount': '2' })).toBe(false);
    expect(holds({ StringNotEquals: values }, { 'aws:SourceAccount': '3' })).toBe(true);
  });

  it('needs every key and every operator', () => {
    const block = {
      StringEquals: { 'aws:SourceAccount': '1', 'aws:SourceArn': 'a' },
      Bool: { 'aws:SecureTransport': 'true' },
    };
    const context = { 'aws:SourceAccount': '1', 'aws:SourceArn': 'a', 'aws:SecureTransport': 'true' };
    expect(holds(block, context)).toBe(true);
    expect(holds(block, { ...context, 'aws:SourceArn': 'b' })).toBe(false);
    expect(holds(block, { ...context, 'aws:SecureTransport': 'false' })).toBe(false);
  });

  it('does not care how a key is capitalised', () => {
    expect(holds({ StringEquals: { 'AWS:SourceAccount': '1' } }, { 'aws:sourceaccount': '1' })).toBe(true);
  });

  it('knows the encryption context keys of KMS by their prefix', () => {
    expect(
      holds({ StringEquals: { 'kms:EncryptionContext:tenant': 'a' } }, { 'kms:EncryptionContext:tenant': 'a' }),
    ).toBe(true);
  });

  it.each([
    [{ 'ForAnyValue:StringEquals': { 'ses:Recipients': 'a' } }, 'ForAllValues and ForAnyValue are not emulated'],
    [{ 'ForAllValues:StringLike': { 'ses:Recipients': 'a' } }, 'ForAllValues and ForAnyValue are not emulated'],
    [{ StringEqual: { 'aws:SourceArn': 'a' } }, 'does not know this operator'],
    [{ IpAddress: { 'aws:SourceArn': '10.0.0.0/8' } }, 'does not know this operator'],
    [{ DateLessThan: { 'aws:SourceArn': '2030-01-01' } }, 'does not know this operator'],
    [{ toString: { 'aws:SourceArn': 'a' } }, 'does not know this operator'],
    [{ StringEquals: { 'aws:SourceArm': 'a' } }, 'nothing in the embedded cloud fills in this condition key'],
    [{ StringEquals: { 'aws:SourceArn': [] } }, 'lists no value'],
    [{ StringEquals: { 'aws:SourceArn': { Ref: 'x' } } }, 'must be a text'],
    [{ StringEquals: { 'aws:SourceArn': '$'.concat('{aws:username}') } }, 'policy variables'],
    [{ NumericEquals: { 'aws:SourceArn': 'ten' } }, 'needs numbers'],
    [{ Null: { 'aws:SourceArn': 'perhaps' } }, 'exactly one of'],
    [{ StringEquals: 'a' }, 'must hold an object of keys'],
    ['StringEquals', 'must be an object of operators'],
  ])('refuses %j at the start', (block, sentence) => {
    expect(() => compileConditions(block, 'Policy')).toThrow(sentence);
  });
});
