import { describe, expect, it } from 'vitest';
import { itemSize, nesting } from '#local/services/dynamodb/sizes.ts';

describe('the size of an item, by the Developer Guide', () => {
  it.each([
    ['a string in UTF-8 bytes, with its name', { näme: { S: 'grüße' } }, 5 + 7],
    ['a number by its significant digits, two a byte and one more', { n: { N: '1234567' } }, 1 + 4 + 1],
    ['a number without leading and trailing zeroes', { n: { N: '-0.0012000' } }, 1 + 1 + 1],
    ['zero as one byte', { n: { N: '0' } }, 1 + 1],
    ['a binary value by its raw bytes', { b: { B: Buffer.from('12345').toString('base64') } }, 1 + 5],
    ['a Boolean and a null as one byte each', { t: { BOOL: true }, z: { NULL: true } }, 2 + 2],
    ['a set as the sum of its members', { s: { SS: ['ab', 'cde'] }, n: { NS: ['1', '22'] } }, 1 + 5 + 1 + 4],
    ['an empty list and an empty map as 3 bytes', { l: { L: [] }, m: { M: {} } }, 4 + 4],
    ['a list with one byte more for each element', { l: { L: [{ S: 'ab' }, { S: 'c' }] } }, 1 + 3 + 2 + 3],
    ['a map with one byte more and the name for each member', { m: { M: { key: { S: 'ab' } } } }, 1 + 3 + 1 + 3 + 2],
  ])('counts %s', (_what, item, bytes) => {
    expect(itemSize(item)).toBe(bytes);
  });

  it('counts how deep maps and lists are nested', () => {
    expect(nesting({ plain: { S: 'x' } })).toBe(0);
    expect(nesting({ plain: { S: 'x' }, map: { M: { list: { L: [{ L: [] }] } } } })).toBe(3);
  });
});
