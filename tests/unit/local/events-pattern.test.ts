/** Event patterns by the examples of "Comparison operators for use in event patterns" and of https://github.com/aws/event-ruler. */
import { describe, expect, test } from 'vitest';
import { compilePattern } from '#local/services/events/pattern.ts';

const MISSING = Symbol('the field is not there');
const detailOf = (value: unknown) => ({ detail: value === MISSING ? {} : { a: value } });

describe('one field', () => {
  test.each<[string, unknown[], unknown, boolean]>([
    ['an exact text', ['running', 'stopped'], 'stopped', true],
    ['another text', ['running'], 'stopped', false],
    ['a text in other letters', ['running'], 'Running', false],
    ['an empty text', [''], '', true],
    ['null against an empty text', [''], null, false],
    ['null', [null], null, true],
    ['null against a missing field', [null], MISSING, false],
    ['true', [true], true, true],
    ['true against its name', [true], 'true', false],
    ['a number', [5], 5.0, true],
    ['a number against text', [5], '5', false],
    ['an element of an array', ['x', 'y'], ['z', 'y'], true],
    ['no element of an array', ['x'], ['z', 'y'], false],
    ['an element of a nested array', ['x'], [['z'], ['x']], true],
    ['an empty array against null', [null], [], false],
    ['an object where a value should be', ['x'], { x: 'x' }, false],
    ['a prefix', [{ prefix: 'mail.' }], 'mail.sent', true],
    ['another prefix', [{ prefix: 'mail.' }], 'lead.mail.', false],
    ['a prefix of a number', [{ prefix: '1' }], 12, false],
    ['a suffix', [{ suffix: '.png' }], 'a.png', true],
    ['another suffix', [{ suffix: '.png' }], 'a.pngs', false],
    ['other letters', [{ 'equals-ignore-case': 'ALICE' }], 'aLice', true],
    ['another word', [{ 'equals-ignore-case': 'ALICE' }], 'bob', false],
    ['an existing field', [{ exists: true }], 'x', true],
    ['an existing null', [{ exists: true }], null, true],
    ['a missing field that must exist', [{ exists: true }], MISSING, false],
    ['an object that must exist, which is no leaf', [{ exists: true }], { c: 1 }, false],
    ['an empty array that must exist', [{ exists: true }], [], false],
    ['a missing field', [{ exists: false }], MISSING, true],
    ['a field that must be missing', [{ exists: false }], 'x', false],
    ['an object instead of a missing leaf', [{ exists: false }], { c: 1 }, true],
    ['a missing field or a value, there', ['x', { exists: false }], 'x', true],
    ['a missing field or a value, missing', ['x', { exists: false }], MISSING, true],
    ['a missing field or a value, another', ['x', { exists: false }], 'y', false],
  ])('%s', (_, conditions, value, outcome) => {
    expect(compilePattern({ detail: { a: conditions } })(detailOf(value))).toBe(outcome);
  });
});

describe('anything but', () => {
  test.each<[string, unknown, unknown, boolean]>([
    ['another text', 'initializing', 'running', true],
    ['the text', 'initializing', 'initializing', false],
    ['null', 'initializing', null, true],
    ['a missing field', 'initializing', MISSING, false],
    ['one of a list', ['stopped', 'overloaded'], 'overloaded', false],
    ['a number', 123, 123, false],
    ['another number', [100, 200], 123, true],
    ['a number as text', 123, '123', true],
    ['an array with another element', ['x'], ['x', 'y'], true],
    ['an array without one', ['x'], ['x'], false],
    ['a prefix', { prefix: 'init' }, 'initializing', false],
    ['another prefix', { prefix: 'init' }, 'running', true],
    ['the same letters further on', { prefix: 'init' }, 'reinit', true],
    ['a number, which has no prefix', { prefix: 'init' }, 12, true],
    ['one of several prefixes', { prefix: ['a', 'init'] }, 'initializing', false],
    ['a missing field with a prefix', { prefix: 'init' }, MISSING, false],
    ['a suffix', { suffix: 'ing' }, 'running', false],
    ['another suffix', { suffix: 'ing' }, 'stopped', true],
    ['other letters', { 'equals-ignore-case': ['STOPPED'] }, 'Stopped', false],
    ['another word', { 'equals-ignore-case': 'STOPPED' }, 'running', true],
  ])('%s', (_, argument, value, outcome) => {
    expect(compilePattern({ detail: { a: [{ 'anything-but': argument }] } })(detailOf(value))).toBe(outcome);
  });
});

