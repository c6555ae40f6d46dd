/**
 * A subscription's filter: all names must match, each by any entry of its list. On message attributes, or on the message's JSON body, where
 * it may be nested. https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
import * as z from 'zod';
import type { MessageAttribute } from '#local/kernel/queues.ts';
import { type Condition, compileCondition, type Scalar } from './filter-condition.ts';
import { invalidParameter, notEmulated } from './refusals.ts';

export type Attributes = Readonly<Record<string, MessageAttribute>>;
export type FilterScope = 'MessageAttributes' | 'MessageBody';
export type Filter = (message: string, attributes: Attributes) => boolean;

/** "A filter policy can have a maximum of five keys", "The total combination of values ... must not exceed 150". */
const MOST_KEYS = 5;
const MOST_COMBINATIONS = 150;

interface Leaf {
  readonly path: readonly string[];
  readonly conditions: readonly Condition[];
}

const leavesOf = (policy: unknown, path: readonly string[]): Leaf[] => {
  const parsed = z.record(z.string(), z.unknown()).safeParse(policy);
  if (!parsed.success) throw invalidParameter(`FilterPolicy: "${path.join('.')}" must be an object or an array`);
  return Object.entries(parsed.data).flatMap(([name, value]): Leaf[] => {
    if (name === '$or') throw notEmulated('The OR operator "$or" of a filter policy is not emulated.');
    const at = [...path, name];
    if (!Array.isArray(value)) return leavesOf(value, at);
    if (value.length === 0) throw invalidParameter(`FilterPolicy: "${at.join('.')}" is an empty array`);
    return [{ path: at, conditions: value.map((entry: unknown) => compileCondition(at.join('.'), entry)) }];
  });
};

/** What is compared: every element of an array on its own; nothing counts as not there. */
const matches = (conditions: readonly Condition[], values: readonly Scalar[]): boolean =>
  values.length === 0
    ? conditions.some((condition) => condition(undefined))
    : values.some((value) => conditions.some((condition) => condition(value)));

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** "Amazon SNS compares policy properties only to attributes of the types String, String.Array and Number"; others count as not there. */
const attributeValues = (attribute: MessageAttribute | undefined): Scalar[] => {
  const text = attribute?.stringValue;
  if (text === undefined) return [];
  if (attribute?.dataType === 'Number') return [Number(text)];
  if (attribute?.dataType === 'String') return [text];
  const array = attribute?.dataType === 'String.Array' ? parseJson(text) : undefined;
  return Array.isArray(array) ? array.filter(isScalar) : [];
};

const bodyValues = (value: unknown, path: readonly string[]): Scalar[] => {
  if (Array.isArray(value)) return value.flatMap((element: unknown) => bodyValues(element, path));
  const [name, ...rest] = path;
  if (name === undefined) return isScalar(value) ? [value] : [];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return [];
  return bodyValues(Object.getOwnPropertyDescriptor(value, name)?.value, rest);
};

/** `policy` may be JSON text, as CloudFormation allows. Throws AwsError for what SNS refuses. */
export const compileFilter = (policy: unknown, scope: FilterScope): Filter => {
  const given = typeof policy === 'string' ? parseJson(policy) : policy;
  const leaves = leavesOf(given, []);
  if (leaves.length > MOST_KEYS) throw invalidParameter('FilterPolicy: Filter policy can not have more than 5 keys');
  const combinations = leaves.reduce((product, leaf) => product * leaf.conditions.length * leaf.path.length, 1);
  if (combinations > MOST_COMBINATIONS) throw invalidParameter('FilterPolicy: Filter policy is too complex');
  if (scope === 'MessageBody')
    return (message) => {
      const body = parseJson(message);
      if (typeof body !== 'object' || body === null) return false;
      return leaves.every(({ path, conditions }) => matches(conditions, bodyValues(body, path)));
    };
  if (leaves.some((leaf) => leaf.path.length > 1))
    throw invalidParameter('FilterPolicy: Filter policy scope MessageAttributes does not support nested filter policy');
  return (_, attributes) =>
    leaves.every(({ path, conditions }) => matches(conditions, attributeValues(attributes[path[0] ?? ''])));
};
