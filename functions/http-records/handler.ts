/**
 * The built-in record store over HTTP.
 * If it fails: people see no records and forms cannot save; mail still arrives and waits. docs/runbook.md#http-records
 */
import { makeBeginRequest } from '#shared/app/begin-request.ts';
import { makeCreateRecord } from '#shared/app/records/create-record.ts';
import { makeUpdateRecord } from '#shared/app/records/update-record.ts';
import { recordRoutes } from '#shared/contracts/routes/records.ts';
import type { ClaimNames } from '#shared/edge/caller.ts';
import { httpHandler } from '#shared/edge/http.ts';
import type { Log } from '#shared/edge/log.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, invalidInput, notFound, reusedKey } from '#shared/edge/problem.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import type { PublishEvent } from '#shared/ports/events.ts';
import type { Idempotency } from '#shared/ports/idempotency.ts';
import type { RecordStore } from '#shared/ports/record-store.ts';
import { type DocumentWiring, documentHandlers, refuseFixedFields, refuseNewDocument } from './documents.ts';
import { shown } from './shown.ts';

export interface Wiring extends DocumentWiring {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly idempotency: Idempotency;
  readonly records: RecordStore;
  readonly publish: PublishEvent;
  readonly log: Log;
  readonly claims: ClaimNames;
}

export const makeHandler = (wiring: Wiring) => {
  const { clock, ids, idempotency, records, publish, log, claims } = wiring;
  const createRecord = makeCreateRecord({ begin: makeBeginRequest({ clock, ids, idempotency }), records, publish });
  const updateRecord = makeUpdateRecord({ clock, records });

  return httpHandler(
    recordRoutes,
    {
      createRecord: async (request) => {
        refuseNewDocument(request.params.module);
        const outcome = await createRecord(
          { ...request, ...request.caller },
          request.params.module,
          request.body.fields,
        );
        if (outcome.kind === 'other-body') throw reusedKey();
        return { status: 201, body: shown(outcome.record) };
      },
      listRecords: async ({ caller, params, query }) => {
        const page =
          query.email === undefined
            ? await records.list(caller.tenant, params.module, pageOf(query))
            : await records.listByEmail(caller.tenant, params.module, query.email, pageOf(query));
        return { status: 200, body: { ...page, items: page.items.map(shown) } };
      },
      getRecord: async ({ caller, params }) => {
        const record = await records.get(caller.tenant, params);
        if (record === undefined) throw notFound();
        return { status: 200, body: shown(record) };
      },
      updateRecord: async ({ caller, params, body }) => {
        refuseFixedFields(params.module, body.fields);
        const outcome = await updateRecord(caller.tenant, params, body.fields);
        if (outcome.kind === 'absent') throw notFound();
        if (outcome.kind === 'excess') throw invalidInput([{ field: 'fields', message: outcome.message }]);
        if (outcome.kind === 'contended')
          throw conflict('contended', 'Others are changing this record right now. Try again.');
        return { status: 200, body: shown(outcome.record) };
      },
      deleteRecord: async ({ caller, params }) => {
        const outcome = await records.remove(caller.tenant, params, new Date(clock.nowMs()).toISOString());
        if (outcome === 'absent') throw notFound();
        return { status: 204 };
      },
      getTimeline: async ({ caller, params, query }) => {
        if ((await records.get(caller.tenant, params)) === undefined) throw notFound();
        return { status: 200, body: await records.timeline(caller.tenant, params, pageOf(query)) };
      },
      ...documentHandlers(wiring),
    },
    { log, claims },
  );
};
