/**
 * Numbers of cases, from 1 up within a tenant and without gaps but for cases that were never finished. A number is claimed for the id of a case before the case is
 * written, and the last one given is noted after: a try that is repeated, or races with itself, finds its own claim and takes no second number.
 */
import type { RecordRef } from '../../ports/record-store.ts';
import { lastNumberKey, numberKey, recordKey } from './crm-keys.ts';
import { ABSENT, type Table } from './table.ts';

export const makeCaseNumbers = (table: Table) => ({
  /** Undefined: the case is there already and has its number. */
  claim: async (tenant: string, ref: RecordRef): Promise<number | undefined> => {
    // Before the look for the case: who writes it notes its number after, so the claim of a case that is not there lies beyond what is noted.
    const last = (await table.get(lastNumberKey(tenant)))?.['number'];
    if ((await table.get(recordKey(tenant, ref))) !== undefined) return undefined;
    for (let number = typeof last === 'number' ? last + 1 : 1; ; number += 1) {
      const key = numberKey(tenant, number);
      if (await table.putIf({ ...key, recordId: ref.id }, ABSENT)) return number;
      if ((await table.get(key))?.['recordId'] === ref.id) return number;
    }
  },

  /** Where the next one begins to look. */
  given: async (tenant: string, number: number): Promise<void> => {
    await table.putIf(
      { ...lastNumberKey(tenant), number },
      {
        expression: 'attribute_not_exists(pk) OR #number < :mine',
        names: { '#number': 'number' },
        values: { ':mine': number },
      },
    );
  },

  /** Id of the case that holds it. */
  holderOf: async (tenant: string, number: number): Promise<string | undefined> => {
    const holder = (await table.get(numberKey(tenant, number)))?.['recordId'];
    return typeof holder === 'string' ? holder : undefined;
  },
});