describe('numeric', () => {
  test.each<[unknown[], unknown, boolean]>([
    [['=', 301.8], 301.8, true],
    [['<', 10], 10, false],
    [['<=', 10], 10, true],
    [['>', 0, '<=', 5], 5, true],
    [['>', 0, '<=', 5], 0, false],
    [['>=', 0, '<', 5], 0, true],
    [['>=', 0, '<', 5], 5, false],
    [['>', 0], '1', false],
    [['>=', 5e9], 5e9, true],
  ])('%j of %j', (numeric, value, outcome) => {
    expect(compilePattern({ detail: { a: [{ numeric }] } })(detailOf(value))).toBe(outcome);
  });
});

describe('several fields', () => {
  const event = { source: 'postroom', 'detail-type': 'mail.sent', detail: { mail: { tenant: 'acme', size: 3 } } };
  test.each<[string, object, boolean]>([
    ['all that match', { source: ['postroom'], detail: { mail: { tenant: ['acme'], size: [3] } } }, true],
    ['one that does not', { source: ['postroom'], detail: { mail: { tenant: ['acme'], size: [4] } } }, false],
    ['a deeper one that is missing', { detail: { mail: { tenant: { id: ['acme'] } } } }, false],
    ['$or, the first', { $or: [{ source: ['postroom'] }, { source: ['crm'] }] }, true],
    ['$or, the last', { $or: [{ source: ['crm'] }, { detail: { mail: { size: [3] } } }] }, true],
    ['$or, none', { $or: [{ source: ['crm'] }, { source: ['erp'] }] }, false],
    [
      '$or and a field that does not match',
      { source: ['crm'], $or: [{ source: ['postroom'] }, { source: ['x'] }] },
      false,
    ],
    [
      'two $or, both',
      {
        $or: [{ source: ['postroom'] }, { source: ['x'] }],
        detail: { mail: { $or: [{ size: [1] }, { tenant: ['acme'] }] } },
      },
      true,
    ],
    [
      'two $or, one',
      {
        $or: [{ source: ['postroom'] }, { source: ['x'] }],
        detail: { mail: { $or: [{ size: [1] }, { tenant: ['x'] }] } },
      },
      false,
    ],
    [
      '"and" inside of $or',
      { $or: [{ source: ['postroom'], detail: { mail: { size: [1] } } }, { source: ['x'] }] },
      false,
    ],
  ])('%s', (_, pattern, outcome) => {
    expect(compilePattern(pattern)(event)).toBe(outcome);
  });
});

describe('arrays of objects', () => {
  const event = {
    employees: [
      [
        {
          first: 'John',
          last: 'Doe',
          mails: [
            { at: 'x', kind: 'home' },
            { at: 'y', kind: 'work' },
          ],
        },
        { first: 'Anna', last: 'Smith' },
      ],
      [{ first: 'Peter', last: 'Jones', tags: ['a', 'b'] }],
    ],
  };
  test.each<[string, object, boolean]>([
    ['one element', { first: ['Anna'] }, true],
    ['fields of one element', { first: ['Anna'], last: ['Smith'] }, true],
    ['fields of two elements', { first: ['Anna'], last: ['Jones'] }, false],
    ['fields of two elements, the other way', { last: ['Jones'], first: ['John', 'Anna'] }, false],
    ['an element of an element', { first: ['John'], mails: { at: ['y'], kind: ['work'] } }, true],
    ['two elements of an element', { first: ['John'], mails: { at: ['y'], kind: ['home'] } }, false],
    ['values of its list', { first: ['Peter'], tags: ['b'] }, true],
    ['a field that no element has', { first: ['Anna'], middle: [{ exists: false }] }, true],
    ['a field that another element has', { first: ['Anna'], tags: [{ exists: false }] }, false],
  ])('%s', (_, employees, outcome) => {
    expect(compilePattern({ employees })(event)).toBe(outcome);
  });
});

