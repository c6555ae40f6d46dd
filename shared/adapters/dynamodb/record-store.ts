/**
 * The built-in record store. A record is the truth; pointers (address -> record, contact -> opportunity) are written before it and checked
 * against it when read, so a pointer left over by a crash is harmless and none is missing. A pointer carries the revision that wrote it: removing
 * an old one never removes what a later change has put there.
 */
import { evenName, namesOf } from '../../domain/record/naming.ts';
import { answersTo, type CrmRecord, isConverted, mergeFields } from '../../domain/record/record.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import { makeCaseNumbers } from './case-numbers.ts';
import {
  addressKey,
  nameKey,
  pointerSortKey,
  pointersOf,
  recordKey,
  recordsKey,
  refOfPointer,
  relatedKey,
  senderKey,
  timelineKey,
  timelineSortKey,
} from './crm-keys.ts';
import { cursorAfter, keyAfter, keyOf } from './cursor.ts';
import { readRecordItem, readTimelineItem, recordAttributes } from './record-item.ts';
import { recordPage } from './record-page.ts';
import { ABSENT, type Item, queryAll, type Table } from './table.ts';

const byAge = (a: CrmRecord, b: CrmRecord) =>
  a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id) ? -1 : 1;

export const makeRecordStore = (table: Table): RecordStore => {
  const numbers = makeCaseNumbers(table);
  const putPointers = async (tenant: string, record: CrmRecord) => {
    for (const pk of pointersOf(tenant, record))
      await table.putIf(
        { pk, sk: pointerSortKey(record), revision: record.revision },
        // A slower writer of an older revision must not hide that a newer one points here.
        { expression: 'attribute_not_exists(pk) OR revision < :mine', values: { ':mine': record.revision } },
      );
  };

  const dropPointers = async (tenant: string, old: CrmRecord, kept: readonly string[]) => {
    for (const pk of pointersOf(tenant, old).filter((pointer) => !kept.includes(pointer)))
      await table.deleteIf(
        { pk, sk: pointerSortKey(old) },
        { expression: 'revision <= :old', values: { ':old': old.revision } },
      );
  };

  /** The live records that these pointers name. */
  const followed = async (tenant: string, pointers: readonly Item[]): Promise<readonly CrmRecord[]> => {
    if (pointers.length === 0) return [];
    const keys = pointers.map((pointer) => recordKey(tenant, refOfPointer(String(pointer['sk']))));
    const items = (await table.batchGet(keys)).map(readRecordItem);
    return items.filter(({ deleted }) => !deleted).map(({ record }) => record);
  };

  const follow = async (tenant: string, pk: string): Promise<readonly CrmRecord[]> =>
    [...(await followed(tenant, await queryAll(table, { pk })))].sort(byAge);

  const read = async (tenant: string, ref: { module: string; id: string }) => {
    const item = await table.get(recordKey(tenant, ref));
    return item === undefined ? undefined : readRecordItem(item);
  };

  /** Puts `next` over the revision before it. */
  const replace = (tenant: string, next: CrmRecord, deletedAt?: string) =>
    table.putIf(
      { ...recordKey(tenant, next), ...recordAttributes(next), ...(deletedAt === undefined ? {} : { deletedAt }) },
      { expression: 'revision = :seen AND attribute_not_exists(deletedAt)', values: { ':seen': next.revision - 1 } },
    );

  return {
    findByEmail: async (tenant, address) =>
      (await follow(tenant, addressKey(tenant, address))).filter((record) => answersTo(record, address)),

    listByEmail: async (tenant, module, address, { limit, cursor }) => {
      const pk = addressKey(tenant, address);
      const page = await table.query({
        pk,
        prefix: pointerSortKey({ module, id: '' }),
        limit,
        ...keyAfter(pk, cursor),
      });
      const records = (await followed(tenant, page.items)).filter((record) => answersTo(record, address));
      const found = page.items.map((pointer) => ({
        place: keyOf(pointer),
        record: records.find((record) => pointerSortKey(record) === pointer['sk']),
      }));
      return recordPage(found, page.last);
    },

    findNamed: async (tenant, module, field, value) => {
      const even = evenName(field, value);
      const found = await follow(tenant, nameKey(tenant, module, field, even));
      return found.filter((record) => namesOf(record).some(([name, named]) => name === field && named === even));
    },

    findRelated: async (tenant, id) =>
      (await follow(tenant, relatedKey(tenant, id))).filter(
        (record) =>
          (record.fields['contactId'] === id || record.fields['organizationId'] === id) && !isConverted(record),
      ),

    findByNumber: async (tenant, number) => {
      const id = await numbers.holderOf(tenant, number);
      const found = id === undefined ? undefined : await read(tenant, { module: 'cases', id });
      return found === undefined || found.deleted || found.record.number !== number ? undefined : found.record;
    },

    get: async (tenant, ref) => {
      const found = await read(tenant, ref);
      return found === undefined || found.deleted ? undefined : found.record;
    },

    create: async (tenant, { module, id, fields, createdAt, madeBy }) => {
      const bare = {
        id,
        module,
        fields: mergeFields({}, fields),
        createdAt,
        updatedAt: createdAt,
        madeBy,
        revision: 1,
      };
      const number = module === 'cases' ? await numbers.claim(tenant, bare) : undefined;
      const record = number === undefined ? bare : { ...bare, number };
      await putPointers(tenant, record);
      if (await table.putIf({ ...recordKey(tenant, record), ...recordAttributes(record) }, ABSENT)) {
        if (number !== undefined) await numbers.given(tenant, number);
        return { kind: 'created', record };
      }
      const there = await read(tenant, record);
      if (there === undefined || there.deleted) return { kind: 'deleted' };
      // The try that wrote it may have died before it noted the number.
      if (there.record.number !== undefined) await numbers.given(tenant, there.record.number);
      return { kind: there.record.madeBy === madeBy ? 'created' : 'exists', record: there.record };
    },

    update: async (tenant, record, fields, updatedAt) => {
      const next = { ...record, fields, updatedAt, revision: record.revision + 1 };
      await putPointers(tenant, next);
      if (!(await replace(tenant, next))) {
        const there = await read(tenant, record);
        return there === undefined || there.deleted ? { kind: 'absent' } : { kind: 'conflict' };
      }
      await dropPointers(tenant, record, pointersOf(tenant, next));
      return { kind: 'updated', record: next };
    },

    remove: async (tenant, ref, deletedAt) => {
      // Two tries at once both see the same revision: the one that loses reads again and finds it deleted.
      for (;;) {
        const found = await read(tenant, ref);
        if (found === undefined || found.deleted) return 'absent';
        const gone = { ...found.record, updatedAt: deletedAt, revision: found.record.revision + 1 };
        if (!(await replace(tenant, gone, deletedAt))) continue;
        await dropPointers(tenant, gone, []);
        return 'removed';
      }
    },

    list: async (tenant, module, { limit, cursor }) => {
      const pk = recordsKey(tenant, module);
      const page = await table.query({
        pk,
        newestFirst: true,
        limit,
        filter: { expression: 'attribute_not_exists(deletedAt)' },
        ...keyAfter(pk, cursor),
      });
      const found = page.items.map((item) => ({ place: keyOf(item), record: readRecordItem(item).record }));
      return recordPage(found, page.last);
    },

    addToTimeline: async (tenant, ref, entry) => {
      await table.put({ pk: timelineKey(tenant, ref), sk: timelineSortKey(entry), ...entry });
    },

    timeline: async (tenant, ref, { limit, cursor }) => {
      const pk = timelineKey(tenant, ref);
      const page = await table.query({ pk, newestFirst: true, limit, ...keyAfter(pk, cursor) });
      return { items: page.items.map(readTimelineItem), ...cursorAfter(page.last) };
    },

    claimSender: async (tenant, module, address, candidateId, deadId) => {
      const key = senderKey(tenant, module, address);
      const condition =
        deadId === undefined
          ? ABSENT
          : { expression: 'attribute_not_exists(pk) OR recordId = :dead', values: { ':dead': deadId } };
      if (await table.putIf({ ...key, recordId: candidateId }, condition)) return candidateId;
      const holder = await table.get(key);
      return typeof holder?.['recordId'] === 'string' ? holder['recordId'] : candidateId;
    },
  };
};
