/**
 * Size in bytes by "DynamoDB item sizes and formats" (Developer Guide, CapacityUnitCalculations): what the 400 KB limit, the 1 MB page
 * and the request units are counted in. dynalite counts UTF-16 code units, which makes every mail in a non-Latin script too cheap.
 */
import type { AttributeValue, Item } from './attributes.ts';

const utf8 = (text: string) => Buffer.byteLength(text, 'utf8');
const base64 = (text: string) => Buffer.byteLength(text, 'base64');

/** "1 byte per two significant digits + 1 byte"; leading and trailing zeroes do not count. The guide calls this an approximation. */
const numberSize = (decimal: string): number => {
  const digits = decimal.replace(/^-/, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1;
};

/** Overhead of a list or map, and of each element in it. */
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

const sum = <Value>(values: readonly Value[], sizeOf: (value: Value) => number) =>
  values.reduce((total, value) => total + sizeOf(value), 0);

export const valueSize = (value: AttributeValue): number => {
  if (value.S !== undefined) return utf8(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.M !== undefined) return CONTAINER_BYTES + Object.keys(value.M).length * ELEMENT_BYTES + itemSize(value.M);
  if (value.L !== undefined) return CONTAINER_BYTES + sum(value.L, (element) => ELEMENT_BYTES + valueSize(element));
  if (value.SS !== undefined) return sum(value.SS, utf8);
  if (value.NS !== undefined) return sum(value.NS, numberSize);
  if (value.B !== undefined) return base64(value.B);
  if (value.BS !== undefined) return sum(value.BS, base64);
  return 1;
};

export const itemSize = (item: Item): number => {
  let size = 0;
  for (const name in item) {
    const value = item[name];
    if (value !== undefined) size += utf8(name) + valueSize(value);
  }
  return size;
};

/** How deep lists and maps are nested in the item: 0 for an item of plain values. */
export const nesting = (item: Item): number => deepest(Object.values(item));

/** A loop, not Math.max(...): an item may hold more values than a call may have arguments. */
const deepest = (values: readonly AttributeValue[]): number =>
  values.reduce((depth, value) => {
    if (value.M !== undefined) return Math.max(depth, 1 + nesting(value.M));
    return value.L === undefined ? depth : Math.max(depth, 1 + deepest(value.L));
  }, 0);