describe('what EventBridge refuses', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => ({ a: [at] }));
  test.each<[string, unknown, RegExp]>([
    ['no object', ['a'], /"the pattern" must be an object or an array/],
    ['an empty object', {}, /Empty objects are not allowed/],
    ['an empty object inside', { detail: {} }, /Empty objects/],
    ['an empty array', { source: [] }, /Empty arrays/],
    ['a value without its list', { detail: { a: 'x' } }, /"detail.a" must be an object or an array/],
    ['a list in a list', { source: [['a']] }, /"source": match value must be/],
    ['two operators in one', { source: [{ prefix: 'a', suffix: 'b' }] }, /"source": one key is needed/],
    ['a prefix that is no text', { source: [{ prefix: 1 }] }, /"source": prefix:/],
    [
      'an empty prefix that it must not be',
      { source: [{ 'anything-but': { prefix: '' } }] },
      /prefix: it takes a text that is not empty, or a list of them/,
    ],
    [
      'anything but a mixed list',
      { source: [{ 'anything-but': ['a', 1] }] },
      /"source": anything-but: it takes a text or a number/,
    ],
    [
      'anything but null',
      { source: [{ 'anything-but': [null] }] },
      /"source": anything-but: it takes a text or a number/,
    ],
    ['exists with a text', { source: [{ exists: 'true' }] }, /"source": exists/],
    ['a number above the range', { a: [{ numeric: ['>', 5_000_000_001] }] }, /"a": numeric: .*5000000000/],
    [
      'an unknown comparison',
      { a: [{ numeric: ['!=', 1] }] },
      /"a": numeric: it takes a comparison, or a lower and an upper bound/,
    ],
    ['a range upside down', { a: [{ numeric: ['>', 5, '<', 5] }] }, /Bottom must be less than top/],
    ['$or with one', { $or: [{ a: ['x'] }] }, /at least 2/],
    ['$or without a list', { $or: { a: ['x'] } }, /must be an Array/],
    ['$or of operators', { $or: [{ numeric: ['=', 1] }, { prefix: ['a'] }] }, /numeric is Ruler reserved/],
    ['more than 1,000 combinations', { $or: many(26), b: { $or: many(39) } }, /too complex/],
    ['more than 2,048 characters', { source: ['x'.repeat(2034)] }, /2049 characters/],
  ])('%s', (_, pattern, sentence) => {
    expect(() => compilePattern(pattern)).toThrow(sentence);
  });

  test('exactly the limits are taken', () => {
    expect(() => compilePattern({ source: ['x'.repeat(2033)] })).not.toThrow();
    expect(() => compilePattern({ $or: many(25), b: { $or: many(40) } })).not.toThrow();
  });

  test.each([
    ['wildcard', [{ wildcard: '*/lib/*' }]],
    ['cidr', [{ cidr: '10.0.0.0/24' }]],
    ['exactly', [{ exactly: 'x' }]],
    ['wildcard', [{ 'anything-but': { wildcard: '*' } }]],
    ['constructor', [{ constructor: 'x' }]],
  ])('%s is not emulated and says what is', (operator, conditions) => {
    expect(() => compilePattern({ source: conditions })).toThrow(
      new RegExp(`the operator "${operator}" .* is not emulated; use prefix, suffix, equals-ignore-case`),
    );
  });
});
