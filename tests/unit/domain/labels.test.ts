import { expect, test } from 'vitest';
import { labelsIn, valuesFrom } from '#shared/domain/rules/body-rule.ts';

const SAMPLE = [
  'Name: Jo',
  'Address: P.O. Box 12',
  'Newport Beach',
  'Note: Please deliver before 8 am.',
  'Ring twice.',
  'https://shop.example/orders',
  'Site: https://shop.example:8080',
  '',
  'See https://shop.example/help',
  '> Quoted: x',
  ' > Also: y',
  'Fax:',
].join('\n');

test('[F61] the labels of a sample have the values that a rule with all of them would save', () => {
  const found = labelsIn(SAMPLE, ':');
  expect(found).toEqual([
    { label: 'Name', value: 'Jo' },
    { label: 'Address', value: 'P.O. Box 12\nNewport Beach' },
    { label: 'Note', value: 'Please deliver before 8 am.\nRing twice.\nhttps://shop.example/orders' },
    { label: 'Site', value: 'https://shop.example:8080' },
    { label: 'Fax', value: '' },
  ]);
  const mappings = found.map(({ label }, n) => ({ field: `f${n}`, label }));
  const saved = valuesFrom({ delimiter: ':', mappings }, SAMPLE.replace(/^ ?>.*\n/gm, ''));
  expect(saved).toEqual(Object.fromEntries(found.flatMap(({ value }, n) => (value === '' ? [] : [[`f${n}`, value]]))));
});

test('[F61] with another delimiter a link is a value like any other', () => {
  expect(labelsIn('Site = //shop.example', '=')).toEqual([{ label: 'Site', value: '//shop.example' }]);
});
