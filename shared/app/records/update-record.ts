/** Changes some fields of a record; two people changing different fields at once both succeed. */
import { excessOf } from '../../domain/record/limits.ts';
import { type CrmRecord, type Fields, mergeFields } from '../../domain/record/record.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RecordRef, RecordStore } from '../../ports/record-store.ts';

export type UpdateRecordOutcome =
  | { readonly kind: 'updated'; readonly record: CrmRecord }
  | { readonly kind: 'absent' }
  /** With what is there already it would be too much. */
  | { readonly kind: 'excess'; readonly message: string }
  | { readonly kind: 'contended' };

/** Each lost race means that another change got through; so many in a row on one record is a script gone wrong. */
const MAX_TRIES = 10;

export const makeUpdateRecord =
  (deps: { readonly clock: Clock; readonly records: Pick<RecordStore, 'get' | 'update'> }) =>
  async (tenant: string, ref: RecordRef, changes: Fields): Promise<UpdateRecordOutcome> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const record = await deps.records.get(tenant, ref);
      if (record === undefined) return { kind: 'absent' };
      const fields = mergeFields(record.fields, changes);
      const message = excessOf(fields);
      if (message !== undefined) return { kind: 'excess', message };
      const updatedAt = new Date(deps.clock.nowMs()).toISOString();
      const outcome = await deps.records.update(tenant, record, fields, updatedAt);
      if (outcome.kind !== 'conflict') return outcome;
    }
    return { kind: 'contended' };
  };
