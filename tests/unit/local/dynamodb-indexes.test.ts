import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import dynalite from 'dynalite/db/index.js';
import { afterEach, describe, expect, it } from 'vitest';
import { aFolder, aTable, type Fixture, item, start } from './dynamodb-fixture.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
const started = async (...options: Parameters<typeof start>) => {
  const fixture = await start(...options);
  open.push(fixture.stop);
  return fixture;
};

const BY_OWNER = {
  TableName: 'mail',
  IndexName: 'by-owner',
  KeyConditionExpression: '#owner = :owner',
  ExpressionAttributeNames: { '#owner': 'owner' },
  ExpressionAttributeValues: { ':owner': { S: 'ada' } },
};

const keysOf = (body: Readonly<Record<string, unknown>>) =>
  (body['Items'] as { sk: { S: string } }[]).map(({ sk }) => sk.S);

const queryAll = async ({ call }: Fixture, query: object): Promise<string[]> => {
  const keys: string[] = [];
  let next: object = {};
  do {
    const { body } = await call('Query', { ...query, ...next });
    keys.push(...keysOf(body));
    next = body['LastEvaluatedKey'] === undefined ? {} : { ExclusiveStartKey: body['LastEvaluatedKey'] };
  } while ('ExclusiveStartKey' in next);
  return keys;
};

const put = ({ call }: Fixture, sk: string, at: number, more: Record<string, string> = {}) =>
  call('PutItem', { TableName: 'mail', Item: item({ pk: 'p', sk, owner: 'ada', at, ...more }) });

/** Changes the folder behind the back of the service. */
const damage = async (folder: string, change: (level: ReturnType<typeof dynalite.create>['db']) => Promise<void>) => {
  const { db } = dynalite.create({ path: folder });
  await db.open();
  await change(db);
  await db.close();
};

describe('the rows of a secondary index', () => {
  it('are rebuilt from the items at the start: lost rows are back, stale rows are gone', async () => {
    const { folder, remove } = aFolder();
    open.push(remove);
    const first = await start({ folder });
    for (const [sk, at] of [
      ['one', 1],
      ['two', 2],
      ['three', 3],
    ] as const)
      await put(first, sk, at);
    await first.stop();
    await damage(folder, async (level) => {
      const rows: [string, Awaited<ReturnType<typeof level.get>>][] = [];
      for await (const row of level.iterator({ gt: 'index~mail~by-owner~', lt: 'index~mail~by-owner~~' }))
        rows.push(row);
      const [lost, changed] = rows;
      if (lost === undefined || changed?.[1] === undefined) throw new Error('There are no index rows to damage.');
      await level.batch([
        { type: 'del', key: lost[0] },
        { type: 'put', key: changed[0], value: { ...changed[1], title: { S: 'never stored' } } },
        { type: 'put', key: `${changed[0]}00`, value: item({ pk: 'p', sk: 'ghost', owner: 'ada', at: 9 }) },
      ]);
    });

    const second = await start({ folder, prepare: false });
    open.push(second.stop);
    expect((await queryAll(second, BY_OWNER)).toSorted()).toEqual(['ghost', 'three', 'two']);
    await second.service.prepare();
    const { body } = await second.call('Query', BY_OWNER);
    expect(body['Items']).toEqual([
      item({ pk: 'p', sk: 'one', owner: 'ada', at: 1 }),
      item({ pk: 'p', sk: 'two', owner: 'ada', at: 2 }),
      item({ pk: 'p', sk: 'three', owner: 'ada', at: 3 }),
    ]);
  });

  it('are stored in one commit with the item: a killed process leaves every row of every acknowledged item', async () => {
    const { folder, remove } = aFolder();
    open.push(remove);
    const writer = spawn(process.execPath, [join(import.meta.dirname, 'dynamodb-writer.ts'), folder]);
    let acknowledged = 0;
    for await (const line of createInterface({ input: writer.stdout })) {
      acknowledged = Number(line);
      if (acknowledged === 300) writer.kill('SIGKILL');
    }
    if (writer.signalCode === null) await once(writer, 'exit');
    expect(writer.signalCode).toBe('SIGKILL');

    const level = dynalite.create({ path: folder }).db;
    await level.open();
    const count = async (prefix: string) => {
      let rows = 0;
      for await (const _ of level.iterator({ gt: prefix, lt: `${prefix}~` })) rows++;
      return rows;
    };
    const items = await count('item~mail~');
    const rows = [await count('index~mail~by-owner~'), await count('index~mail~by-kind~')];
    await level.close();
    expect(items).toBeGreaterThanOrEqual(acknowledged);
    expect(rows).toEqual([items, items]);
  });

  it('are all there, and paged through, when items share the index key and the hash that dynalite tells them apart by', async () => {
    const fixture = await started();
    // md5 of `Outliers` + `p` + either begins with df4120.
    const names = ['412', '5829', '1'];
    for (const sk of names)
      await fixture.call('PutItem', { TableName: 'mail', Item: item({ pk: 'p', sk, kind: 'lead' }) });
    const query = {
      TableName: 'mail',
      IndexName: 'by-kind',
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': { S: 'lead' } },
      Limit: 1,
    };
    const forward = await queryAll(fixture, query);
    expect(forward.toSorted()).toEqual(names.toSorted());
    expect(await queryAll(fixture, { ...query, ScanIndexForward: false })).toEqual(forward.toReversed());
  });

  it('hold keys and the chosen attributes only, when the index does not project everything', async () => {
    const fixture = await started();
    await put(fixture, 'one', 1, { kind: 'lead', title: 'T', secret: 'S' });
    const query = {
      TableName: 'mail',
      IndexName: 'by-kind',
      KeyConditionExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':kind': { S: 'lead' } },
    };
    const { body } = await fixture.call('Query', query);
    expect(body['Items']).toEqual([item({ kind: 'lead', pk: 'p', sk: 'one', title: 'T' })]);
    const missing = await fixture.call('Query', { ...query, ProjectionExpression: 'sk, secret' });
    expect(missing.body).toMatchObject({
      __type: 'ValidationException',
      message: expect.stringContaining('does not project [secret]'),
    });
  });
});

