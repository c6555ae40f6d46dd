/** Keeps a page of records within what a Lambda may answer, 6 MB in which this JSON is quoted once more. */
import type { CrmRecord } from '../../domain/record/record.ts';
import type { Page } from '../../ports/record-store.ts';
import { cursorAfter } from './cursor.ts';
import type { Key } from './table.ts';

/** Quoted again it at most doubles; a record is at most 300 KB, so every page holds some. */
const MAX_PAGE_BYTES = 2_000_000;

/**
 * @param found what was read, in the list's order, each with its place in the list; undefined for what is not shown
 * @param last where the reading stopped; undefined at the end of the list
 */
export const recordPage = (
  found: readonly { readonly place: Key; readonly record: CrmRecord | undefined }[],
  last: Key | undefined,
): Page<CrmRecord> => {
  const items: CrmRecord[] = [];
  let bytes = 0;
  let before: Key | undefined;
  for (const { place, record } of found) {
    bytes += record === undefined ? 0 : Buffer.byteLength(JSON.stringify(record));
    if (bytes > MAX_PAGE_BYTES && before !== undefined) return { items, ...cursorAfter(before) };
    if (record !== undefined) items.push(record);
    before = place;
  }
  return { items, ...cursorAfter(last) };
};
