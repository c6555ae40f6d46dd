import { expect, test } from 'vitest';
import { allowanceOf } from '#shared/domain/quota/plans.ts';

test.each([
  ['trial', 50, 'instance'],
  ['free', 50, 'user'],
  ['starter', 300, 'user'],
  ['exclusive', 500, 'user'],
  ['professional', 500, 'user'],
  ['one', 500, 'user'],
  ['one-professional', 500, 'user'],
  ['nobody knows it', 50, 'instance'],
  ['constructor', 50, 'instance'],
])('[F115] %s: %i e-mails a day per %s', (plan, perDay, scope) => {
  expect(allowanceOf(plan)).toEqual({ perDay, scope });
});
