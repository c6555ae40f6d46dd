import { describe, expect, it } from 'vitest';
import { readParameters } from '#local/template/parameters.ts';

const read = (definition: Record<string, unknown>, given?: string) =>
  readParameters({ P: definition }, given === undefined ? {} : { P: given }).get('P');

describe('parameters', () => {
  it.each<[Record<string, unknown>, string | undefined, unknown]>([
    [{ Type: 'String', Default: 'a' }, undefined, 'a'],
    [{ Type: 'String', Default: 'a' }, 'b', 'b'],
    [{ Type: 'String' }, '', ''],
    [{ Type: 'Number', Default: 5 }, undefined, '5'],
    [{ Type: 'CommaDelimitedList' }, 'a, b', ['a', 'b']],
    [{ Type: 'List<Number>' }, '1,2', ['1', '2']],
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'b', 'b'],
    [{ Type: 'String', AllowedPattern: '[a-z]+', MinLength: 2, MaxLength: 3 }, 'abc', 'abc'],
    [{ Type: 'Number', MinValue: 1, MaxValue: 9 }, '9', '9'],
  ])('%j given %j is %j', (definition, given, expected) => {
    expect(read(definition, given)).toEqual(expected);
  });

  it.each<[Record<string, unknown>, string | undefined, string]>([
    [{ Type: 'String' }, undefined, 'it has no default and no value was given'],
    [{ Type: 'Number' }, 'many', '"many" is not a number'],
    [{ Type: 'List<Number>' }, '1,x', '"x" is not a number'],
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', 'is none of a, b'],
    [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'a1', 'does not match [a-z]+'],
    [{ Type: 'String', MinLength: 2 }, 'a', 'breaks MinLength 2'],
    [{ Type: 'String', MaxLength: 3 }, 'abcd', 'breaks MaxLength 3'],
    [{ Type: 'Number', MinValue: 1 }, '0', 'breaks MinValue 1'],
    [{ Type: 'Number', MaxValue: 9 }, '10', 'breaks MaxValue 9'],
    [{ Type: 'AWS::EC2::VPC::Id', Default: 'x' }, undefined, 'the type AWS::EC2::VPC::Id is not emulated'],
    [{ Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' }, undefined, "lies in the account's Parameter Store"],
    [{ Type: 'String', Defaults: 'a' }, 'a', 'a parameter has no member Defaults'],
  ])('%j given %j is refused', (definition, given, sentence) => {
    expect(() => read(definition, given)).toThrow(sentence);
    expect(() => read(definition, given)).toThrow(/^Parameter P: /);
  });

  it('refuses a value for a parameter the template does not have', () => {
    expect(() => readParameters({}, { Stage: 'x' })).toThrow('Parameter Stage: a value was given');
  });

  it('takes the bootstrap version without knowing its value', () => {
    const definition = { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' };
    expect(readParameters({ BootstrapVersion: definition }, {}).size).toBe(0);
    expect(readParameters({ BootstrapVersion: definition }, { BootstrapVersion: '21' }).get('BootstrapVersion')).toBe(
      '21',
    );
    expect(() => readParameters({ BootstrapVersion: { Type: definition.Type } }, {})).toThrow('Parameter Store');
  });
});
