/**
 * The few table operations that every store is made of. Strong reads only: nothing that decides may read a moment ago. Anything DynamoDB
 * answers but a failed condition is thrown as Failure: the queue or the caller tries again.
 */
import { ConditionalCheckFailedException, DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  type GetCommandOutput,
  PutCommand,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import { Failure } from '../../domain/failure.ts';
import { documents } from './client.ts';

export type Item = NonNullable<GetCommandOutput['Item']>;

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export interface Condition {
  readonly expression: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface QueryInput {
  readonly pk: string;
  /** Only sort keys that begin so. */
  readonly prefix?: string;
  /** Only sort keys up to this one. */
  readonly upTo?: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
  readonly after?: Key;
  readonly filter?: Condition;
}

export interface Table {
  get(key: Key): Promise<Item | undefined>;
  /** DynamoDB answers at most 100 keys at once, and may leave some for another call. */
  batchGet(keys: readonly Key[]): Promise<readonly Item[]>;
  put(item: Item & Key): Promise<void>;
  /** False: the condition did not hold and nothing was written. */
  putIf(item: Item & Key, condition: Condition): Promise<boolean>;
  deleteIf(key: Key, condition?: Condition): Promise<boolean>;
  query(input: QueryInput): Promise<{ items: readonly Item[]; last: Key | undefined }>;
}

/** A table with counters. */
export interface CountingTable extends Table {
  /** An update expression in place of a whole item: for counters, which nobody reads before changing them. */
  /** Answers the changed attributes; undefined: the condition did not hold. */
  updateIf(key: Key, change: Condition & { readonly update: string }): Promise<Item | undefined>;
}

export const ABSENT: Condition = { expression: 'attribute_not_exists(pk)' };

const failureOf = (cause: unknown): Failure =>
  cause instanceof DynamoDBServiceException && cause.name === 'ValidationException'
    ? new Failure('invalid-input', 'not-storable', 'The table refused these values.', cause)
    : new Failure('unavailable', 'table-unavailable', 'The table could not be reached.', cause);

const tried = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (cause) {
    throw failureOf(cause);
  }
};

const heldBy = async (work: Promise<unknown>): Promise<boolean> => {
  try {
    await work;
    return true;
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) return false;
    throw failureOf(cause);
  }
};

const updated = async (work: Promise<UpdateCommandOutput>): Promise<Item | undefined> => {
  try {
    return (await work).Attributes ?? {};
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) return undefined;
    throw failureOf(cause);
  }
};

const conditionInput = (condition: Condition | undefined) =>
  condition === undefined
    ? {}
    : {
        ConditionExpression: condition.expression,
        ...(condition.names === undefined ? {} : { ExpressionAttributeNames: condition.names }),
        ...(condition.values === undefined ? {} : { ExpressionAttributeValues: condition.values }),
      };

const keyOf = (item: Item | undefined): Key | undefined =>
  item === undefined ? undefined : { pk: String(item['pk']), sk: String(item['sk']) };

export const makeTable = (tableName: string): CountingTable => ({
  get: async (key) =>
    (await tried(documents.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true })))).Item,
  batchGet: async (keys) => {
    const found: Item[] = [];
    let open: readonly Key[] = keys;
    while (open.length > 0) {
      const asked = open.slice(0, 100);
      const answer = await tried(
        documents.send(
          new BatchGetCommand({
            RequestItems: { [tableName]: { Keys: asked.map((key) => ({ ...key })), ConsistentRead: true } },
          }),
        ),
      );
      found.push(...(answer.Responses?.[tableName] ?? []));
      const left = (answer.UnprocessedKeys?.[tableName]?.Keys ?? []).flatMap((key) => keyOf(key) ?? []);
      open = [...left, ...open.slice(100)];
    }
    return found;
  },
  put: async (item) => {
    await tried(documents.send(new PutCommand({ TableName: tableName, Item: item })));
  },
  putIf: (item, condition) =>
    heldBy(documents.send(new PutCommand({ TableName: tableName, Item: item, ...conditionInput(condition) }))),
  deleteIf: (key, condition) =>
    heldBy(documents.send(new DeleteCommand({ TableName: tableName, Key: key, ...conditionInput(condition) }))),
  updateIf: (key, { update, ...condition }) =>
    updated(
      documents.send(
        new UpdateCommand({
          TableName: tableName,
          Key: key,
          UpdateExpression: update,
          ReturnValues: 'UPDATED_NEW',
          ...conditionInput(condition),
        }),
      ),
    ),
  query: async ({ pk, prefix, upTo, newestFirst, limit, after, filter }) => {
    const range = {
      expressions: [
        ...(prefix === undefined ? [] : ['begins_with(sk, :prefix)']),
        ...(upTo === undefined ? [] : ['sk <= :upTo']),
      ],
      values: {
        ...(prefix === undefined ? {} : { ':prefix': prefix }),
        ...(upTo === undefined ? {} : { ':upTo': upTo }),
      },
    };
    const answer = await tried(
      documents.send(
        new QueryCommand({
          TableName: tableName,
          ConsistentRead: true,
          KeyConditionExpression: ['pk = :pk', ...range.expressions].join(' AND '),
          ExpressionAttributeValues: { ':pk': pk, ...range.values, ...filter?.values },
          ScanIndexForward: newestFirst !== true,
          ...(filter === undefined ? {} : { FilterExpression: filter.expression }),
          ...(filter?.names === undefined ? {} : { ExpressionAttributeNames: filter.names }),
          ...(limit === undefined ? {} : { Limit: limit }),
          ...(after === undefined ? {} : { ExclusiveStartKey: after }),
        }),
      ),
    );
    return { items: answer.Items ?? [], last: keyOf(answer.LastEvaluatedKey) };
  },
});

/** Follows a query to its end. For item collections that are small by nature: the pointers of one address, the users of a tenant. */
export const queryAll = async (table: Table, input: QueryInput): Promise<readonly Item[]> => {
  const found: Item[] = [];
  let after: Key | undefined;
  do {
    const page = await table.query(after === undefined ? input : { ...input, after });
    found.push(...page.items);
    after = page.last;
  } while (after !== undefined);
  return found;
};
