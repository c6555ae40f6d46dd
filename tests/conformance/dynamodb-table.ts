/**
 * The table and client of the DynamoDB suites. By default they talk to an embedded DynamoDB of their own. With POSTROOM_CONFORMANCE=aws and
 * AWS_ENDPOINT_URL unset they make a table of a random name in the account of the environment's credentials, and delete it afterwards.
 * Nobody has done that yet: until then the expectations are AWS's documentation as we read it.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttributeValue,
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  type PutItemCommandOutput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type UpdateItemCommandOutput,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { makeClock } from '#local/kernel/clock.ts';
import { makeDynamoDb } from '#local/services/dynamodb/dynamodb.ts';
import { serveOne } from './serve-one.ts';

interface Target {
  readonly client: DynamoDBClient;
  readonly TableName: string;
  stop(): Promise<void>;
}

type Item = Record<string, AttributeValue>;

/** The table and its simplest calls. */
export interface ConformanceTable extends Target {
  put(Item: Item, more?: Partial<PutItemCommandInput>): Promise<PutItemCommandOutput>;
  /** Consistent. */
  get(Key: Item): Promise<Item | undefined>;
  update(Key: Item, UpdateExpression: string, more?: Partial<UpdateItemCommandInput>): Promise<UpdateItemCommandOutput>;
}

let keys = 0;
/** A key nobody has used. */
export const aKey = () => ({ pk: { S: 'item' }, sk: { S: String(keys++) } });

/** `pk`, `sk`; `by-owner` (owner, at) with everything, `by-kind` (kind) with keys only. */
const STRUCTURE = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'owner', AttributeType: 'S' },
    { AttributeName: 'at', AttributeType: 'N' },
    { AttributeName: 'kind', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-owner',
      KeySchema: [
        { AttributeName: 'owner', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
    {
      IndexName: 'by-kind',
      KeySchema: [{ AttributeName: 'kind', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

/** Long enough for a table to become active on AWS. */
const MAX_WAIT_SECONDS = 120;

const onAws = async (TableName: string): Promise<Target> => {
  const client = new DynamoDBClient();
  await client.send(new CreateTableCommand({ TableName, ...STRUCTURE }));
  await waitUntilTableExists({ client, maxWaitTime: MAX_WAIT_SECONDS }, { TableName });
  return {
    client,
    TableName,
    stop: async () => {
      await client.send(new DeleteTableCommand({ TableName }));
      client.destroy();
    },
  };
};

const embedded = async (TableName: string): Promise<Target> => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-conformance-'));
  const clock = makeClock({ offsetMs: 0, onOffset: () => undefined });
  const service = await makeDynamoDb({ folder, clock });
  await service.createTable({
    logicalId: 'Conformance',
    type: 'AWS::DynamoDB::Table',
    ref: TableName,
    attributes: {},
    properties: STRUCTURE,
  });
  await service.prepare();
  const served = await serveOne(service);
  const client = new DynamoDBClient({
    endpoint: served.baseUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'conformance', secretAccessKey: 'conformance' },
    maxAttempts: 1,
  });
  return {
    client,
    TableName,
    stop: async () => {
      client.destroy();
      await served.stop();
      await service.stop();
      clock.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const conformanceTable = async (): Promise<ConformanceTable> => {
  const name = `postroom-conformance-${randomUUID()}`;
  const target = await (process.env['POSTROOM_CONFORMANCE'] === 'aws' ? onAws(name) : embedded(name));
  const { client, TableName } = target;
  return {
    ...target,
    put: (Item, more = {}) => client.send(new PutItemCommand({ TableName, Item, ...more })),
    get: async (Key) => (await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item,
    update: (Key, UpdateExpression, more = {}) =>
      client.send(new UpdateItemCommand({ TableName, Key, UpdateExpression, ...more })),
  };
};
