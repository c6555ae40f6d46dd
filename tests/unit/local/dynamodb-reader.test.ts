import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fixture, item, start } from './dynamodb-fixture.ts';

let dynamodb: Fixture;
beforeAll(async () => {
  dynamodb = await start({ lateIndexReads: true });
  for (const [pk, sk] of [
    ['a', '2'],
    ['a', '10'],
    ['ab', '0'],
    ['b', '1'],
  ] as const)
    await dynamodb.call('PutItem', { TableName: 'mail', Item: item({ pk, sk }) });
});
afterAll(() => dynamodb.stop());

describe('the reader for the embedded cloud itself', () => {
  it('goes through all items of a table', async () => {
    const keys: string[] = [];
    for await (const { pk, sk } of dynamodb.service.reader.items('mail')) keys.push(`${pk?.S} ${sk?.S}`);
    expect(keys.toSorted()).toEqual(['a 10', 'a 2', 'ab 0', 'b 1']);
  });

  it('finds the first item of one partition, and none of another', async () => {
    const { reader } = dynamodb.service;
    expect(await reader.first('mail', { S: 'a' })).toEqual(item({ pk: 'a', sk: '10' }));
    expect(await reader.first('mail', { S: 'b' })).toEqual(item({ pk: 'b', sk: '1' }));
    expect(await reader.first('mail', { S: 'c' })).toBeUndefined();
  });

  it('knows no other table', async () => {
    await expect(dynamodb.service.reader.first('other', { S: 'a' })).rejects.toThrow(/not found/);
  });
});
