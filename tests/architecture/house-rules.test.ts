import { describe, expect, it } from 'vitest';
import { findingsIn, sourceFiles } from '../../scripts/house-rules.ts';

const lines = (count: number, head = '') => `${head}${'export {};\n'.repeat(count - head.split('\n').length + 1)}`;
const LONG = '/**\n * Used by nobody. Longer than 300 lines because it is\n * a table.\n */\n';

describe('a source file', () => {
  it('is found, whatever folder it is in', () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(150);
    for (const folder of ['functions', 'shared', 'local', 'cdk', 'scripts'])
      expect(files.filter((file) => file.startsWith(`${folder}/`)).length).toBeGreaterThan(2);
  });

  it.each([
    ['functions/receive-mail/index.ts', lines(25), lines(26)],
    ['shared/app/any.ts', lines(300), lines(301)],
    ['local/any.ts', lines(400, LONG), lines(401, LONG)],
  ])('%s is as long as it may be, and not one line longer', (path, fits, tooLong) => {
    expect(findingsIn(path, fits)).toEqual([]);
    expect(findingsIn(path, tooLong)).toEqual([expect.stringContaining(`${path} has `)]);
  });

  it.each([
    ['const a: any = 1;', '`any` switches'],
    ['const b = list[0]!;', '`list[0]!`'],
    ['const c = input as Mail;', '`input as Mail`'],
    ['const d = <Mail>input;', '`<Mail>input`'],
    ['const e = (é as unknown) as Mail;', '`(é as unknown) as Mail`'],
  ])('does not say %s', (source, said) => {
    expect(findingsIn('local/any.ts', `\n${source}\n`)).toEqual([expect.stringMatching(/^local\/any\.ts:2 /)]);
    expect(findingsIn('local/any.ts', source).join()).toContain(said);
  });

  it.each([
    "const a = ['x'] as const;",
    'const b: unknown = JSON.parse(text) as unknown;',
    'const c = JSON.parse(text) as Mail;',
    'const d = { ...parsed.data } as Mail;',
    "const e = 'any' satisfies string;",
    'import * as z from "zod";',
  ])('may say %s', (source) => {
    expect(findingsIn('local/any.ts', source)).toEqual([]);
  });
});

describe('deciding code', () => {
  const TIME_AND_CHANCE = [
    'const a = Date.now();',
    'const b = new Date();',
    'const c = new Date;',
    'const d = Math.random();',
    'const e = crypto.randomUUID();',
    'const f = performance.now();',
    'const g = { clock: Date.now };',
  ];

  it.each(TIME_AND_CHANCE)('has no %s', (source) => {
    expect(findingsIn('shared/domain/any.ts', source)).toHaveLength(1);
    expect(findingsIn('shared/app/any/any.ts', source)).toHaveLength(1);
    expect(findingsIn('shared/adapters/any.ts', source)).toEqual([]);
  });

  it('may turn a given time into a date', () => {
    expect(findingsIn('shared/app/any.ts', 'const a = new Date(atMs).toISOString();')).toEqual([]);
  });
});
