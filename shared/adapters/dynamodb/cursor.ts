/** Opaque cursors of lists: the sort key of the last item. The partition never comes from outside, so a cursor cannot reach another tenant's. */
import { Failure } from '../../domain/failure.ts';
import type { Item, Key } from './table.ts';

export const cursorAfter = (last: Key | undefined): { nextCursor?: string } =>
  last === undefined ? {} : { nextCursor: Buffer.from(last.sk).toString('base64url') };

export const keyAfter = (pk: string, cursor: string | undefined): { after?: Key } => {
  if (cursor === undefined) return {};
  const sk = Buffer.from(cursor, 'base64url').toString();
  // DynamoDB sort keys are 1 to 1,024 bytes.
  if (sk === '' || Buffer.byteLength(sk) > 1024)
    throw new Failure('invalid-input', 'invalid-cursor', 'cursor is not one that this list gave.');
  return { after: { pk, sk } };
};

/** What the query's own key would be after the last item that is shown. */
export const keyOfItem = (item: Item | undefined): Key | undefined =>
  item === undefined ? undefined : { pk: String(item['pk']), sk: String(item['sk']) };
