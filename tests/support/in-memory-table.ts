/**
 * The table port in memory, for property tests that need thousands of runs: the real stores work on it, so a crash or another worker may come
 * between any two of their calls. tests/conformance/table-contract.test.ts holds it to what the embedded DynamoDB answers.
 */
import type { Condition, Item, Key, Table } from '#shared/adapters/dynamodb/table.ts';

const valueAt = (item: Item | undefined, path: string, { names = {} }: Condition): unknown =>
  path.split('.').reduce<unknown>((value, step) => {
    const name = names[step] ?? step;
    return typeof value === 'object' && value !== null
      ? new Map<string, unknown>(Object.entries(value)).get(name)
      : undefined;
  }, item);

const compare = (left: unknown, operator: string, right: unknown): boolean => {
  if (left === undefined || typeof left !== typeof right) return false;
  if (operator === '=') return left === right;
  if (typeof left !== 'number' || typeof right !== 'number')
    throw new Error(`Compared by ${operator}: ${String(left)}`);
  return operator === '<' ? left < right : left <= right;
};

/** One term of the few that the stores write; anything else fails the test that brings it. */
const holdsTerm = (term: string, item: Item | undefined, condition: Condition): boolean => {
  const absent = /^attribute_not_exists\((\S+)\)$/.exec(term)?.[1];
  if (absent !== undefined) return valueAt(item, absent, condition) === undefined;
  const present = /^attribute_exists\((\S+)\)$/.exec(term)?.[1];
  if (present !== undefined) return valueAt(item, present, condition) !== undefined;
  const [, path, operator, value] = /^(\S+) (=|<|<=) (:\w+)$/.exec(term) ?? [];
  if (path === undefined || operator === undefined || value === undefined)
    throw new Error(`Unknown condition: ${term}`);
  return compare(valueAt(item, path, condition), operator, condition.values?.[value]);
};

const holds = (item: Item | undefined, condition: Condition): boolean =>
  condition.expression
    .split(' OR ')
    .some((all) => all.split(' AND ').every((term) => holdsTerm(term.trim(), item, condition)));

const idOf = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

const keyOf = (item: Item): Key => ({ pk: String(item['pk']), sk: String(item['sk']) });

/** As DynamoDB stores: a copy, without what is undefined. */
const stored = (item: Item): Item => JSON.parse(JSON.stringify(item)) as Item;

/** Sort keys are compared byte by byte. */
const bySortKey = (a: Item, b: Item): number =>
  Buffer.compare(Buffer.from(String(a['sk'])), Buffer.from(String(b['sk'])));

export const makeInMemoryTable = (): Table => {
  const items = new Map<string, Item>();
  const read = (key: Key): Item | undefined => {
    const item = items.get(idOf(key));
    return item === undefined ? undefined : stored(item);
  };
  return {
    get: async (key) => read(key),
    batchGet: async (keys) => keys.flatMap((key) => read(key) ?? []),
    put: async (item) => {
      items.set(idOf(item), stored(item));
    },
    putIf: async (item, condition) => {
      if (!holds(items.get(idOf(item)), condition)) return false;
      items.set(idOf(item), stored(item));
      return true;
    },
    deleteIf: async (key, condition) => {
      if (condition !== undefined && !holds(items.get(idOf(key)), condition)) return false;
      items.delete(idOf(key));
      return true;
    },
    query: async ({ pk, prefix = '', upTo, newestFirst = false, limit, after, filter }) => {
      const partition = [...items.values()].filter(
        (item) =>
          item['pk'] === pk &&
          String(item['sk']).startsWith(prefix) &&
          (upTo === undefined || bySortKey(item, { sk: upTo }) <= 0),
      );
      const sorted = partition.sort((a, b) => (newestFirst ? bySortKey(b, a) : bySortKey(a, b)));
      const rest =
        after === undefined
          ? sorted
          : sorted.filter((item) => (newestFirst ? bySortKey(item, after) < 0 : bySortKey(item, after) > 0));
      const page = rest.slice(0, limit);
      // A page that is full names its last item, even when nothing comes behind it; the limit counts what is read, not what passes the filter.
      const last = limit !== undefined && page.length === limit ? page.at(-1) : undefined;
      return {
        items: page.filter((item) => filter === undefined || holds(item, filter)).map(stored),
        last: last === undefined ? undefined : keyOf(last),
      };
    },
  };
};
