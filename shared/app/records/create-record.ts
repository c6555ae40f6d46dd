/** A record made through the API. With an Idempotency-Key a repeat answers what the first one did, whatever happened in between. */
import { type CrmRecord, type Fields, mergeFields } from '../../domain/record/record.ts';
import type { PublishEvent } from '../../ports/events.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';

export type CreateRecordOutcome =
  | { readonly kind: 'created'; readonly record: CrmRecord }
  | { readonly kind: 'other-body' };

export const makeCreateRecord =
  (deps: {
    readonly begin: BeginRequest;
    readonly records: Pick<RecordStore, 'create'>;
    readonly publish: PublishEvent;
  }) =>
  async (request: PostRequest, module: string, fields: Fields): Promise<CreateRecordOutcome> => {
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    const createdAt = new Date(begun.atMs).toISOString();
    const made = { module, id: begun.id, fields: mergeFields({}, fields), createdAt, madeBy: begun.id };
    const stored = await deps.records.create(request.tenant, made);
    const number = stored.kind === 'deleted' ? undefined : stored.record.number;
    await deps.publish({
      id: `${begun.id}-created`,
      type: 'record.created',
      tenant: request.tenant,
      at: createdAt,
      detail: { module, recordId: begun.id },
    });
    return {
      kind: 'created',
      record: { ...made, updatedAt: createdAt, revision: 1, ...(number === undefined ? {} : { number }) },
    };
  };
