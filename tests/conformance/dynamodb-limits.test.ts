/**
 * DynamoDB's limits, conditions and batches, by the Developer Guide and API Reference. It could run against a real account (see
 * ./dynamodb-table.ts); nobody has done that yet.
 */
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, type ConformanceTable, conformanceTable } from './dynamodb-table.ts';

let table: ConformanceTable;
beforeAll(async () => {
  table = await conformanceTable();
});
afterAll(() => table.stop());

const invalid = (message: RegExp) =>
  expect.objectContaining({ name: 'ValidationException', message: expect.stringMatching(message) });

describe('limits', () => {
  it('an item has at most 400 KB, names and UTF-8 bytes counted', async () => {
    const key = { pk: { S: 'p' }, sk: { S: 'large' } };
    const rest = 400 * 1024 - ('pk'.length + 1 + 'sk'.length + 5 + 't'.length);
    await table.put({ ...key, t: { S: 'x'.repeat(rest) } });
    await expect(table.put({ ...key, t: { S: 'x'.repeat(rest + 1) } })).rejects.toEqual(
      invalid(/Item size has exceeded/),
    );
    await expect(table.put({ ...key, t: { S: `ü${'x'.repeat(rest - 1)}` } })).rejects.toEqual(invalid(/Item size/));
    const larger = table.update(key, 'SET u = :u', { ExpressionAttributeValues: { ':u': { S: 'x' } } });
    await expect(larger).rejects.toEqual(invalid(/Item size to update has exceeded/));
    expect((await table.get(key))?.['u']).toBeUndefined();
  });

  it('a partition key has at most 2,048 bytes, a sort key 1,024', async () => {
    const sk = { S: 's' };
    await table.put({ pk: { S: 'ü'.repeat(1024) }, sk });
    await expect(table.put({ pk: { S: `${'ü'.repeat(1024)}x` }, sk })).rejects.toEqual(invalid(/2048 bytes/));
    await table.put({ pk: { S: 'p' }, sk: { S: 'x'.repeat(1024) } });
    await expect(table.put({ pk: { S: 'p' }, sk: { S: 'x'.repeat(1025) } })).rejects.toEqual(invalid(/1024 bytes/));
  });

  it('an expression has at most 4 KB', async () => {
    const key = aKey();
    const condition = (bytes: number) => 'attribute_not_exists(pk)'.padEnd(bytes, ' ');
    await table.put(key, { ConditionExpression: condition(4096) });
    const longer = table.put(aKey(), { ConditionExpression: condition(4097) });
    await expect(longer).rejects.toEqual(invalid(/Expression size has exceeded the maximum allowed size/));
  });

  it('maps and lists are nested at most 32 deep', async () => {
    const nested = (depth: number) => {
      let value: AttributeValue = { S: 'x' };
      for (let level = 0; level < depth; level++) value = { L: [value] };
      return { ...aKey(), value };
    };
    await table.put(nested(32));
    await expect(table.put(nested(33))).rejects.toEqual(invalid(/Nesting Levels/));
  });
});

describe('conditions', () => {
  const item = {
    a: { N: '5' },
    t: { S: 'hello' },
    tags: { SS: ['x', 'y'] },
    list: { L: [{ S: 'p' }] },
    flag: { BOOL: true },
  };
  const values = {
    ':4': { N: '4' },
    ':5': { N: '5.0' },
    ':9': { N: '9' },
    ':h': { S: 'he' },
    ':x': { S: 'x' },
    ':t': { BOOL: true },
  };

  it.each([
    ['a = :5', true],
    ['a <> :5', false],
    ['a > :4 AND a < :9', true],
    ['a BETWEEN :4 AND :5', true],
    ['a IN (:4, :9)', false],
    ['NOT a = :4 AND (a = :4 OR a = :5)', true],
    ['begins_with(t, :h)', true],
    ['contains(t, :h)', true],
    ['contains(tags, :x)', true],
    ['contains(#list, :x)', false],
    ['size(t) = :5', true],
    ['size(tags) > :4', false],
    ['attribute_exists(flag) AND attribute_not_exists(gone)', true],
    ['attribute_exists(#list[0]) AND attribute_not_exists(#list[1])', true],
    ['flag = :t', true],
    ['gone < :9', false],
    ['gone <> :9', true],
    ['a = :x', false],
  ])('%s is %s', async (ConditionExpression, holds) => {
    const key = aKey();
    await table.put({ ...key, ...item });
    const used = Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(ConditionExpression));
    const outcome = table.client
      .send(
        new DeleteItemCommand({
          TableName: table.TableName,
          Key: key,
          ConditionExpression,
          ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
          ...(ConditionExpression.includes('#list') && { ExpressionAttributeNames: { '#list': 'list' } }),
        }),
      )
      .then(
        () => true,
        (error: unknown) => error instanceof ConditionalCheckFailedException && false,
      );
    expect(await outcome).toBe(holds);
    expect(await table.get(key)).toEqual(holds ? undefined : { ...key, ...item });
  });
});

