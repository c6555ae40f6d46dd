/** One suite for the table port's two implementations: on the embedded DynamoDB, and in memory for the property tests. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ABSENT, queryAll, type Table } from '#shared/adapters/dynamodb/table.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';
import { onDynamoDb } from './table-on-dynamodb.ts';

const inMemory = async () => ({ table: makeInMemoryTable(), stop: async () => undefined });

describe.each([
  ['the embedded DynamoDB', onDynamoDb],
  ['memory', inMemory],
])('a table in %s', (_where, make) => {
  let table: Table;
  let stop: () => Promise<unknown>;
  beforeAll(async () => {
    ({ table, stop } = await make());
  });
  afterAll(async () => {
    await stop();
  });

  let count = 0;
  /** A partition nobody has used. */
  const aPartition = () => `partition-${count++}`;
  const sortKeys = (items: readonly Readonly<Record<string, unknown>>[]) => items.map((item) => item['sk']);

  test('gives back what was put, as a copy, without what is undefined', async () => {
    const key = { pk: aPartition(), sk: 'a' };
    const list = ['x'];
    await table.put({
      ...key,
      text: 'é',
      count: 1.5,
      yes: true,
      none: null,
      list,
      nested: { a: { b: 1 } },
      gone: undefined,
    });
    list.push('y');
    expect(await table.get(key)).toEqual({
      ...key,
      text: 'é',
      count: 1.5,
      yes: true,
      none: null,
      list: ['x'],
      nested: { a: { b: 1 } },
    });
    expect(await table.get({ ...key, sk: 'b' })).toBeUndefined();
  });

  test('puts over the whole item', async () => {
    const key = { pk: aPartition(), sk: 'a' };
    await table.put({ ...key, one: 1 });
    await table.put({ ...key, two: 2 });
    expect(await table.get(key)).toEqual({ ...key, two: 2 });
  });

  test('gives a batch of those that are there, more than a hundred at once too', async () => {
    const pk = aPartition();
    const keys = Array.from({ length: 130 }, (_, n) => ({ pk, sk: String(n).padStart(3, '0') }));
    for (const key of keys.filter((_, n) => n % 2 === 0)) await table.put(key);
    const found = await table.batchGet(keys);
    expect(sortKeys(found).toSorted()).toEqual(keys.filter((_, n) => n % 2 === 0).map(({ sk }) => sk));
    expect(await table.batchGet([])).toEqual([]);
  });

  test.each([
    ['absent, and it is', undefined, ABSENT, true],
    ['absent, and it is not', { revision: 1 }, ABSENT, false],
    [
      'absent or of an older revision: absent',
      undefined,
      { expression: 'attribute_not_exists(pk) OR revision < :mine', values: { ':mine': 2 } },
      true,
    ],
    [
      'absent or of an older revision: older',
      { revision: 1 },
      { expression: 'attribute_not_exists(pk) OR revision < :mine', values: { ':mine': 2 } },
      true,
    ],
    [
      'absent or of an older revision: the same',
      { revision: 2 },
      { expression: 'attribute_not_exists(pk) OR revision < :mine', values: { ':mine': 2 } },
      false,
    ],
    [
      'absent or of an older revision: it has none',
      { other: 1 },
      { expression: 'attribute_not_exists(pk) OR revision < :mine', values: { ':mine': 2 } },
      false,
    ],
    ['at most', { revision: 2 }, { expression: 'revision <= :old', values: { ':old': 2 } }, true],
    ['at most: nothing there', undefined, { expression: 'revision <= :old', values: { ':old': 2 } }, false],
    [
      'as seen and not deleted',
      { revision: 2 },
      { expression: 'revision = :seen AND attribute_not_exists(deletedAt)', values: { ':seen': 2 } },
      true,
    ],
    [
      'as seen but deleted',
      { revision: 2, deletedAt: 'x' },
      { expression: 'revision = :seen AND attribute_not_exists(deletedAt)', values: { ':seen': 2 } },
      false,
    ],
    [
      'changed since',
      { revision: 3 },
      { expression: 'revision = :seen AND attribute_not_exists(deletedAt)', values: { ':seen': 2 } },
      false,
    ],
    [
      'equal text',
      { recordId: 'a' },
      { expression: 'attribute_not_exists(pk) OR recordId = :dead', values: { ':dead': 'a' } },
      true,
    ],
    [
      'another text',
      { recordId: 'b' },
      { expression: 'attribute_not_exists(pk) OR recordId = :dead', values: { ':dead': 'a' } },
      false,
    ],
    [
      'a number is no text',
      { recordId: 1 },
      { expression: 'attribute_not_exists(pk) OR recordId = :dead', values: { ':dead': '1' } },
      false,
    ],
    [
      'a name that is a word of the language, within a map',
      { outcome: { kind: 'acted' } },
      {
        expression: '#outcome.#kind = :kind',
        names: { '#outcome': 'outcome', '#kind': 'kind' },
        values: { ':kind': 'acted' },
      },
      true,
    ],
  ])('puts and deletes on condition: %s', async (_what, before, condition, held) => {
    const key = { pk: aPartition(), sk: 'a' };
    if (before !== undefined) await table.put({ ...key, ...before });
    expect(await table.putIf({ ...key, put: true }, condition)).toBe(held);
    const unchanged = before === undefined ? undefined : { ...key, ...before };
    expect(await table.get(key)).toEqual(held ? { ...key, put: true } : unchanged);
    const other = { pk: key.pk, sk: 'b' };
    if (before !== undefined) await table.put({ ...other, ...before });
    expect(await table.deleteIf(other, condition)).toBe(held);
    expect(await table.get(other)).toEqual(held || before === undefined ? undefined : { ...other, ...before });
  });

  test('deletes what is not there without a word', async () => {
    expect(await table.deleteIf({ pk: aPartition(), sk: 'a' })).toBe(true);
  });

  test('lists one partition in the order of the bytes of its sort keys, and back', async () => {
    const pk = aPartition();
    for (const sk of ['b', 'a', 'B', 'é', 'z', '😀', '\uff5e', 'a#1']) await table.put({ pk, sk });
    await table.put({ pk: aPartition(), sk: 'other' });
    const ordered = ['B', 'a', 'a#1', 'b', 'z', 'é', '\uff5e', '😀'];
    expect(sortKeys((await table.query({ pk })).items)).toEqual(ordered);
    expect(sortKeys((await table.query({ pk, newestFirst: true })).items)).toEqual(ordered.toReversed());
    expect(sortKeys((await table.query({ pk, prefix: 'a' })).items)).toEqual(['a', 'a#1']);
  });

  test.each([false, true])(
    'pages to the end without losing or repeating anything, newestFirst %j',
    async (newestFirst) => {
      const pk = aPartition();
      for (let n = 0; n < 10; n += 1) await table.put({ pk, sk: String(n), even: n % 2 });
      const filter = { expression: 'even = :even', values: { ':even': 0 } };
      expect(sortKeys(await queryAll(table, { pk, newestFirst, limit: 3, filter })).toSorted()).toEqual([
        '0',
        '2',
        '4',
        '6',
        '8',
      ]);
      const first = await table.query({ pk, newestFirst, limit: 3, filter });
      expect(first.items.length).toBeLessThan(3);
      expect(first.last).toEqual({ pk, sk: newestFirst ? '7' : '2' });
    },
  );

  test('a page that is just full names its last item, one that is not names none', async () => {
    const pk = aPartition();
    for (const sk of ['a', 'b']) await table.put({ pk, sk });
    expect((await table.query({ pk, limit: 2 })).last).toEqual({ pk, sk: 'b' });
    expect(await table.query({ pk, limit: 2, after: { pk, sk: 'b' } })).toEqual({ items: [], last: undefined });
    expect((await table.query({ pk, limit: 3 })).last).toBeUndefined();
  });
});
