/**
 * Opaque cursors of lists: the sort key of the last item behind a checksum over it and the list's partition. The partition never comes from outside,
 * so a cursor cannot reach another tenant's items; the checksum makes one of another list, or a mangled one, a clear refusal instead of a page
 * that starts anywhere.
 */
import { createHash } from 'node:crypto';
import { Failure } from '../../domain/failure.ts';
import type { Item, Key } from './table.ts';

/** Against mistakes, not against attackers: who forges one moves about in the own list. */
const CHECKSUM_BYTES = 6;

const seal = ({ pk, sk }: Key): string =>
  Buffer.concat([
    createHash('sha256')
      .update(JSON.stringify([pk, sk]))
      .digest()
      .subarray(0, CHECKSUM_BYTES),
    Buffer.from(sk),
  ]).toString('base64url');

export const cursorAfter = (last: Key | undefined): { nextCursor?: string } =>
  last === undefined ? {} : { nextCursor: seal(last) };

export const keyAfter = (pk: string, cursor: string | undefined): { after?: Key } => {
  if (cursor === undefined) return {};
  const after = { pk, sk: Buffer.from(cursor, 'base64url').subarray(CHECKSUM_BYTES).toString() };
  if (seal(after) !== cursor)
    throw new Failure('invalid-input', 'invalid-cursor', 'cursor is not one that this list gave.');
  return { after };
};

/** What the query's own key would be after the last item that is shown. */
export const keyOf = (item: Item): Key => ({ pk: String(item['pk']), sk: String(item['sk']) });
