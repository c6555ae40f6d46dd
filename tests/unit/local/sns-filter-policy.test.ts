/** Filter policies by the examples of the SNS developer guide ("Amazon SNS subscription filter policies"). */
import { describe, expect, test } from 'vitest';
import { compileFilter } from '#local/services/sns/filter-policy.ts';

const text = (stringValue: string) => ({ dataType: 'String', stringValue });
const number = (stringValue: string) => ({ dataType: 'Number', stringValue });
const array = (value: unknown[]) => ({ dataType: 'String.Array', stringValue: JSON.stringify(value) });

describe('on message attributes', () => {
  test.each([
    ['an exact value', ['rugby', 'tennis'], text('tennis'), true],
    ['another value', ['rugby', 'tennis'], text('baseball'), false],
    ['an element of an array', ['rugby'], array(['baseball', 'rugby']), true],
    ['a number against text', [5], text('5'), false],
    ['an exact number', [5], number('5.0'), true],
    ['a prefix', [{ prefix: 'bas' }], text('baseball'), true],
    ['another prefix', [{ prefix: 'bas' }], text('rugby'), false],
    ['a suffix', [{ suffix: 'ball' }], text('baseball'), true],
    ['a name in other letters', [{ 'equals-ignore-case': 'TENNIS' }], text('tennis'), true],
    ['anything but this', [{ 'anything-but': ['rugby', 'tennis'] }], text('rugby'), false],
    ['anything but others', [{ 'anything-but': ['rugby', 'tennis'] }], text('golf'), true],
    ['an array with one other element', [{ 'anything-but': ['rugby'] }], array(['rugby', 'golf']), true],
    ['an array without one', [{ 'anything-but': ['rugby'] }], array(['rugby']), false],
    ['anything but a number', [{ 'anything-but': [100, 500] }], number('101'), true],
    ['anything but a prefix', [{ 'anything-but': { prefix: 'order-' } }], text('order-1'), false],
    ['anything but a missing name', [{ 'anything-but': ['rugby'] }], undefined, false],
    ['a name that exists', [{ exists: true }], text('x'), true],
    ['a name that does not', [{ exists: true }], undefined, false],
    ['a name that must not', [{ exists: false }], undefined, true],
    ['a range, inside', [{ numeric: ['>', 0, '<=', 150] }], number('150'), true],
    ['a range, outside', [{ numeric: ['>', 0, '<=', 150] }], number('0'), false],
    ['a bound', [{ numeric: ['<', 10] }], number('-1'), true],
    ['a binary value', ['x'], { dataType: 'Binary', binaryValue: 'eA==' }, false],
  ])('%s', (_, conditions, attribute, outcome) => {
    const filter = compileFilter({ a: conditions }, 'MessageAttributes');
    expect(filter('', attribute === undefined ? {} : { a: attribute })).toBe(outcome);
  });

  test('all names must match', () => {
    const filter = compileFilter('{"a":["1"],"b":["2"]}', 'MessageAttributes');
    expect(filter('', { a: text('1'), b: text('2'), c: text('3') })).toBe(true);
    expect(filter('', { a: text('1') })).toBe(false);
  });
});

describe('on the message body', () => {
  const filter = compileFilter({ eventType: ['Bounce'], mail: { tags: { tenant: [{ prefix: 'a' }] } } }, 'MessageBody');
  test.each([
    ['nested names', { eventType: 'Bounce', mail: { tags: { tenant: ['b', 'a1'] } } }, true],
    ['another value', { eventType: 'Delivery', mail: { tags: { tenant: ['a1'] } } }, false],
    ['a missing name', { eventType: 'Bounce', mail: {} }, false],
  ])('%s', (_, body, outcome) => {
    expect(filter(JSON.stringify(body), {})).toBe(outcome);
  });

  test('a body that is not JSON matches nothing', () => {
    expect(filter('hello', {})).toBe(false);
  });

  test('true, false and null are values', () => {
    const exact = compileFilter({ a: [true, null] }, 'MessageBody');
    expect([true, null, false, 'true'].map((a) => exact(JSON.stringify({ a }), {}))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

test.each([
  ['more than five names', { a: ['1'], b: ['1'], c: ['1'], d: ['1'], e: ['1'], f: ['1'] }, /more than 5 keys/],
  ['more than 150 combinations', { a: Array.from({ length: 151 }, String) }, /too complex/],
  ['a nested name', { a: { b: ['1'] } }, /nested/],
  ['an empty list', { a: [] }, /empty array/],
  ['a value outside a list', { a: 'x' }, /object or an array/],
  ['an unknown operator', { a: [{ wildcard: '*' }] }, /not emulated/],
  ['a number above 10^9', { a: [{ numeric: ['>', 1e9 + 1] }] }, /10\^9/],
  ['a comparison that is none', { a: [{ numeric: ['~', 1] }] }, /numeric/],
])('a policy on attributes with %s is refused', (_, policy, sentence) => {
  expect(() => compileFilter(policy, 'MessageAttributes')).toThrow(sentence);
});
