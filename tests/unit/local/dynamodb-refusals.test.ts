import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '#local/kernel/aws.ts';
import { aRequest, type Fixture, FUNCTION, item, start } from './dynamodb-fixture.ts';

let dynamodb: Fixture;
beforeAll(async () => {
  dynamodb = await start();
});
afterAll(() => dynamodb.stop());

const KEY = item({ pk: 'p', sk: 's' });
const QUERY = {
  TableName: 'mail',
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: 'p' } },
};

describe('what dynalite would silently do otherwise is refused', () => {
  it.each([
    'TransactWriteItems',
    'TransactGetItems',
    'ExecuteStatement',
    'CreateTable',
    'UpdateTable',
    'DeleteTable',
    'UpdateTimeToLive',
    'ListTables',
    'toString',
  ])('the operation %s', async (operation) => {
    const { status, body } = await dynamodb.call(operation, { TableName: 'mail' });
    expect([status, body['__type']]).toEqual([501, 'NotEmulated']);
    expect(body['message']).toContain(operation);
  });

  it.each([
    ['PutItem', { Item: KEY }, { Expected: {} }],
    ['PutItem', { Item: KEY }, { ConditionalOperator: 'AND' }],
    ['PutItem', { Item: KEY }, { ReturnItemCollectionMetrics: 'SIZE' }],
    ['UpdateItem', { Key: KEY }, { AttributeUpdates: {} }],
    ['GetItem', { Key: KEY }, { AttributesToGet: ['pk'] }],
    ['Query', QUERY, { KeyConditions: {} }],
    ['Query', QUERY, { QueryFilter: {} }],
    ['Query', QUERY, { Select: 'ALL_ATTRIBUTES' }],
    ['Query', QUERY, { Colour: 'blue' }],
    ['Scan', {}, { TotalSegments: 2, Segment: 0 }],
  ])('%s with %o and %o', async (operation, parameters, more) => {
    const good = await dynamodb.call(operation, { TableName: 'mail', ...parameters });
    expect(good.status).toBe(200);
    const { status, body } = await dynamodb.call(operation, { TableName: 'mail', ...parameters, ...more });
    expect([status, body['__type']]).toEqual([501, 'NotEmulated']);
    expect(body['message']).toContain(Object.keys(more)[0]);
  });

  it.each([
    ['BatchGetItem', { Keys: [KEY], AttributesToGet: ['pk'] }, 'AttributesToGet'],
    ['BatchWriteItem', [{ PutRequest: { Item: KEY }, UpdateRequest: {} }], 'UpdateRequest'],
  ])('%s with an entry of a table that has more than is known', async (operation, entry, name) => {
    const { status, body } = await dynamodb.call(operation, { RequestItems: { mail: entry } });
    expect([status, body['message']]).toEqual([501, expect.stringContaining(name)]);
  });

  it.each([
    ['a map in a comparison', 'meta = :m', { ':m': { M: {} } }],
    ['a list in a comparison, deep inside', 'attribute_exists(pk) AND NOT (meta <> :m)', { ':m': { L: [] } }],
    ['a map in a list of values', 'meta IN (:m)', { ':m': { M: {} } }],
    ['two attributes that might be maps', 'meta = twin', undefined],
    ['a search for what is no plain value', 'contains(meta, :m)', { ':m': { BOOL: true } }],
  ])('a condition with %s', async (_what, ConditionExpression, ExpressionAttributeValues) => {
    const put = { TableName: 'mail', Item: KEY, ConditionExpression, ExpressionAttributeValues };
    expect((await dynamodb.call('PutItem', put)).status).toBe(501);
  });

  it.each([
    ['copies an attribute and counts it up', 'SET b = a ADD a :n'],
    ['copies a map and changes what is in it', 'SET b = a, a.x = :n'],
    ['removes two elements of a list', 'SET c = :n REMOVE l[0], l[1]'],
  ])('an update that %s', async (_what, UpdateExpression) => {
    const { status } = await dynamodb.call('UpdateItem', {
      TableName: 'mail',
      Key: KEY,
      UpdateExpression,
      ExpressionAttributeValues: { ':n': { N: '1' } },
    });
    expect(status).toBe(501);
  });

  it('an attribute that would become a prototype', async () => {
    const request = aRequest('PutItem', {});
    const body = Buffer.from('{"TableName":"mail","Item":{"pk":{"S":"p"},"sk":{"S":"s"},"__proto__":{"S":"x"}}}');
    expect(() => dynamodb.service.read({ ...request, body })).toThrow(/__proto__/);
  });

  it('a table named by its ARN', async () => {
    const name = 'arn:aws:dynamodb:us-east-1:000000000000:table/mail';
    expect((await dynamodb.call('GetItem', { TableName: name, Key: KEY })).status).toBe(501);
  });

  it('a Scan by a function', async () => {
    const { status, body } = await dynamodb.call('Scan', { TableName: 'mail' }, FUNCTION);
    expect([status, body['message']]).toEqual([501, expect.stringContaining('functions read by key only')]);
  });
});

describe('what AWS refuses before it looks at permissions', () => {
  it.each([
    ['no object', '[]', 'SerializationException'],
    ['broken JSON', '{"TableName":', 'SerializationException'],
    ['no table', '{"Key":{}}', 'ValidationException'],
  ])('is a body with %s', (_what, json, code) => {
    const request = { ...aRequest('GetItem', {}), body: Buffer.from(json) };
    expect(() => dynamodb.service.read(request)).toThrow(expect.objectContaining({ code, status: 400 }));
  });

  it('is a body above 16 MB', () => {
    const request = { ...aRequest('GetItem', {}), body: Buffer.alloc(16 * 1024 * 1024 + 1, ' ') };
    expect(() => dynamodb.service.read(request)).toThrow(expect.objectContaining({ status: 413 }));
  });

  it('is a request of another API', () => {
    const request = { ...aRequest('GetItem', {}), headers: { 'x-amz-target': 'DynamoDBStreams_20120810.GetRecords' } };
    expect(() => dynamodb.service.read(request)).toThrow(AwsError);
  });
});

describe('the permissions of a call', () => {
  const permissions = (operation: string, parameters: object) =>
    dynamodb.service.read(aRequest(operation, parameters)).permissions;
  const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/mail';

  it('name the table', () => {
    expect(permissions('UpdateItem', { TableName: 'mail', Key: KEY })).toEqual([
      { action: 'dynamodb:UpdateItem', resource: table },
    ]);
  });

  it('name the index, and not its table, for a query on an index', () => {
    expect(permissions('Query', { ...QUERY, IndexName: 'by-kind' })).toEqual([
      { action: 'dynamodb:Query', resource: `${table}/index/by-kind` },
    ]);
  });

  it('name each table of a batch', () => {
    const RequestItems = { mail: [{ PutRequest: { Item: KEY } }], due: [{ DeleteRequest: { Key: KEY } }] };
    expect(permissions('BatchWriteItem', { RequestItems })).toEqual([
      { action: 'dynamodb:BatchWriteItem', resource: table },
      { action: 'dynamodb:BatchWriteItem', resource: table.replace('mail', 'due') },
    ]);
  });
});
