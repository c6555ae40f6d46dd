/** Puts the use cases of outgoing mail together from the adapters this function has. */
import { makeBeginRequest } from '#shared/app/begin-request.ts';
import { makeRecordMailbox } from '#shared/app/mailroom/record-mailbox.ts';
import { makeCloseFailed } from '#shared/app/sending/close-failed.ts';
import { makeCancelMail, makeDecideMail } from '#shared/app/sending/decide-mail.ts';
import { makeDraftMail } from '#shared/app/sending/draft-mail.ts';
import { makeEditMail } from '#shared/app/sending/edit-mail.ts';
import { makePostMail } from '#shared/app/sending/post-mail.ts';
import { makeSubmitMail } from '#shared/app/sending/submit-mail.ts';
import { makeReadUsage } from '#shared/app/sending/usage.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import type { Idempotency } from '#shared/ports/idempotency.ts';
import type { MailroomSettingsStore } from '#shared/ports/mailroom-settings.ts';
import type {
  Contents,
  DueEntries,
  MailQueues,
  OutgoingStore,
  QuotaCounters,
  Suppressions,
} from '#shared/ports/sending.ts';
import type { TenantDirectory } from '#shared/ports/tenants.ts';

export interface UseCaseDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly idempotency: Idempotency;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly settings: Pick<MailroomSettingsStore, 'secret'>;
  readonly inboundDomains: readonly string[];
  readonly outgoing: OutgoingStore;
  readonly quota: QuotaCounters;
  readonly due: DueEntries;
  readonly suppressions: Suppressions;
  readonly contents: Contents;
  readonly queues: MailQueues;
  readonly presignUpload: (
    tenant: string,
    uploadId: string,
    file: { name: string; contentType: string; sizeBytes: number },
  ) => Promise<{ url: string; fields: Readonly<Record<string, string>> }>;
}

export const makeUseCases = (deps: UseCaseDeps) => {
  const { clock, ids, presignUpload } = deps;
  const submitMail = makeSubmitMail(deps);
  const draftMail = makeDraftMail({ ...deps, recordMailbox: makeRecordMailbox(deps) });
  return {
    createUpload: async (tenant: string, file: { name: string; contentType: string; sizeBytes: number }) => {
      const id = ids.fresh(clock.nowMs());
      return { id, ...(await presignUpload(tenant, id, file)) };
    },
    postMail: makePostMail({ begin: makeBeginRequest(deps), ids, tenants: deps.tenants, draftMail, submitMail }),
    editMail: makeEditMail(deps),
    cancelMail: makeCancelMail({ outgoing: deps.outgoing, closeFailed: makeCloseFailed(deps) }),
    decideMail: makeDecideMail(deps),
    readUsage: makeReadUsage(deps),
  };
};

export type UseCases = ReturnType<typeof makeUseCases>;
