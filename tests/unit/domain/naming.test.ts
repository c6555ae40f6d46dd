import { expect, test } from 'vitest';
import { evenName, namesOf } from '#shared/domain/record/naming.ts';

test.each([
  ['website', 'https://www.Shop.example/', 'shop.example'],
  ['website', 'shop.example/de', 'shop.example/de'],
  ['name', '  New \t GmbH ', 'new gmbh'],
  ['name', 'Cafe\u0301', 'caf\u00e9'],
  ['name', 'https://is.a/name/', 'https://is.a/name/'],
])('[F68] %s "%s" is compared as "%s"', (field, value, even) => {
  expect(evenName(field, value)).toBe(even);
});

test('[F68] organizations are found by name and web site, others by neither', () => {
  const fields = { name: 'New GmbH', website: 'new.example', phone: '1' };
  expect(namesOf({ module: 'organizations', fields })).toEqual([
    ['name', 'new gmbh'],
    ['website', 'new.example'],
  ]);
  expect(namesOf({ module: 'contacts', fields })).toEqual([]);
  expect(namesOf({ module: 'organizations', fields: { name: ' ', website: 7 } })).toEqual([]);
});
