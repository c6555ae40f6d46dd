/** The open cases of an owner, by their pointers (crm-keys.ts) and checked against the records: one that a crash left behind counts for nothing. */
import { isOpenCase } from '../../domain/record/record.ts';
import type { FindOpenCases } from '../../ports/groups.ts';
import { openCasesKey, recordKey, refOfPointer } from './crm-keys.ts';
import { readRecordItem } from './record-item.ts';
import type { Table } from './table.ts';

/** Every mail of a group counts for every member, so this bounds what it costs: two hundred cases of 2 KB are 200 read units. Who has more is as busy. */
export const MAX_COUNTED_CASES = 200;

export const makeFindOpenCases =
  (table: Table): FindOpenCases =>
  async (tenant, owner) => {
    const { items: pointers } = await table.query({ pk: openCasesKey(tenant, owner), limit: MAX_COUNTED_CASES });
    if (pointers.length === 0) return [];
    const items = await table.batchGet(pointers.map(({ sk }) => recordKey(tenant, refOfPointer(String(sk)))));
    return items
      .map(readRecordItem)
      .filter(({ deleted, record }) => !deleted && isOpenCase(record) && record.fields['owner'] === owner)
      .map(({ record }) => record.madeBy);
  };
