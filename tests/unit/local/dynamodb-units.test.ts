import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, item, start } from './dynamodb-fixture.ts';

let dynamodb: Fixture;
beforeAll(async () => {
  dynamodb = await start();
});
afterAll(() => dynamodb.stop());

const KB = 1024;
let keys = 0;
const aKey = () => ({ pk: 'p', sk: String(keys++).padStart(6, '0') });
const put = (plain: Record<string, string | number>, more: object = {}) =>
  dynamodb.call('PutItem', { TableName: 'mail', Item: item(plain), ...more });
const written = (amount: number) => [{ unit: 'WriteRequestUnit', amount }];
const read = (amount: number) => [{ unit: 'ReadRequestUnit', amount }];

/** Exactly `bytes`, with the key of 11 bytes. */
const filled = (key: { pk: string; sk: string }, bytes: number) => ({ ...key, t: 'x'.repeat(bytes - 12) });

describe('write request units', () => {
  it('are one for each started KB of the item', async () => {
    expect((await put(filled(aKey(), KB))).units).toEqual(written(1));
    expect((await put(filled(aKey(), KB + 1))).units).toEqual(written(2));
  });

  it('count the larger of the item before and after', async () => {
    const key = aKey();
    await put(filled(key, 3 * KB));
    expect((await put(filled(key, 100))).units).toEqual(written(3));
    expect((await put(filled(key, 4 * KB))).units).toEqual(written(4));
  });

  it('of an update count the whole item, not the changed part', async () => {
    const key = aKey();
    await put(filled(key, 5 * KB));
    const update = await dynamodb.call('UpdateItem', {
      TableName: 'mail',
      Key: item(key),
      UpdateExpression: 'SET n = :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });
    expect(update.units).toEqual(written(6));
  });

  it('are one for the delete of what is not there, and the size of what is', async () => {
    const key = aKey();
    const remove = () => dynamodb.call('DeleteItem', { TableName: 'mail', Key: item(key) });
    expect((await remove()).units).toEqual(written(1));
    await put(filled(key, 2 * KB));
    expect((await remove()).units).toEqual(written(2));
  });

  it('are taken by a failed condition, by the size of the item that failed it', async () => {
    const key = aKey();
    await put(filled(key, 2 * KB));
    const again = await put(filled(key, 5 * KB), { ConditionExpression: 'attribute_not_exists(pk)' });
    expect([again.status, again.units]).toEqual([400, written(2)]);
    const missing = await dynamodb.call('DeleteItem', {
      TableName: 'mail',
      Key: item(aKey()),
      ConditionExpression: 'attribute_exists(pk)',
    });
    expect([missing.status, missing.units]).toEqual([400, written(1)]);
  });

  it('are taken once more by each index the item is in', async () => {
    expect((await put({ ...aKey(), owner: 'ada', at: 1 })).units).toEqual(written(2));
    expect((await put({ ...aKey(), owner: 'ada', at: 1, kind: 'lead' })).units).toEqual(written(3));
    expect((await put({ ...aKey(), owner: 'ada' })).units).toEqual(written(1));
  });

  it('of an index count what it projects', async () => {
    const answer = await put(
      { ...filled(aKey(), 3 * KB), owner: 'ada', at: 1, kind: 'lead' },
      { ReturnConsumedCapacity: 'INDEXES' },
    );
    expect(answer.body['ConsumedCapacity']).toEqual({
      TableName: 'mail',
      CapacityUnits: 9,
      Table: { CapacityUnits: 4 },
      GlobalSecondaryIndexes: { 'by-owner': { CapacityUnits: 4 }, 'by-kind': { CapacityUnits: 1 } },
    });
  });

  it('of a changed index key are two: one row goes, one comes', async () => {
    const key = aKey();
    await put({ ...key, kind: 'lead' });
    expect((await put({ ...key, kind: 'case' })).units).toEqual(written(3));
  });

  it('of an index are one when the item leaves it, and none when nothing it holds changes', async () => {
    const key = aKey();
    await put({ ...key, kind: 'lead', title: 'one' });
    expect((await put({ ...key, kind: 'lead', title: 'one', other: 'x' })).units).toEqual(written(1));
    expect((await put({ ...key, kind: 'lead', title: 'two', other: 'x' })).units).toEqual(written(2));
    expect((await put({ ...key, title: 'two' })).units).toEqual(written(2));
  });

  it('of a batch are the sum of its writes', async () => {
    const requests = [filled(aKey(), 1500), filled(aKey(), 100)].map((one) => ({ PutRequest: { Item: item(one) } }));
    const answer = await dynamodb.call('BatchWriteItem', {
      RequestItems: { mail: requests },
      ReturnConsumedCapacity: 'TOTAL',
    });
    expect(answer.units).toEqual(written(3));
    expect(answer.body['ConsumedCapacity']).toEqual([{ TableName: 'mail', CapacityUnits: 3 }]);
  });
});

describe('read request units', () => {
  const get = (key: { pk: string; sk: string }, ConsistentRead: boolean) =>
    dynamodb.call('GetItem', { TableName: 'mail', Key: item(key), ConsistentRead, ReturnConsumedCapacity: 'TOTAL' });

  it('are one for each started 4 KB of a consistent read, and half of it otherwise', async () => {
    const [small, large] = [aKey(), aKey()];
    await put(filled(small, 4 * KB));
    await put(filled(large, 4 * KB + 1));
    expect((await get(small, true)).units).toEqual(read(1));
    expect((await get(small, false)).units).toEqual(read(0.5));
    expect((await get(large, true)).units).toEqual(read(2));
    expect((await get(large, false)).body['ConsumedCapacity']).toEqual({ TableName: 'mail', CapacityUnits: 1 });
  });

  it('are taken by reading what is not there', async () => {
    expect((await get(aKey(), true)).units).toEqual(read(1));
    expect((await get(aKey(), false)).units).toEqual(read(0.5));
  });

  it('of a query are counted on the sum of what was read, before filter and projection', async () => {
    for (const sk of ['a', 'b', 'c']) await put({ pk: 'query', sk, t: 'x'.repeat(3000) });
    const query = {
      TableName: 'mail',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'query' } },
    };
    expect((await dynamodb.call('Query', { ...query, ConsistentRead: true })).units).toEqual(read(3));
    expect((await dynamodb.call('Query', { ...query, Select: 'COUNT' })).units).toEqual(read(1.5));
    const filtered = await dynamodb.call('Query', {
      ...query,
      FilterExpression: 'attribute_exists(nothing)',
      ProjectionExpression: 'sk',
    });
    expect([filtered.body['Count'], filtered.units]).toEqual([0, read(1.5)]);
    expect((await dynamodb.call('Query', { ...query, Limit: 1 })).units).toEqual(read(0.5));
  });

  it('of a query on an index are counted on the rows of the index', async () => {
    for (const sk of ['a', 'b', 'c']) await put({ pk: 'index', sk, t: 'x'.repeat(6000), kind: 'index' });
    const answer = await dynamodb.call('Query', {
      TableName: 'mail',
      IndexName: 'by-kind',
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': { S: 'index' } },
      ReturnConsumedCapacity: 'INDEXES',
    });
    expect(answer.body['Count']).toBe(3);
    expect(answer.body['ConsumedCapacity']).toEqual({
      TableName: 'mail',
      CapacityUnits: 0.5,
      Table: { CapacityUnits: 0 },
      GlobalSecondaryIndexes: { 'by-kind': { CapacityUnits: 0.5 } },
    });
  });

  it('of a batch round every item up for itself', async () => {
    const [one, other] = [aKey(), aKey()];
    await put(filled(one, 100));
    await put(filled(other, 100));
    const Keys = [item(one), item(other)];
    const answer = await dynamodb.call('BatchGetItem', { RequestItems: { mail: { Keys, ConsistentRead: true } } });
    expect(answer.units).toEqual(read(2));
  });
});
