import { expect, test } from 'vitest';
import { Criterion } from '#shared/contracts/rules.ts';

test('[F49] an expression of a megabyte is refused before anything compiles it', () => {
  const ask = (value: string) => Criterion.safeParse({ field: 'subject', operator: 'regex', value });
  expect(ask('a'.repeat(1_000)).success).toBe(true);
  expect(ask('a'.repeat(1_000_000)).error?.issues.map(({ path, code }) => [path, code])).toEqual([
    [['value'], 'too_big'],
  ]);
});
