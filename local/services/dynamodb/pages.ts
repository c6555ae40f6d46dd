/** One page of rows from the storage: at most 1 MB, at most `limit` rows, an index as it was before its late changes. */
import type { Range } from 'dynalite/db/index.js';
import type { Item } from './attributes.ts';
import type { Mask } from './late-indexes.ts';
import { itemSize } from './sizes.ts';
import type { Storage } from './storage.ts';

/** "A single Query operation can retrieve a maximum of 1 MB of data", before any filter. */
const MAX_PAGE_BYTES = 1024 * 1024;

export interface Page {
  readonly rows: readonly Item[];
  /** In bytes, row by row. */
  readonly sizes: readonly number[];
  /** The page ended at 1 MB, and there is more. */
  readonly cut: boolean;
}

const absolute = (prefix: string, { gt, gte, lt, lte, reverse }: Range): Range => {
  const start = gte !== undefined ? { gte: prefix + gte } : { gt: prefix + (gt ?? '') };
  const end = lte !== undefined ? { lte: prefix + lte } : lt !== undefined ? { lt: prefix + lt } : { lt: `${prefix}~` };
  return { ...start, ...end, reverse: reverse === true };
};

const contains = ({ gt, gte, lt, lte }: Range, key: string) =>
  (gte === undefined ? gt === undefined || key > gt : key >= gte) &&
  (lte === undefined ? lt === undefined || key < lt : key <= lte);

/** The rows as they were: changed ones replaced, new ones left out, deleted ones put back in their place. */
async function* unmasked(
  rows: AsyncIterable<[string, Item]>,
  mask: Mask,
  range: Range,
): AsyncGenerator<Item, void, undefined> {
  const comesFirst = (one: string, other: string) => (range.reverse === true ? one > other : one < other);
  const before = [...mask]
    .filter(([key, item]) => item !== undefined && contains(range, key))
    .sort(([one], [other]) => (comesFirst(one, other) ? -1 : 1));
  let next = 0;
  for await (const [key, item] of rows) {
    for (let row = before[next]; row?.[1] !== undefined && comesFirst(row[0], key); row = before[++next]) yield row[1];
    if (!mask.has(key)) yield item;
    else if (before[next]?.[0] === key) {
      const old = before[next++]?.[1];
      if (old !== undefined) yield old;
    }
  }
  for (const [, item] of before.slice(next)) if (item !== undefined) yield item;
}

/** `range` without the prefix; `limit` -1 = as many as fit. The storage is looked at in this call, not later. */
export const readPage = async (storage: Storage, prefix: string, range: Range, mask: Mask): Promise<Page> => {
  const bounds = absolute(prefix, range);
  const limit = range.limit ?? -1;
  const rows: Item[] = [];
  const sizes: number[] = [];
  let bytes = 0;
  for await (const item of unmasked(storage.rows(bounds), mask, bounds)) {
    if (rows.length === limit) break;
    const size = itemSize(item);
    if (bytes + size > MAX_PAGE_BYTES && rows.length > 0) return { rows, sizes, cut: true };
    rows.push(item);
    sizes.push(size);
    bytes += size;
  }
  return { rows, sizes, cut: false };
};
