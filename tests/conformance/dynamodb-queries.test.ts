/**
 * What Query answers on tables and indexes, by the Developer Guide and API Reference. It could run against a real account (see
 * ./dynamodb-table.ts); nobody has done that yet. Indexes are eventually consistent, so each query on one is repeated until it is.
 */
import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conformanceTable } from './dynamodb-table.ts';

let client: DynamoDBClient;
let TableName: string;
let stop: () => Promise<void>;

const write = (items: Record<string, AttributeValue>[]) =>
  client.send(
    new BatchWriteItemCommand({ RequestItems: { [TableName]: items.map((Item) => ({ PutRequest: { Item } })) } }),
  );

const SORT_KEYS = ['a', 'ab', 'abc', 'b', 'ba', 'c', 'ä'];
const NUMBERS = ['-100', '-1.5', '-1.05', '0', '0.001', '7', '10', '100.5'];

beforeAll(async () => {
  ({ client, TableName, stop } = await conformanceTable());
  await write(SORT_KEYS.map((sk) => ({ pk: { S: 'p' }, sk: { S: sk }, odd: { BOOL: sk.length % 2 === 1 } })));
  await write(
    NUMBERS.toReversed().map((at) => ({
      pk: { S: 'n' },
      sk: { S: at },
      owner: { S: 'ada' },
      at: { N: at },
      text: { S: 't' },
    })),
  );
  await write([
    { pk: { S: 'k' }, sk: { S: '1' }, kind: { S: 'lead' }, text: { S: 't' } },
    { pk: { S: 'k' }, sk: { S: '2' }, text: { S: 'without a kind' } },
    { pk: { S: 'k' }, sk: { S: '3' }, owner: { S: 'ben' } },
  ]);
});
afterAll(() => stop());

const query = (more: Partial<QueryCommandInput> = {}) =>
  client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ...more,
      ExpressionAttributeValues: {
        ...(more.IndexName === undefined && { ':pk': { S: 'p' } }),
        ...more.ExpressionAttributeValues,
      },
    }),
  );
const sortKeys = (items: Record<string, AttributeValue>[] | undefined) => items?.map((item) => item['sk']?.S);

const TRIES = 200;
/** The first answer with at least `count` items; the last one when there never is. */
const untilThere = async (more: Partial<QueryCommandInput>, count: number) => {
  let answer = await query(more);
  for (let tries = 1; tries < TRIES && (answer.Count ?? 0) < count; tries++) answer = await query(more);
  return answer;
};

describe('Query on a table', () => {
  it('answers the items of one partition in the order of UTF-8 bytes, and backwards when asked', async () => {
    expect(sortKeys((await query()).Items)).toEqual(SORT_KEYS);
    expect(sortKeys((await query({ ScanIndexForward: false })).Items)).toEqual(SORT_KEYS.toReversed());
  });

  it.each([
    ['sk = :x', { ':x': 'ab' }, ['ab']],
    ['sk < :x', { ':x': 'b' }, ['a', 'ab', 'abc']],
    ['sk <= :x', { ':x': 'b' }, ['a', 'ab', 'abc', 'b']],
    ['sk > :x', { ':x': 'b' }, ['ba', 'c', 'ä']],
    ['sk >= :x', { ':x': 'b' }, ['b', 'ba', 'c', 'ä']],
    ['sk BETWEEN :x AND :y', { ':x': 'ab', ':y': 'ba' }, ['ab', 'abc', 'b', 'ba']],
    ['begins_with(sk, :x)', { ':x': 'ab' }, ['ab', 'abc']],
  ])('keeps to %s', async (condition, bounds, expected) => {
    const values = Object.fromEntries(Object.entries(bounds).map(([name, S]) => [name, { S }]));
    const asked = { KeyConditionExpression: `pk = :pk AND ${condition}`, ExpressionAttributeValues: values };
    expect(sortKeys((await query(asked)).Items)).toEqual(expected);
    expect(sortKeys((await query({ ...asked, ScanIndexForward: false })).Items)).toEqual(expected.toReversed());
  });

  it.each([true, false])('pages with Limit and LastEvaluatedKey, forward: %s', async (ScanIndexForward) => {
    const found: (string | undefined)[] = [];
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    let pages = 0;
    do {
      const page = await query({ Limit: 3, ScanIndexForward, ...(ExclusiveStartKey && { ExclusiveStartKey }) });
      found.push(...(sortKeys(page.Items) ?? []));
      ExclusiveStartKey = page.LastEvaluatedKey;
      pages++;
    } while (ExclusiveStartKey !== undefined);
    expect(found).toEqual(ScanIndexForward ? SORT_KEYS : SORT_KEYS.toReversed());
    expect(pages).toBe(3);
  });

  it('filters after reading: Limit counts what was read', async () => {
    const page = await query({
      FilterExpression: 'odd = :no',
      ExpressionAttributeValues: { ':no': { BOOL: false } },
      Limit: 2,
    });
    expect([sortKeys(page.Items), page.Count, page.ScannedCount]).toEqual([['ab'], 1, 2]);
    expect(page.LastEvaluatedKey).toEqual({ pk: { S: 'p' }, sk: { S: 'ab' } });
  });

  it('counts without items when asked', async () => {
    const { Count, Items } = await query({ Select: 'COUNT' });
    expect([Count, Items]).toEqual([SORT_KEYS.length, undefined]);
  });

  it('answers only what the projection names', async () => {
    expect((await query({ ProjectionExpression: 'sk', Limit: 1 })).Items).toEqual([{ sk: { S: 'a' } }]);
  });

  it('ends a page at 1 MB of what was read, also when all of it is filtered away', async () => {
    const text = { S: 'x'.repeat(300_000) };
    for (let n = 0; n < 5; n++)
      await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'large' }, sk: { S: `${n}` }, text } }));
    const of = { ExpressionAttributeValues: { ':pk': { S: 'large' } } };
    const first = await query(of);
    expect([first.Count, first.LastEvaluatedKey]).toEqual([3, { pk: { S: 'large' }, sk: { S: '2' } }]);
    if (first.LastEvaluatedKey === undefined) throw new Error('There is no second page.');
    const second = await query({ ...of, ExclusiveStartKey: first.LastEvaluatedKey });
    expect([sortKeys(second.Items), second.LastEvaluatedKey]).toEqual([['3', '4'], undefined]);
    const filtered = await query({ ...of, FilterExpression: 'attribute_exists(gone)' });
    expect([filtered.Count, filtered.ScannedCount]).toEqual([0, 3]);
    expect(filtered.LastEvaluatedKey).toEqual({ pk: { S: 'large' }, sk: { S: '2' } });
  });

  it.each([
    ['no condition on the partition key', { KeyConditionExpression: 'sk = :pk' }, /missed key schema element: pk/],
    ['a range of partitions', { KeyConditionExpression: 'pk > :pk' }, /Query key condition not supported/],
    ['an empty key', { ExpressionAttributeValues: { ':pk': { S: '' } } }, /empty string value\. Key: pk/],
    ['a filter on the key', { FilterExpression: 'sk = :pk' }, /can only contain non-primary key attributes/],
    [
      'an index that is not there',
      { IndexName: 'by-colour', ExpressionAttributeValues: { ':pk': { S: 'x' } } },
      /does not have the specified index: by-colour/,
    ],
    ['a Limit of 0', { Limit: 0 }, /greater than or equal to 1/],
    [
      'another partition to start from',
      { ExclusiveStartKey: { pk: { S: 'q' }, sk: { S: 'a' } } },
      /starting key is outside query boundaries/,
    ],
  ])('refuses %s', async (_what, more, message) => {
    await expect(query(more)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message),
    });
  });
});