describe('a query on an index, late', () => {
  const late = () => started({ lateIndexReads: true });
  const look = async (fixture: Fixture) => queryAll(fixture, BY_OWNER);

  it('does not see the newest write until one query has been served', async () => {
    const fixture = await late();
    await fixture.clock.advance(0, async () => {
      await put(fixture, 'one', 1);
      expect(await look(fixture)).toEqual([]);
      expect(await look(fixture)).toEqual(['one']);
      await put(fixture, 'two', 2);
      expect(await look(fixture)).toEqual(['one']);
      expect(await look(fixture)).toEqual(['one', 'two']);
    });
  });

  it('sees it without a query before, when the clock has gone on by a second', async () => {
    const fixture = await late();
    await fixture.clock.advance(0, () => put(fixture, 'one', 1).then(() => undefined));
    await fixture.clock.advance(1000, () => Promise.resolve());
    expect(await look(fixture)).toEqual(['one']);
  });

  it('shows changed and deleted items as they were, in their old places', async () => {
    const fixture = await late();
    for (const [sk, at] of [
      ['a', 1],
      ['b', 2],
      ['c', 3],
      ['d', 4],
    ] as const)
      await put(fixture, sk, at);
    await look(fixture);
    await fixture.clock.advance(0, async () => {
      await put(fixture, 'a', 9);
      await put(fixture, 'e', 0);
      await fixture.call('DeleteItem', { TableName: 'mail', Key: item({ pk: 'p', sk: 'c' }) });
      await put(fixture, 'd', 4, { title: 'new' });
      const { body } = await fixture.call('Query', { ...BY_OWNER, ScanIndexForward: false });
      expect(keysOf(body)).toEqual(['d', 'c', 'b', 'a']);
      expect((body['Items'] as object[])[0]).not.toHaveProperty('title');
      expect(await look(fixture)).toEqual(['e', 'b', 'd', 'a']);
    });
  });

  it('is late for each index by itself, and never for the table', async () => {
    const fixture = await late();
    await fixture.clock.advance(0, async () => {
      await put(fixture, 'one', 1, { kind: 'lead' });
      await look(fixture);
      const byKind = {
        TableName: 'mail',
        IndexName: 'by-kind',
        KeyConditionExpression: 'kind = :kind',
        ExpressionAttributeValues: { ':kind': { S: 'lead' } },
      };
      expect(await queryAll(fixture, byKind)).toEqual([]);
      const ofTable = {
        TableName: 'mail',
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'p' } },
      };
      expect(await queryAll(fixture, ofTable)).toEqual(['one']);
    });
  });

  it('is not late after a restart', async () => {
    const first = await start({ lateIndexReads: true });
    await put(first, 'one', 1);
    const second = await first.restart();
    open.push(second.stop);
    expect(await look(second)).toEqual(['one']);
  });
});

describe('a table of the template', () => {
  it('keeps its items at a restart', async () => {
    const first = await start();
    await put(first, 'one', 1);
    const second = await first.restart();
    open.push(second.stop);
    const { body } = await second.call('GetItem', { TableName: 'mail', Key: item({ pk: 'p', sk: 'one' }) });
    expect(body['Item']).toEqual(item({ pk: 'p', sk: 'one', owner: 'ada', at: 1 }));
  });

  it('may list its keys and indexes in another order, and change what is not visible', async () => {
    const fixture = await started();
    const { AttributeDefinitions, GlobalSecondaryIndexes } = aTable().properties;
    if (!Array.isArray(AttributeDefinitions) || !Array.isArray(GlobalSecondaryIndexes))
      throw new Error('aTable changed.');
    const same = aTable({
      AttributeDefinitions: AttributeDefinitions.toReversed(),
      GlobalSecondaryIndexes: GlobalSecondaryIndexes.toReversed(),
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      DeletionProtectionEnabled: true,
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    await expect(fixture.service.createTable(same)).resolves.toBeUndefined();
  });

  it.each([
    ['another key', { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] }],
    ['an index less', { GlobalSecondaryIndexes: [aTable().properties['GlobalSecondaryIndexes']].flat().slice(0, 1) }],
  ])('with %s than its items have stops the start with a sentence', async (_what, change) => {
    const fixture = await started();
    await expect(fixture.service.createTable(aTable(change))).rejects.toThrow(
      /was made with other keys or indexes than the template has now.*Delete that data folder/,
    );
  });

  it.each([
    ['a stream', { StreamSpecification: { StreamViewType: 'NEW_IMAGE' } }, /StreamSpecification/],
    ['a local index', { LocalSecondaryIndexes: [] }, /LocalSecondaryIndexes/],
    ['provisioned capacity', { BillingMode: 'PROVISIONED' }, /PAY_PER_REQUEST/],
    ['a property nobody knows', { Colour: 'blue' }, /Colour/],
    ['another name than it is referred to by', { TableName: 'post' }, /post/],
    [
      'a key that is not defined',
      { AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }] },
      /no definition/,
    ],
  ])('with %s stops the start with a sentence', async (_what, change, sentence) => {
    const fixture = await started({ tables: [] });
    await expect(fixture.service.createTable(aTable(change))).rejects.toThrow(sentence);
  });

  it('cannot be opened by two processes, which the second says in a sentence', async () => {
    const fixture = await started();
    await expect(start({ folder: fixture.folder })).rejects.toThrow(/in use by another process/);
  });
});
