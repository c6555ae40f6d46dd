/**
 * HTTP request -> call: which operations and parameters the embedded DynamoDB knows, and which permissions they need. dynalite drops
 * what it does not know without a word, so only what is listed here passes.
 */
import { ACCOUNT_ID, AwsError, type HttpRequest, type Permission, REGION } from '#local/kernel/aws.ts';
import { MAX_BATCH_BYTES } from './batches.ts';
import { invalid, notEmulated } from './errors.ts';

export type Parameters = Readonly<Record<string, unknown>>;

const NAMES = 'ExpressionAttributeNames';
const VALUES = 'ExpressionAttributeValues';
const WRITE = ['TableName', 'ConditionExpression', NAMES, VALUES, 'ReturnValues', 'ReturnConsumedCapacity'];
const ON_FAILURE = 'ReturnValuesOnConditionCheckFailure';
const PAGE = ['Limit', 'ExclusiveStartKey', 'ConsistentRead', 'Select', 'ReturnConsumedCapacity'];
const FILTER = ['TableName', 'FilterExpression', 'ProjectionExpression', NAMES, VALUES];

const KNOWN = {
  PutItem: [...WRITE, 'Item', ON_FAILURE],
  UpdateItem: [...WRITE, 'Key', 'UpdateExpression', ON_FAILURE],
  DeleteItem: [...WRITE, 'Key', ON_FAILURE],
  GetItem: ['TableName', 'Key', 'ConsistentRead', 'ProjectionExpression', NAMES, 'ReturnConsumedCapacity'],
  Query: [...FILTER, ...PAGE, 'IndexName', 'KeyConditionExpression', 'ScanIndexForward'],
  Scan: [...FILTER, ...PAGE],
  BatchGetItem: ['RequestItems', 'ReturnConsumedCapacity'],
  BatchWriteItem: ['RequestItems', 'ReturnConsumedCapacity'],
  DescribeTable: ['TableName'],
} as const satisfies Record<string, readonly string[]>;

export type OperationName = keyof typeof KNOWN;

export const isKnownOperation = (name: string): name is OperationName => Object.hasOwn(KNOWN, name);

const isRecord = (value: unknown): value is Parameters =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const refuseUnknown = (where: string, given: Parameters, known: readonly string[]) => {
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw notEmulated(
      `The embedded DynamoDB does not know ${unknown.join(', ')} of ${where}. It knows ${known.join(', ')}.`,
    );
};

/** What the lists above cannot say. */
const refuseCombinations = (parameters: Parameters) => {
  const { Select, ProjectionExpression, TableName } = parameters;
  if (Select !== undefined && (Select !== 'COUNT' || ProjectionExpression !== undefined))
    throw notEmulated('The embedded DynamoDB knows Select only as COUNT, without a ProjectionExpression.');
  const onFailure = parameters[ON_FAILURE];
  if (onFailure !== undefined && onFailure !== 'ALL_OLD' && onFailure !== 'NONE')
    throw invalid(
      `1 validation error detected: Value '${String(onFailure)}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
    );
  if (typeof TableName === 'string' && TableName.startsWith('arn:'))
    throw notEmulated('The embedded DynamoDB knows tables by their names only, not by ARN.');
};

const BATCH_ENTRY = {
  BatchGetItem: ['Keys', 'ConsistentRead', 'ProjectionExpression', NAMES],
  BatchWriteItem: ['PutRequest', 'DeleteRequest'],
};

const checkBatch = (operation: 'BatchGetItem' | 'BatchWriteItem', { RequestItems }: Parameters): string[] => {
  if (!isRecord(RequestItems))
    throw invalid(
      "1 validation error detected: Value null at 'requestItems' failed to satisfy constraint: Member must not be null",
    );
  for (const ofTable of Object.values(RequestItems))
    for (const entry of Array.isArray(ofTable) ? ofTable : [ofTable])
      if (isRecord(entry)) refuseUnknown(`RequestItems in ${operation}`, entry, BATCH_ENTRY[operation]);
  return Object.keys(RequestItems);
};

const tableName = ({ TableName }: Parameters): string => {
  if (typeof TableName === 'string') return TableName;
  throw invalid(
    "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
  );
};

const arn = (table: string, index: unknown) =>
  `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${table}${typeof index === 'string' ? `/index/${index}` : ''}`;

const parseBody = (body: Buffer): Parameters => {
  if (body.length > MAX_BATCH_BYTES)
    throw new AwsError('RequestEntityTooLarge', 413, 'A request to DynamoDB may have at most 16 MB.');
  const text = body.toString('utf8');
  // dynalite copies members by assignment, which would make this one the prototype and lose it.
  if (text.includes('"__proto__"')) throw notEmulated('The embedded DynamoDB does not know an attribute __proto__.');
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    // The same answer as for JSON that is no object.
  }
  throw new AwsError('SerializationException', 400, 'The request body is not a JSON object.');
};

export interface ReadCall {
  readonly operation: OperationName;
  readonly permissions: readonly Permission[];
  readonly input: Parameters;
}

export const readCall = (request: HttpRequest): ReadCall => {
  const [api, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  if (request.method !== 'POST' || api !== 'DynamoDB_20120810')
    throw new AwsError('UnknownOperationException', 400, 'This is not a request of the DynamoDB API of 2012-08-10.');
  if (!isKnownOperation(operation))
    throw notEmulated(
      `The embedded DynamoDB does not know ${operation}. It knows ${Object.keys(KNOWN).join(', ')}: no transactions, no PartiQL, no streams.`,
    );
  const input = parseBody(request.body);
  refuseUnknown(operation, input, KNOWN[operation]);
  refuseCombinations(input);
  const action = `dynamodb:${operation}`;
  const resources =
    operation === 'BatchGetItem' || operation === 'BatchWriteItem'
      ? checkBatch(operation, input).map((name) => arn(name, undefined))
      : [arn(tableName(input), input['IndexName'])];
  return { operation, input, permissions: resources.map((resource) => ({ action, resource })) };
};

/** The table entries of a batch as they were asked. */
export const batchEntries = ({ RequestItems }: Parameters): Record<string, object> =>
  isRecord(RequestItems)
    ? Object.fromEntries(
        Object.entries(RequestItems).filter((entry): entry is [string, Parameters] => isRecord(entry[1])),
      )
    : {};
