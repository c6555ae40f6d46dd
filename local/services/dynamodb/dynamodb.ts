/**
 * The embedded DynamoDB: dynalite's parsers, validations and actions behind a front of ours, which decides what is stored, refuses what
 * dynalite would silently do otherwise, counts request units and makes indexes late. Used by local/endpoint/ (calls), by the start of the
 * embedded cloud (`createTable` for each table of the template, then `prepare`, then READY) and by the status page (`reader`).
 */

import type { Answer } from 'dynalite/db/index.js';
import batchGetItem from 'dynalite/validations/batchGetItem.js';
import batchWriteItem from 'dynalite/validations/batchWriteItem.js';
import deleteItem from 'dynalite/validations/deleteItem.js';
import getItem from 'dynalite/validations/getItem.js';
import type { Parsed } from 'dynalite/validations/index.js';
import putItem from 'dynalite/validations/putItem.js';
import query from 'dynalite/validations/query.js';
import scan from 'dynalite/validations/scan.js';
import updateItem from 'dynalite/validations/updateItem.js';
import { AwsError, type AwsService, type Caller, type ServiceAnswer } from '#local/kernel/aws.ts';
import type { Clock } from '#local/kernel/clock.ts';
import type { DeployedResource } from '#local/kernel/resources.ts';
import { batchGet, batchWrite } from './batches.ts';
import { CONTENT_TYPE, noSuchTable, notEmulated, refuse } from './errors.ts';
import { checkCondition, checkUpdate } from './expressions.ts';
import { makeLateIndexes, noLateIndexes } from './late-indexes.ts';
import { makeLocks } from './locks.ts';
import { parseWith } from './parse.ts';
import { makeReader, type TableReader } from './reader.ts';
import { makeReading } from './reading.ts';
import { rebuildIndexes } from './rebuild.ts';
import { batchEntries, isKnownOperation, type OperationName, type Parameters, readCall } from './requests.ts';
import { openStorage } from './storage.ts';
import { describeTable, tableOf } from './table.ts';
import { type Consumption, consumedCapacity, toUnits } from './units.ts';
import { makeWriting, type WriteOperation } from './writing.ts';

export interface DynamoDb extends AwsService<Parameters> {
  /** `AWS::DynamoDB::Table` with its properties resolved. A table that is there keeps its items; changed keys or indexes throw. */
  createTable(resource: DeployedResource): Promise<void>;
  /** Rebuilds all index rows from the items. To be awaited once, after the tables and before any call. */
  prepare(): Promise<void>;
  readonly reader: TableReader;
  stop(): Promise<void>;
}

const succeed = (body: object, consumptions: readonly Consumption[]): ServiceAnswer => ({
  answer: { status: 200, headers: { 'content-type': CONTENT_TYPE }, body: JSON.stringify(body) },
  units: toUnits(consumptions),
});

const withCapacity = (answer: Answer, consumption: Consumption, asked: string | undefined): ServiceAnswer =>
  succeed({ ...answer, ConsumedCapacity: consumedCapacity(consumption, asked) }, [consumption]);

/** `folder` is made when missing; `lateIndexReads` (default true) is ./late-indexes.ts. */
export const makeDynamoDb = async (options: {
  readonly folder: string;
  readonly clock: Clock;
  readonly lateIndexReads?: boolean;
}): Promise<DynamoDb> => {
  const storage = await openStorage(options.folder);
  const late = options.lateIndexReads === false ? noLateIndexes : makeLateIndexes(options.clock);
  const writing = makeWriting(storage, makeLocks(), late);
  const reading = makeReading(storage, late);

  const write = async (operation: WriteOperation, data: Parsed, input: Parameters): Promise<ServiceAnswer> => {
    checkCondition(data._condition?.expression);
    if (data._updates !== undefined) checkUpdate(data._updates.sections);
    const { ReturnConsumedCapacity: asked, ...rest } = data;
    const written = await writing.write(operation, rest);
    if (written.kind === 'written') return withCapacity(written.answer, written.consumption, asked);
    const { existing, consumption } = written;
    const shown = input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD' && existing !== undefined;
    const details = shown ? { Item: existing } : {};
    const error = new AwsError('ConditionalCheckFailedException', 400, 'The conditional request failed', details);
    return { answer: refuse(error), units: toUnits([consumption]) };
  };

  const readSome = async (read: 'get' | 'query' | 'scan', data: Parsed): Promise<ServiceAnswer> => {
    checkCondition(data._filter?.expression);
    const { ReturnConsumedCapacity: asked, ...rest } = data;
    const { answer, consumption } = await reading[read](rest);
    return withCapacity(answer, consumption, asked);
  };

  const executors: Readonly<Record<OperationName, (input: Parameters, caller: Caller) => Promise<ServiceAnswer>>> = {
    PutItem: (input) => write('PutItem', parseWith(putItem, input), input),
    UpdateItem: (input) => write('UpdateItem', parseWith(updateItem, input), input),
    DeleteItem: (input) => write('DeleteItem', parseWith(deleteItem, input), input),
    GetItem: (input) => readSome('get', parseWith(getItem, input)),
    Query: (input) => readSome('query', parseWith(query, input)),
    Scan: async (input, { principal }) => {
      if (principal.kind !== 'root')
        throw notEmulated('A Scan reads, and bills, a whole table: functions read by key only.');
      return readSome('scan', parseWith(scan, input));
    },
    BatchGetItem: async (input) => {
      const { body, consumptions } = await batchGet(reading, parseWith(batchGetItem, input), batchEntries(input));
      return succeed(body, consumptions);
    },
    BatchWriteItem: async (input) => {
      const { body, consumptions } = await batchWrite(storage, writing, parseWith(batchWriteItem, input));
      return succeed(body, consumptions);
    },
    DescribeTable: async ({ TableName }) => {
      const table = storage.tables().find((one) => one.TableName === TableName);
      if (table === undefined) throw noSuchTable(String(TableName));
      return succeed({ Table: describeTable(table) }, []);
    },
  };

  return {
    service: 'dynamodb',
    throttlingCode: 'ThrottlingException',
    read: (request) => ({ service: 'dynamodb', ...readCall(request) }),
    execute: async ({ operation, input }, caller) => {
      if (!isKnownOperation(operation)) throw notEmulated(`The embedded DynamoDB does not know ${operation}.`);
      return executors[operation](input, caller);
    },
    refuse,
    createTable: async (resource) => storage.addTable(tableOf(resource, options.clock.now())),
    prepare: () => rebuildIndexes(storage),
    reader: makeReader(storage),
    stop: () => storage.close(),
  };
};
