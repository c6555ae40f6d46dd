/** A DynamoDB in a folder of its own, and calls to it as the endpoint makes them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AwsError, type Caller, type HttpRequest, type Units } from '#local/kernel/aws.ts';
import { type Clock, makeClock } from '#local/kernel/clock.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { type DynamoDb, makeDynamoDb } from '#local/services/dynamodb/dynamodb.ts';

export const ROOT: Caller = { principal: { kind: 'root' }, functionName: 'root', kill: () => undefined };

export const FUNCTION: Caller = {
  principal: { kind: 'role', roleArn: 'arn:aws:iam::000000000000:role/receive-mail', functionName: 'receive-mail' },
  functionName: 'receive-mail',
  kill: () => undefined,
};

/** `pk`, `sk` and two indexes: `by-owner` (owner, at) with everything, `by-kind` (kind) with keys and `title`. */
export const aTable = (overrides: Readonly<Record<string, unknown>> = {}): DeployedResource => ({
  logicalId: 'Mail',
  type: 'AWS::DynamoDB::Table',
  ref: 'mail',
  attributes: {},
  properties: {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', 'owner', 'kind']
      .map((AttributeName) => ({ AttributeName, AttributeType: 'S' }))
      .concat([{ AttributeName: 'at', AttributeType: 'N' }]),
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
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
      },
    ],
    ...overrides,
  },
});

export const aRequest = (operation: string, parameters: object): HttpRequest => ({
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
  body: Buffer.from(JSON.stringify(parameters)),
});

export interface Answered {
  readonly status: number;
  /** The parsed body; its `__type` without what stands before the `#`. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly units: readonly Units[];
}

const parse = (json: Buffer | string): Answered['body'] => {
  const body = JSON.parse(String(json)) as Record<string, unknown>;
  const type = body['__type'];
  return typeof type === 'string' ? { ...body, __type: type.slice(type.indexOf('#') + 1) } : body;
};

export const callTo =
  (service: DynamoDb) =>
  async (operation: string, parameters: object, caller: Caller = ROOT): Promise<Answered> => {
    const request = aRequest(operation, parameters);
    try {
      const { answer, units } = await service.execute(service.read(request), caller);
      return { status: answer.status, body: parse(answer.body), units };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { status, body } = service.refuse(error, request);
      return { status, body: parse(body), units: [] };
    }
  };

export const aClock = (): Clock => makeClock({ offsetMs: 0, onOffset: () => undefined });

export const aFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-dynamodb-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

export interface Fixture {
  readonly service: DynamoDb;
  readonly call: ReturnType<typeof callTo>;
  readonly clock: Clock;
  readonly folder: string;
  /** Ends the service and starts another on the same folder. */
  restart(): Promise<Fixture>;
  stop(): Promise<void>;
}

export const start = async (
  options: {
    folder?: string;
    lateIndexReads?: boolean;
    tables?: readonly DeployedResource[];
    /** `false`: the test calls `prepare` itself. */
    prepare?: boolean;
  } = {},
): Promise<Fixture> => {
  const { folder, remove } = options.folder === undefined ? aFolder() : { folder: options.folder, remove: () => {} };
  const clock = aClock();
  const service = await makeDynamoDb({ folder, clock, lateIndexReads: options.lateIndexReads ?? false });
  for (const table of options.tables ?? [aTable()]) await service.createTable(table);
  if (options.prepare !== false) await service.prepare();
  const end = async () => {
    await service.stop();
    clock.stop();
  };
  return {
    service,
    call: callTo(service),
    clock,
    folder,
    restart: async () => {
      await end();
      const next = await start({ ...options, folder });
      return { ...next, stop: () => next.stop().then(remove) };
    },
    stop: () => end().then(remove),
  };
};

/** `{ a: 'x', n: 1 }` as DynamoDB's JSON; strings and numbers only. */
export const item = (plain: Readonly<Record<string, string | number>>) =>
  Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]),
  );
