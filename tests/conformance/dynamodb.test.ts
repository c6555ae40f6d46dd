/**
 * What DynamoDB's item operations answer, by the Developer Guide and API Reference, asked with the real SDK client. Written so that it
 * could run against a real account (see ./dynamodb-table.ts); nobody has done that yet. The other suites: ./dynamodb-limits.test.ts,
 * ./dynamodb-queries.test.ts.
 */
import { ConditionalCheckFailedException, DeleteItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aKey, type ConformanceTable, conformanceTable } from './dynamodb-table.ts';

let table: ConformanceTable;
beforeAll(async () => {
  table = await conformanceTable();
});
afterAll(() => table.stop());

const invalid = (message: RegExp) =>
  expect.objectContaining({ name: 'ValidationException', message: expect.stringMatching(message) });

describe('PutItem', () => {
  it('stores every type of attribute as it was given', async () => {
    const key = aKey();
    const item = {
      ...key,
      text: { S: 'Grüße ✉' },
      empty: { S: '' },
      number: { N: '-12345678901234567890.123456789012345678' },
      binary: { B: new Uint8Array([0, 255, 1]) },
      yes: { BOOL: true },
      nothing: { NULL: true },
      list: { L: [{ S: 'a' }, { N: '1' }, { L: [] }] },
      map: { M: { deep: { M: { 'with.dot': { S: 'x' } } } } },
    };
    await table.put(item);
    expect(await table.get(key)).toEqual(item);
  });

  it('stores sets without an order', async () => {
    const key = aKey();
    await table.put({ ...key, texts: { SS: ['b', 'a'] }, numbers: { NS: ['2', '1'] } });
    const stored = await table.get(key);
    expect(stored?.['texts']?.SS?.toSorted()).toEqual(['a', 'b']);
    expect(stored?.['numbers']?.NS?.toSorted()).toEqual(['1', '2']);
  });

  it('replaces the whole item and answers the old one only when asked', async () => {
    const key = aKey();
    expect((await table.put({ ...key, a: { S: '1' } }, { ReturnValues: 'ALL_OLD' })).Attributes).toBeUndefined();
    expect((await table.put({ ...key, b: { S: '2' } })).Attributes).toBeUndefined();
    const { Attributes } = await table.put({ ...key, c: { S: '3' } }, { ReturnValues: 'ALL_OLD' });
    expect(Attributes).toEqual({ ...key, b: { S: '2' } });
    expect(await table.get(key)).toEqual({ ...key, c: { S: '3' } });
  });

  it('changes nothing when its condition fails, and shows the item that failed it when asked', async () => {
    const key = aKey();
    await table.put({ ...key, v: { N: '1' } });
    const condition = { ConditionExpression: 'attribute_not_exists(pk)' };
    const plain = await table.put({ ...key, v: { N: '2' } }, condition).catch((error: unknown) => error);
    expect(plain).toBeInstanceOf(ConditionalCheckFailedException);
    expect(plain).toMatchObject({ message: 'The conditional request failed' });
    expect(plain).toHaveProperty('Item', undefined);
    const showing = table.put(
      { ...key, v: { N: '2' } },
      { ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
    );
    await expect(showing).rejects.toMatchObject({ Item: { ...key, v: { N: '1' } } });
    expect(await table.get(key)).toEqual({ ...key, v: { N: '1' } });
  });

  it('shows no item when there was none to fail the condition', async () => {
    const failed = await table
      .put(aKey(), {
        ConditionExpression: 'attribute_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      })
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ConditionalCheckFailedException);
    expect(failed).toHaveProperty('Item', undefined);
  });

  it('lets exactly one of many simultaneous claims through', async () => {
    const key = aKey();
    const claims = Array.from({ length: 40 }, (_, n) =>
      table.put({ ...key, by: { N: `${n}` } }, { ConditionExpression: 'attribute_not_exists(pk)' }),
    );
    const outcomes = await Promise.allSettled(claims);
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    const winner = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect((await table.get(key))?.['by']).toEqual({ N: `${winner}` });
  });

  it.each([
    ['without its sort key', { pk: { S: 'p' } }, /Missing the key sk in the item/],
    [
      'with a key of another type',
      { pk: { S: 'p' }, sk: { N: '1' } },
      /Type mismatch for key sk expected: S actual: N/,
    ],
    ['with an empty key', { pk: { S: '' }, sk: { S: 's' } }, /empty string value\. Key: pk/],
    [
      'with an index key of another type',
      { pk: { S: 'p' }, sk: { S: 's' }, at: { S: '1' }, owner: { S: 'o' } },
      /Type mismatch for Index Key at/,
    ],
    [
      'with an empty index key',
      { pk: { S: 'p' }, sk: { S: 's' }, kind: { S: '' } },
      /empty string value.*IndexKey: kind/,
    ],
    ['with an empty set', { pk: { S: 'p' }, sk: { S: 's' }, set: { SS: [] } }, /set .*may not be empty/],
    [
      'with the same member twice in a set',
      { pk: { S: 'p' }, sk: { S: 's' }, set: { SS: ['a', 'a'] } },
      /contains duplicates/,
    ],
    [
      'with a number of 39 digits',
      { pk: { S: 'p' }, sk: { S: 's' }, n: { N: '1'.repeat(39) } },
      /more than 38 significant digits/,
    ],
    [
      'with a number that is none',
      { pk: { S: 'p' }, sk: { S: 's' }, n: { N: 'one' } },
      /cannot be converted to a numeric value/,
    ],
    ['with a number beyond 10^126', { pk: { S: 'p' }, sk: { S: 's' }, n: { N: '1e126' } }, /Number overflow/],
  ])('refuses an item %s', async (_what, item, message) => {
    await expect(table.put(item)).rejects.toEqual(invalid(message));
  });
});

describe('GetItem', () => {
  it('answers no Item for a key that is not there', async () => {
    expect(await table.client.send(new GetItemCommand({ TableName: table.TableName, Key: aKey() }))).not.toHaveProperty(
      'Item',
    );
  });

  it('answers only what the projection names', async () => {
    const key = aKey();
    await table.put({
      ...key,
      a: { S: '1' },
      map: { M: { x: { N: '1' }, y: { N: '2' } } },
      list: { L: [{ S: 'p' }, { S: 'q' }] },
    });
    const projected = new GetItemCommand({
      TableName: table.TableName,
      Key: key,
      ProjectionExpression: '#m.y, #l[1], gone',
      ExpressionAttributeNames: { '#m': 'map', '#l': 'list' },
      ConsistentRead: true,
    });
    expect((await table.client.send(projected)).Item).toEqual({
      map: { M: { y: { N: '2' } } },
      list: { L: [{ S: 'q' }] },
    });
  });

  it('refuses a key that does not match the schema', async () => {
    const wrong = table.client.send(new GetItemCommand({ TableName: table.TableName, Key: { pk: { S: 'p' } } }));
    await expect(wrong).rejects.toEqual(invalid(/The provided key element does not match the schema/));
  });

  it('says ResourceNotFoundException for a table that is not there', async () => {
    const missing = table.client.send(new GetItemCommand({ TableName: `${table.TableName}-not`, Key: aKey() }));
    await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('UpdateItem', () => {
  const one = { ':n': { N: '1' } };

  it('makes the item when there is none', async () => {
    const key = aKey();
    await table.update(key, 'SET a = :n', { ExpressionAttributeValues: one });
    expect(await table.get(key)).toEqual({ ...key, a: { N: '1' } });
  });

  it('sets, removes, adds and deletes in one change, all read from the item as it was', async () => {
    const key = aKey();
    await table.put({ ...key, a: { N: '1' }, gone: { S: 'x' }, tags: { SS: ['a', 'b'] }, rest: { L: [{ S: 'p' }] } });
    await table.update(
      key,
      'SET a = a + :n, b = a, rest = list_append(rest, :l), c = if_not_exists(c, :n) REMOVE gone ADD hits :n DELETE tags :s',
      { ExpressionAttributeValues: { ...one, ':l': { L: [{ S: 'q' }] }, ':s': { SS: ['a'] } } },
    );
    expect(await table.get(key)).toEqual({
      ...key,
      a: { N: '2' },
      b: { N: '1' },
      c: { N: '1' },
      hits: { N: '1' },
      tags: { SS: ['b'] },
      rest: { L: [{ S: 'p' }, { S: 'q' }] },
    });
  });

  it('removes a set with its last member', async () => {
    const key = aKey();
    await table.put({ ...key, tags: { SS: ['a'] } });
    await table.update(key, 'DELETE tags :s', { ExpressionAttributeValues: { ':s': { SS: ['a'] } } });
    expect(await table.get(key)).toEqual(key);
  });

  it('answers what ReturnValues asks for', async () => {
    const key = aKey();
    const before = { ...key, a: { N: '1' }, b: { S: 'x' } };
    const after = { ...before, a: { N: '2' } };
    const answers = [
      ['ALL_OLD', before],
      ['UPDATED_OLD', { a: { N: '1' } }],
      ['ALL_NEW', after],
      ['UPDATED_NEW', { a: { N: '2' } }],
    ] as const;
    for (const [ReturnValues, expected] of answers) {
      await table.put(before);
      const { Attributes } = await table.update(key, 'SET a = a + :n', {
        ExpressionAttributeValues: one,
        ReturnValues,
      });
      expect(Attributes).toEqual(expected);
    }
    expect(await table.update(key, 'SET b = :n', { ExpressionAttributeValues: one })).not.toHaveProperty('Attributes');
  });

  it('loses no count of many simultaneous ones', async () => {
    const key = aKey();
    await Promise.all(
      Array.from({ length: 50 }, () => table.update(key, 'ADD hits :n', { ExpressionAttributeValues: one })),
    );
    expect(await table.get(key)).toEqual({ ...key, hits: { N: '50' } });
  });

  it('changes a list element and a map member by path', async () => {
    const key = aKey();
    await table.put({ ...key, list: { L: [{ S: 'a' }, { S: 'b' }] }, map: { M: { x: { N: '1' } } } });
    await table.update(key, 'SET #l[1] = :n, #l[9] = :n, #m.y = :n', {
      ExpressionAttributeNames: { '#l': 'list', '#m': 'map' },
      ExpressionAttributeValues: one,
    });
    expect(await table.get(key)).toEqual({
      ...key,
      list: { L: [{ S: 'a' }, { N: '1' }, { N: '1' }] },
      map: { M: { x: { N: '1' }, y: { N: '1' } } },
    });
  });

  it.each([
    ['a key attribute', 'SET sk = :n', one, /Cannot update attribute sk\. This attribute is part of the key/],
    ['a reserved word as a name', 'SET #a = :n, size = :n', one, /reserved keyword/],
    [
      'an attribute that is not there as a value',
      'SET a = gone',
      undefined,
      /refers to an attribute that does not exist/,
    ],
    ['a path into nothing', 'SET gone.x = :n', one, /document path provided in the update expression is invalid/],
    ['a sum with a text', 'SET a = t + :n', one, /incorrect data type/],
    ['the same path twice', 'SET a = :n REMOVE a', one, /Two document paths overlap/],
    ['a value nobody uses', 'REMOVE a', one, /unused in expressions|only be specified when using expressions/],
    ['an index key of another type', 'SET kind = :n', one, /Type mismatch for Index Key kind/],
    ['an empty index key', 'SET kind = :e', { ':e': { S: '' } }, /empty string value.*IndexKey: kind/],
  ])('refuses %s', async (_what, expression, values, message) => {
    const key = aKey();
    await table.put({ ...key, t: { S: 'text' } });
    const refused = table.update(key, expression, {
      ...(values && { ExpressionAttributeValues: values }),
      ...(expression.includes('#a') && { ExpressionAttributeNames: { '#a': 'a' } }),
    });
    await expect(refused).rejects.toEqual(invalid(message));
    expect(await table.get(key)).toEqual({ ...key, t: { S: 'text' } });
  });
});

describe('DeleteItem', () => {
  it('is done also when there is nothing, and answers the old item when asked', async () => {
    const key = aKey();
    const remove = () =>
      table.client.send(new DeleteItemCommand({ TableName: table.TableName, Key: key, ReturnValues: 'ALL_OLD' }));
    expect(await remove()).not.toHaveProperty('Attributes');
    await table.put({ ...key, a: { S: '1' } });
    expect((await remove()).Attributes).toEqual({ ...key, a: { S: '1' } });
    expect(await table.get(key)).toBeUndefined();
  });
});