describe('batches', () => {
  const manyKeys = (count: number) => Array.from({ length: count }, aKey);
  const write = (requests: { sk: { S: string }; pk: { S: string } }[]) =>
    table.client.send(
      new BatchWriteItemCommand({
        RequestItems: { [table.TableName]: requests.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
  const read = (Keys: Record<string, AttributeValue>[]) =>
    table.client.send(new BatchGetItemCommand({ RequestItems: { [table.TableName]: { Keys, ConsistentRead: true } } }));

  it('write and delete up to 25 items', async () => {
    const [gone, ...fresh] = manyKeys(25);
    if (gone === undefined) throw new Error('No keys.');
    await table.put(gone);
    const answer = await table.client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [table.TableName]: [{ DeleteRequest: { Key: gone } }, ...fresh.map((Item) => ({ PutRequest: { Item } }))],
        },
      }),
    );
    expect(answer.UnprocessedItems).toEqual({});
    const { Responses } = await read([gone, ...fresh]);
    expect(Responses?.[table.TableName]?.length).toBe(24);
    await expect(write(manyKeys(26))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('read up to 100 items and leave out what is not there', async () => {
    const keys = manyKeys(100);
    await write(keys.slice(0, 25));
    const { Responses, UnprocessedKeys } = await read(keys);
    expect(UnprocessedKeys).toEqual({});
    const found = Responses?.[table.TableName]?.map((item) => item['sk']?.S).toSorted();
    expect(found).toEqual(
      keys
        .slice(0, 25)
        .map(({ sk }) => sk.S)
        .toSorted(),
    );
    await expect(read(manyKeys(101))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('refuse the same key twice, and then write nothing', async () => {
    const [first, twice] = manyKeys(2);
    if (first === undefined || twice === undefined) throw new Error('No keys.');
    await expect(write([first, twice, twice])).rejects.toEqual(invalid(/contains duplicates/));
    await expect(read([first, first])).rejects.toEqual(invalid(/contains duplicates/));
    expect(await table.get(first)).toBeUndefined();
  });

  it('are refused as a whole when one item is not valid', async () => {
    const [good, bad] = manyKeys(2);
    if (good === undefined || bad === undefined) throw new Error('No keys.');
    await expect(write([good, { ...bad, sk: { S: '' } }])).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await table.get(good)).toBeUndefined();
  });

  it('leave what is beyond 16 MB unprocessed', async () => {
    const keys = Array.from({ length: 42 }, (_, n) => ({ pk: { S: 'heavy' }, sk: { S: `${n}` } }));
    for (const key of keys) await table.put({ ...key, t: { S: 'x'.repeat(400_000) } });
    const { Responses, UnprocessedKeys } = await read(keys);
    const answered = Responses?.[table.TableName]?.length ?? 0;
    const left = UnprocessedKeys?.[table.TableName]?.Keys?.length ?? 0;
    expect(answered + left).toBe(42);
    expect(answered * 400_000).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect(left).toBeGreaterThan(0);
  });
});

describe('DescribeTable', () => {
  it('shows keys and indexes of a table', async () => {
    const { Table } = await table.client.send(new DescribeTableCommand({ TableName: table.TableName }));
    expect(Table).toMatchObject({
      TableName: table.TableName,
      TableStatus: 'ACTIVE',
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).toSorted()).toEqual([
      'by-kind',
      'by-owner',
    ]);
    const missing = table.client.send(new DescribeTableCommand({ TableName: `${table.TableName}-not` }));
    await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