describe('Query on an index', () => {
  const BY_OWNER = {
    IndexName: 'by-owner',
    KeyConditionExpression: '#o = :o',
    ExpressionAttributeNames: { '#o': 'owner' },
    ExpressionAttributeValues: { ':o': { S: 'ada' } },
  };
  const BY_KIND = {
    IndexName: 'by-kind',
    KeyConditionExpression: 'kind = :k',
    ExpressionAttributeValues: { ':k': { S: 'lead' } },
  };

  it('answers in the order of numbers', async () => {
    const { Items } = await untilThere(BY_OWNER, NUMBERS.length);
    expect(Items?.map((item) => item['at']?.N)).toEqual(NUMBERS);
    expect(Items?.[0]?.['text']).toEqual({ S: 't' });
  });

  it('keeps to a range of numbers', async () => {
    const asked = {
      ...BY_OWNER,
      KeyConditionExpression: '#o = :o AND #at BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#o': 'owner', '#at': 'at' },
      ExpressionAttributeValues: { ':o': { S: 'ada' }, ':from': { N: '-1.2' }, ':to': { N: '10' } },
    };
    const { Items } = await untilThere(asked, 5);
    expect(Items?.map((item) => item['at']?.N)).toEqual(['-1.05', '0', '0.001', '7', '10']);
  });

  it('pages with a key of table and index', async () => {
    await untilThere(BY_OWNER, NUMBERS.length);
    const first = await query({ ...BY_OWNER, Limit: 3 });
    expect(first.LastEvaluatedKey).toEqual({
      pk: { S: 'n' },
      sk: { S: '-1.05' },
      owner: { S: 'ada' },
      at: { N: '-1.05' },
    });
    if (first.LastEvaluatedKey === undefined) throw new Error('There is no second page.');
    const second = await query({ ...BY_OWNER, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(second.Items?.map((item) => item['at']?.N)).toEqual(NUMBERS.slice(3));
  });

  it('holds only items with all its keys, and of them what it projects', async () => {
    const { Items } = await untilThere(BY_KIND, 1);
    expect(Items).toEqual([{ kind: { S: 'lead' }, pk: { S: 'k' }, sk: { S: '1' } }]);
    const ofBen = await query({ ...BY_OWNER, ExpressionAttributeValues: { ':o': { S: 'ben' } } });
    expect(ofBen.Items).toEqual([]);
  });

  it('refuses a consistent read', async () => {
    await expect(query({ ...BY_OWNER, ConsistentRead: true })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Consistent reads are not supported on global secondary indexes',
    });
  });

  it('refuses to show what it does not project', async () => {
    await expect(
      query({ ...BY_KIND, ProjectionExpression: 'sk, #t', ExpressionAttributeNames: { '#t': 'text' } }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
