import { describe, expect, test } from 'vitest';
import { cut } from '#shared/domain/message/cut.ts';
import { answersTo, type CrmRecord, isOpenOpportunity, mergeFields } from '#shared/domain/record/record.ts';

const aRecord = (fields: CrmRecord['fields'], module = 'leads'): CrmRecord => ({
  id: '01',
  module,
  fields,
  createdAt: '2026-11-21T09:00:00.000Z',
  updatedAt: '2026-11-21T09:00:00.000Z',
  madeBy: '01',
  revision: 1,
});

describe('merging fields', () => {
  test.each([
    ['new over old', { a: 1, b: 2 }, { b: 3 }, { a: 1, b: 3 }],
    ['null removes', { a: 1, b: 2 }, { b: null }, { a: 1 }],
    ['null of what is not there is nothing', { a: 1 }, { b: null }, { a: 1 }],
    ['an old null goes too', { a: null }, {}, {}],
    [
      'empty text, zero, false and an empty list stay',
      {},
      { a: '', b: 0, c: false, d: [] },
      { a: '', b: 0, c: false, d: [] },
    ],
    ['lists are replaced, not joined', { a: ['x'] }, { a: ['y'] }, { a: ['y'] }],
  ])('%s', (_what, old, changes, merged) => {
    expect(mergeFields(old, changes)).toEqual(merged);
  });

  test('a field by the name of a prototype is a field like any other', () => {
    const changes = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>;
    const merged = mergeFields({}, changes);
    expect(Object.entries(merged)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  });
});

describe('[F56] an open opportunity', () => {
  test.each([
    ['Open', true],
    ['Negotiation', true],
    ['Not closed yet', true],
    ['Closed Won', false],
    ['closed lost', false],
    ['Closed', false],
    ['Closedown planned', true],
    [undefined, true],
  ])('status %j: %j', (status, open) => {
    expect(isOpenOpportunity(aRecord(status === undefined ? {} : { status }, 'opportunities'))).toBe(open);
  });

  test('is an opportunity and nothing else', () => {
    expect(isOpenOpportunity(aRecord({ status: 'Open' }, 'cases'))).toBe(false);
  });
});

describe('[F10][F43] a record answers to', () => {
  test.each([
    ['its primary address, however written', aRecord({ email: ' Ada@Customer.example' }), true],
    ['no second address', aRecord({ email: 'x@y.example', secondaryEmail: 'ada@customer.example' }), false],
    ['nothing without an address', aRecord({}), false],
    ['nothing once converted, as a lead', aRecord({ email: 'ada@customer.example', converted: true }), false],
    [
      'its address when another module has a field of that name',
      aRecord({ email: 'ada@customer.example', converted: true }, 'contacts'),
      true,
    ],
  ])('%s', (_what, record, expected) => {
    expect(answersTo(record, 'ADA@customer.example')).toBe(expected);
  });
});

describe('cutting a text', () => {
  test.each([
    ['shorter', 'abc', 4, 'abc'],
    ['exact', 'abc', 3, 'abc'],
    ['longer', 'abcd', 3, 'abc'],
    ['before an emoji that does not fit', 'ab😀', 3, 'ab'],
    ['behind an emoji that fits', 'a😀b', 3, 'a😀'],
    ['to nothing', 'abc', 0, ''],
  ])('%s', (_what, text, length, expected) => {
    expect(cut(text, length)).toBe(expected);
    expect(cut(text, length).isWellFormed()).toBe(true);
  });
});
