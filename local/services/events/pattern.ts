/**
 * Event patterns: all fields named must match, each by any entry of its list; `$or` holds alternatives. An array in the event matches by any
 * of its elements, but fields of one match never come from different elements of one array (https://github.com/aws/event-ruler, "JSON Array
 * Matching").
 */
import { isRecord } from '#local/template/json.ts';
import { type Condition, compileCondition, type Scalar } from './pattern-condition.ts';
import { invalidPattern } from './refusals.ts';

export type Matcher = (event: unknown) => boolean;

/** "Event pattern size: 2,048 characters" (EventBridge quotas). */
const MOST_CHARACTERS = 2048;
/** Of `$or` branches combined with each other; EventBridge refuses a pattern with more (User Guide, "Or matching example"). */
const MOST_ALTERNATIVES = 1000;
/** Names an alternative may not begin with: EventBridge would read the `$or` as an operator. */
const RESERVED = new Set([
  'prefix',
  'suffix',
  'equals-ignore-case',
  'anything-but',
  'exists',
  'numeric',
  'wildcard',
  'cidr',
]);

interface Leaf {
  readonly path: readonly string[];
  readonly conditions: readonly Condition[];
}
/** All of its leaves must match. */
type Alternative = readonly Leaf[];

const combine = (left: readonly Alternative[], right: readonly Alternative[]): Alternative[] => {
  if (left.length * right.length > MOST_ALTERNATIVES) throw invalidPattern('Rule is too complex - try using fewer $or');
  return left.flatMap((one) => right.map((other) => [...one, ...other]));
};

const eitherOf = (entries: unknown, path: readonly string[]): Alternative[] => {
  if (!Array.isArray(entries)) throw invalidPattern('It must be an Array followed with $or.');
  if (entries.length < 2) throw invalidPattern('There must have at least 2 Objects in $or relationship.');
  return entries.flatMap((entry: unknown) => {
    const reserved = isRecord(entry) ? Object.keys(entry).find((name) => RESERVED.has(name)) : undefined;
    if (reserved !== undefined)
      throw invalidPattern(`${reserved} is Ruler reserved fieldName which cannot be used inside $or.`);
    return alternativesOf(entry, path);
  });
};

function alternativesOf(pattern: unknown, path: readonly string[]): Alternative[] {
  if (!isRecord(pattern)) throw invalidPattern(`"${path.join('.') || 'the pattern'}" must be an object or an array`);
  const members = Object.entries(pattern);
  if (members.length === 0) throw invalidPattern('Empty objects are not allowed');
  return members.reduce<Alternative[]>(
    (so, [name, value]) => {
      if (name === '$or') return combine(so, eitherOf(value, path));
      const at = [...path, name];
      if (!Array.isArray(value)) return combine(so, alternativesOf(value, at));
      if (value.length === 0) throw invalidPattern('Empty arrays are not allowed');
      const conditions = value.map((entry: unknown) => compileCondition(at.join('.'), entry));
      return combine(so, [[{ path: at, conditions }]]);
    },
    [[]],
  );
}

/** Which element of which array a value lies in. */
type Elements = ReadonlyMap<readonly unknown[], number>;
interface Occurrence {
  readonly value: Scalar;
  readonly within: Elements;
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const occurrences = (value: unknown, path: readonly string[], within: Elements): Occurrence[] => {
  if (Array.isArray(value))
    return value.flatMap((element: unknown, index) => occurrences(element, path, new Map([...within, [value, index]])));
  const [name, ...rest] = path;
  if (name === undefined) return isScalar(value) ? [{ value, within }] : [];
  return isRecord(value) && Object.hasOwn(value, name) ? occurrences(value[name], rest, within) : [];
};

/** Undefined when the two lie in different elements of one array. */
const together = (chosen: Elements, other: Elements): Elements | undefined =>
  [...other].every(([array, index]) => (chosen.get(array) ?? index) === index)
    ? new Map([...chosen, ...other])
    : undefined;

/** Takes for the first leaf each value that fits, and tries the other leaves with it. */
const holds = ([leaf, ...rest]: Alternative, event: unknown, chosen: Elements): boolean => {
  if (leaf === undefined) return true;
  const found = occurrences(event, leaf.path, new Map());
  if (found.length === 0) return leaf.conditions.some(({ absent }) => absent) && holds(rest, event, chosen);
  return found.some(({ value, within }) => {
    const both = together(chosen, within);
    return (
      both !== undefined &&
      leaf.conditions.some((condition) => !condition.absent && condition.met(value)) &&
      holds(rest, event, both)
    );
  });
};

/** Throws AwsError for what EventBridge refuses, and for operators that are not emulated. */
export const compilePattern = (pattern: unknown): Matcher => {
  const characters = JSON.stringify(pattern).length;
  if (characters > MOST_CHARACTERS)
    throw invalidPattern(`it has ${characters} characters, and EventBridge takes ${MOST_CHARACTERS}`);
  const alternatives = alternativesOf(pattern, []);
  return (event) => alternatives.some((alternative) => holds(alternative, event, new Map()));
};
