/** BatchGetItem and BatchWriteItem: many single operations in one request, each atomic for itself. */
import dynalite from 'dynalite/db/index.js';
import type { Parsed, ParsedBatchGet, ParsedBatchWrite } from 'dynalite/validations/index.js';
import type { Item } from './attributes.ts';
import { fromDynalite, invalid } from './errors.ts';
import { itemKey } from './index-rows.ts';
import { checkExpressionSizes, checkItem, checkKey } from './limits.ts';
import type { Reading } from './reading.ts';
import type { Storage } from './storage.ts';
import { type Consumption, consumedByTable, consumedCapacity } from './units.ts';
import { TOO_LARGE, type Writing } from './writing.ts';

const MAX_BATCH_WRITES = 25;
/** "BatchGetItem can retrieve up to 16 MB of data"; what does not fit comes back as UnprocessedKeys. */
export const MAX_BATCH_BYTES = 16 * 1024 * 1024;

export interface BatchAnswer {
  readonly body: object;
  readonly consumptions: readonly Consumption[];
}

const withCapacity = (body: object, consumptions: readonly Consumption[], asked: string | undefined): BatchAnswer => {
  if (asked !== 'TOTAL' && asked !== 'INDEXES') return { body, consumptions };
  const ConsumedCapacity = consumedByTable(consumptions).map((one) => consumedCapacity(one, asked));
  return { body: { ...body, ConsumedCapacity }, consumptions };
};

/** dynalite and AWS word a wrong key differently in batches; AWS has one sentence for all of them. */
const checkValid = (error: unknown) => {
  if (error === null || error === undefined) return;
  const said = fromDynalite(error);
  if (said instanceof Error && /Missing the key|Type mismatch for key/.test(said.message))
    throw invalid('The provided key element does not match the schema');
  throw said;
};

interface SingleWrite {
  readonly operation: 'PutItem' | 'DeleteItem';
  readonly data: Parsed;
}

const single = (storage: Storage, TableName: string, request: ParsedBatchWrite['RequestItems'][string][number]) => {
  const table = storage.table(TableName);
  const { PutRequest, DeleteRequest } = request;
  if ((PutRequest === undefined) === (DeleteRequest === undefined))
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  const Item: Item = PutRequest?.Item ?? {};
  const Key: Item = DeleteRequest?.Key ?? {};
  const subject = PutRequest === undefined ? Key : Item;
  checkKey(table, subject);
  checkValid(PutRequest === undefined ? dynalite.validateKey(Key, table) : dynalite.validateItem(Item, table));
  if (PutRequest !== undefined) checkItem(table, Item, TOO_LARGE);
  const operation = PutRequest === undefined ? 'DeleteItem' : 'PutItem';
  const write: SingleWrite = { operation, data: { TableName, Item, Key } };
  return { write, key: itemKey(table, subject) };
};

/** Everything is checked before anything is written: AWS rejects a batch as a whole. Nothing is ever left unprocessed. */
export const batchWrite = async (storage: Storage, writing: Writing, data: ParsedBatchWrite): Promise<BatchAnswer> => {
  const requests = Object.entries(data.RequestItems).flatMap(([table, list]) => list.map((one) => ({ table, one })));
  if (requests.length > MAX_BATCH_WRITES) throw invalid('Too many items requested for the BatchWriteItem call');
  const singles = requests.map(({ table, one }) => single(storage, table, one));
  if (new Set(singles.map(({ key }) => key)).size < singles.length)
    throw invalid('Provided list of item keys contains duplicates');
  const written = await Promise.all(singles.map(({ write }) => writing.write(write.operation, write.data)));
  const consumptions = written.map(({ consumption }) => consumption);
  return withCapacity({ UnprocessedItems: {} }, consumptions, data.ReturnConsumedCapacity);
};

/** `asked` is the request before its validation: UnprocessedKeys repeats its table entries. */
export const batchGet = async (
  reading: Reading,
  data: ParsedBatchGet,
  asked: Readonly<Record<string, object>>,
): Promise<BatchAnswer> => {
  for (const entry of Object.values(asked)) checkExpressionSizes({ ...entry });
  const gets = Object.entries(data.RequestItems).flatMap(([TableName, { Keys, ...rest }]) =>
    Keys.map((Key) => ({ TableName, Key, get: reading.get({ ...rest, TableName, Key, Item: {} }) })),
  );
  const found = await Promise.all(gets.map(async (one) => ({ ...one, read: await one.get })));
  const responses: Record<string, Item[]> = Object.fromEntries(
    Object.keys(data.RequestItems).map((name) => [name, []]),
  );
  const unprocessed: Record<string, object & { Keys: Item[] }> = {};
  const consumptions: Consumption[] = [];
  let bytes = 0;
  for (const { TableName, Key, read } of found) {
    bytes += read.sizeBytes;
    if (bytes > MAX_BATCH_BYTES) {
      const left = unprocessed[TableName] ?? { ...asked[TableName], Keys: [] };
      left.Keys.push(Key);
      unprocessed[TableName] = left;
      continue;
    }
    consumptions.push(read.consumption);
    if (read.answer.Item !== undefined) responses[TableName]?.push(read.answer.Item);
  }
  return withCapacity(
    { Responses: responses, UnprocessedKeys: unprocessed },
    consumptions,
    data.ReturnConsumedCapacity,
  );
};
