/**
 * Limits of DynamoDB that dynalite does not hold or counts in UTF-16 ("Quotas and limitations", Developer Guide). All throw
 * ValidationException with AWS's words where they are known.
 */
import type { Parsed } from 'dynalite/validations/index.js';
import type { AttributeValue, Item, KeyElement, SecondaryIndex, Table } from './attributes.ts';
import { invalid } from './errors.ts';
import { itemSize, nesting, valueSize } from './sizes.ts';

const MAX_ITEM_BYTES = 400 * 1024;
const MAX_PARTITION_KEY_BYTES = 2048;
const MAX_SORT_KEY_BYTES = 1024;
const MAX_EXPRESSION_BYTES = 4 * 1024;
const MAX_NESTING = 32;

const EXPRESSIONS = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
];

export const checkExpressionSizes = (parameters: Readonly<Record<string, unknown>>): void => {
  for (const name of EXPRESSIONS) {
    const text = parameters[name];
    if (typeof text !== 'string') continue;
    const bytes = Buffer.byteLength(text, 'utf8');
    if (bytes > MAX_EXPRESSION_BYTES)
      throw invalid(
        `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`,
      );
  }
};

const isEmpty = (value: AttributeValue) => value.S === '' || value.B === '';
const kindOf = (value: AttributeValue) => (value.S === undefined ? 'binary' : 'string');

const checkKeyBytes = ({ KeyType }: KeyElement, value: AttributeValue) => {
  if (value.N !== undefined) return;
  if (KeyType === 'HASH' && valueSize(value) > MAX_PARTITION_KEY_BYTES)
    throw invalid(
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    );
  if (KeyType === 'RANGE' && valueSize(value) > MAX_SORT_KEY_BYTES)
    throw invalid(
      'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    );
};

const refuseEmptyKey = (name: string, value: AttributeValue) => {
  if (isEmpty(value))
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kindOf(value)} value. Key: ${name}`,
    );
};

/** Of what a Query compares keys with. */
export const checkKeyConditions = ({ KeyConditions = {} }: Pick<Parsed, 'KeyConditions'>): void => {
  for (const [name, { AttributeValueList }] of Object.entries(KeyConditions))
    for (const value of AttributeValueList) refuseEmptyKey(name, value);
};

/** Of a key or of the item that holds it. Missing and mistyped keys are dynalite's to refuse. */
export const checkKey = (table: Table, item: Item): void => {
  for (const element of table.KeySchema) {
    const value = item[element.AttributeName];
    if (value === undefined) continue;
    refuseEmptyKey(element.AttributeName, value);
    checkKeyBytes(element, value);
  }
};

const checkIndexKey = (index: SecondaryIndex, item: Item) => {
  for (const element of index.KeySchema) {
    const value = item[element.AttributeName];
    if (value === undefined) continue;
    if (isEmpty(value))
      throw invalid(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kindOf(value)} value. IndexName: ${index.IndexName}, IndexKey: ${element.AttributeName}`,
      );
    checkKeyBytes(element, value);
  }
};

/** Of an item as it would be stored; `tooLarge` is how the operation says so. */
export const checkItem = (table: Table, item: Item, tooLarge: string): void => {
  if (itemSize(item) > MAX_ITEM_BYTES) throw invalid(tooLarge);
  if (nesting(item) > MAX_NESTING)
    throw invalid('Nesting Levels have exceeded supported limits: Attributes with nested levels beyond 32 found');
  for (const index of table.GlobalSecondaryIndexes ?? []) checkIndexKey(index, item);
};
