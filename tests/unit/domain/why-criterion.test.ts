import { expect, test } from 'vitest';
import type { Criterion } from '#shared/domain/rules/rule.ts';
import { whyCriterion } from '#shared/domain/rules/why-criterion.ts';

const criterion = (more: Partial<Criterion>): Criterion => ({
  field: 'subject',
  operator: 'contains',
  value: 'x',
  ...more,
});

test.each<[string, Partial<Criterion>, boolean, readonly string[]]>([
  ['The subject contains “x”: it is “yx”.', {}, true, ['yx']],
  ['The subject does not contain “x”: it is “y”.', {}, false, ['y']],
  ['The subject does not contain “x”: it is empty.', { operator: 'not-contains' }, true, []],
  ['The subject contains “x”: it is “x”.', { operator: 'not-contains' }, false, ['x']],
  ['The sender is not “x”: it is “a@b.example”.', { field: 'from', operator: 'equals' }, false, ['a@b.example']],
  ['To ends with “x”: it is “a”, “x”.', { field: 'to', operator: 'ends-with' }, true, ['a', 'x']],
  ['The text contains “x”.', { field: 'body' }, true, ['a long text with x']],
  ['The text does not match the expression “x+”.', { field: 'body', operator: 'regex', value: 'x+' }, false, ['y']],
  ['The subject has no case number: it is “y”.', { operator: 'has-case-number', value: '' }, false, ['y']],
  [
    'The header x-shop does not begin with “x”: there is none.',
    { field: 'header', header: 'x-shop', operator: 'begins-with' },
    false,
    [],
  ],
  [
    'The verdict dmarc is “fail”: it is “FAIL”.',
    { field: 'verdict', header: 'dmarc', operator: 'equals', value: 'fail' },
    true,
    ['FAIL'],
  ],
  [`The subject does not contain “x”: it is “${'y'.repeat(80)}…”.`, {}, false, ['y'.repeat(81)]],
])('[F41] %s', (sentence, more, matched, found) => {
  expect(whyCriterion(criterion(more), matched, found)).toBe(sentence);
});
