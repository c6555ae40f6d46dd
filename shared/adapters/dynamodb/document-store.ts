/**
 * Documents of a record in the `crm` table (crm-keys.ts). They are records like any other; here is what they have besides: one item per record with what
 * is counted to its 10 MB, written by revision, and the list by record, which follows the pointers that record-store.ts writes.
 */
import * as z from 'zod';
import { Failure } from '../../domain/failure.ts';
import { DOCUMENTS } from '../../domain/record/document.ts';
import { fitDocuments, type SizedDocument } from '../../domain/record/document-room.ts';
import type { ClaimRoom, ListDocuments } from '../../ports/documents.ts';
import { documentRoomKey, documentsKey, pointerSortKey, recordKey, refOfPointer } from './crm-keys.ts';
import { keyAfter, keyOf } from './cursor.ts';
import { type RecordItem, readRecordItem } from './record-item.ts';
import { recordPage } from './record-page.ts';
import { ABSENT, type Table } from './table.ts';

const Stored = z.object({
  counted: z.array(z.object({ id: z.string(), sizeBytes: z.number() })),
  revision: z.number(),
});

/** Mails of one record that arrive at once contend for one item. */
const MAX_TRIES = 30;

const read = async (table: Table, tenant: string, ids: readonly string[]): Promise<ReadonlyMap<string, RecordItem>> => {
  // DynamoDB refuses a batch that names a key twice (API reference, BatchGetItem).
  const keys = [...new Set(ids)].map((id) => recordKey(tenant, { module: DOCUMENTS, id }));
  const items = keys.length === 0 ? [] : await table.batchGet(keys);
  return new Map(items.map(readRecordItem).map((item) => [item.record.id, item]));
};

export const makeClaimRoom =
  (table: Table): ClaimRoom =>
  async (tenant, record, wanted) => {
    const key = documentRoomKey(tenant, record);
    const first = fitDocuments([], wanted);
    if (await table.putIf({ ...key, counted: first.counted, revision: 1 }, ABSENT)) return first.refused;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const { counted, revision } = Stored.parse((await table.get(key)) ?? { counted: [], revision: 0 });
      let fit = fitDocuments(counted, wanted);
      if (fit.refused.size > 0) {
        // Only now does it matter what was deleted. What is not there yet is being made by another worker, and keeps its place.
        const items = await read(
          table,
          tenant,
          [...counted, ...wanted].map(({ id }) => id),
        );
        const isNeeded = ({ id }: SizedDocument) => items.get(id)?.deleted !== true;
        fit = fitDocuments(counted.filter(isNeeded), wanted.filter(isNeeded));
      }
      if (!fit.grew) return fit.refused;
      const next = { ...key, counted: fit.counted, revision: revision + 1 };
      if (await table.putIf(next, { expression: 'revision = :seen', values: { ':seen': revision } }))
        return fit.refused;
    }
    throw new Failure(
      'unavailable',
      'documents-contended',
      'Too many mails with attachments join this record at once.',
    );
  };

export const makeListDocuments =
  (table: Table): ListDocuments =>
  async (tenant, record, { limit, cursor }) => {
    const pk = documentsKey(tenant, record);
    const prefix = pointerSortKey({ module: DOCUMENTS, id: '' });
    const page = await table.query({ pk, prefix, newestFirst: true, limit, ...keyAfter(pk, cursor) });
    const idOf = (sk: unknown) => refOfPointer(String(sk)).id;
    const items = await read(
      table,
      tenant,
      page.items.map(({ sk }) => idOf(sk)),
    );
    const found = page.items.map((pointer) => {
      const item = items.get(idOf(pointer['sk']));
      return { place: keyOf(pointer), record: item?.deleted === false ? item.record : undefined };
    });
    return recordPage(found, page.last);
  };
