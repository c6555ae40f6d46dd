/** Puts the use cases of outgoing mail together from the adapters this function has. */
import { makeBeginRequest } from '#shared/app/begin-request.ts';
import { makeListFailures } from '#shared/app/failures/list-failures.ts';
import { makeRecordMailbox } from '#shared/app/mailroom/record-mailbox.ts';
import { makeAcceptMail } from '#shared/app/sending/accept-mail.ts';
import { makeCloseFailed } from '#shared/app/sending/close-failed.ts';
import { makeCancelMail, makeDecideMail } from '#shared/app/sending/decide-mail.ts';
import { makeDocumentPart } from '#shared/app/sending/document-part.ts';
import { makeDraftMail } from '#shared/app/sending/draft-mail.ts';
import { makeCreateDraft, makeEditDraft, makeSendDraft } from '#shared/app/sending/drafts.ts';
import { makeEditMail } from '#shared/app/sending/edit-mail.ts';
import { makeListFollowUps } from '#shared/app/sending/list-follow-ups.ts';
import { makeNameRecipients } from '#shared/app/sending/name-recipients.ts';
import { makePostMail } from '#shared/app/sending/post-mail.ts';
import { makeResendMail } from '#shared/app/sending/resend-mail.ts';
import { makeWithRests } from '#shared/app/sending/send-rest.ts';
import { makeSenderOfMail } from '#shared/app/sending/sender-of-mail.ts';
import { makeEditAny, makeSetFollowUp } from '#shared/app/sending/set-follow-up.ts';
import { makeSubmitMail } from '#shared/app/sending/submit-mail.ts';
import { makeReadUsage } from '#shared/app/sending/usage.ts';
import { makeWarnOfQuota } from '#shared/app/sending/warn-of-quota.ts';
import { makeAskOwner } from '#shared/app/settings/sender-addresses.ts';
import { makeFillMail } from '#shared/app/templates/fill-mail.ts';
import { makeRenderMail } from '#shared/app/templates/render-mail.ts';
import { makeSaveTemplate } from '#shared/app/templates/save-template.ts';
import { makeViewLink } from '#shared/app/templates/view-mail.ts';
import { makeDecideTracking } from '#shared/app/tracking/decide-tracking.ts';
import { makeShowTracking } from '#shared/app/tracking/show-tracking.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import type { Drafts, DraftTexts } from '#shared/ports/drafts.ts';
import type { PublishEvent } from '#shared/ports/events.ts';
import type { FailureLog } from '#shared/ports/failures.ts';
import type { FollowUps } from '#shared/ports/follow-ups.ts';
import type { AccountPlaces } from '#shared/ports/holding-back.ts';
import type { Idempotency } from '#shared/ports/idempotency.ts';
import type { LinkTokens } from '#shared/ports/links.ts';
import type { MailroomSettingsStore } from '#shared/ports/mailroom-settings.ts';
import type { PreferencesStore } from '#shared/ports/preferences.ts';
import type { RecordStore } from '#shared/ports/record-store.ts';
import type { MayAskOwner, SenderAddressStore } from '#shared/ports/sender-addresses.ts';
import type {
  Contents,
  DueEntries,
  HtmlTools,
  MailQueues,
  OutgoingStore,
  QuotaCounters,
  Suppressions,
} from '#shared/ports/sending.ts';
import type { CompanyStore, TemplateHtml, TemplateStore } from '#shared/ports/templates.ts';
import type { TenantDirectory } from '#shared/ports/tenants.ts';
import type { HitStore, TrackedLinks } from '#shared/ports/tracking.ts';

export interface UseCaseDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly idempotency: Idempotency;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly settings: Pick<MailroomSettingsStore, 'secret'>;
  readonly inboundDomains: readonly string[];
  readonly publicUrl: string;
  readonly senders: Pick<SenderAddressStore, 'add' | 'keyOf'>;
  readonly mayAsk: MayAskOwner;
  readonly linkTokens: Pick<LinkTokens, 'sign'>;
  readonly outgoing: OutgoingStore;
  readonly quota: QuotaCounters;
  readonly accountPlaces: Pick<AccountPlaces, 'read'>;
  readonly due: DueEntries;
  readonly suppressions: Suppressions;
  readonly links: Pick<TrackedLinks, 'find'>;
  readonly hits: Pick<HitStore, 'ofMail'>;
  readonly failures: Pick<FailureLog, 'ofDay'>;
  readonly followUps: FollowUps;
  readonly messageIdDomain: string;
  readonly contents: Contents;
  readonly queues: MailQueues;
  readonly records: Pick<RecordStore, 'get' | 'findByEmail' | 'timeline'>;
  readonly templates: TemplateStore;
  readonly companies: CompanyStore;
  readonly html: TemplateHtml;
  readonly publish: PublishEvent;
  readonly htmlTools: HtmlTools;
  readonly preferences: Pick<PreferencesStore, 'signature'>;
  readonly drafts: Drafts;
  readonly draftTexts: DraftTexts;
  readonly presignUpload: (
    tenant: string,
    uploadId: string,
    file: { name: string; contentType: string; sizeBytes: number },
  ) => Promise<{ url: string; fields: Readonly<Record<string, string>> }>;
}

/** What a person cancels has not failed, so this function needs no way to the bus. */
const nothing = async (): Promise<void> => undefined;

export const makeUseCases = (deps: UseCaseDeps) => {
  const { clock, ids, presignUpload } = deps;
  const begin = makeBeginRequest(deps);
  const viewLink = makeViewLink({ links: deps.linkTokens, publicUrl: deps.publicUrl });
  const renderMail = makeRenderMail({ ...deps, viewLink });
  const fillMail = makeFillMail({ ...deps, renderMail });
  const warnOfQuota = makeWarnOfQuota(deps);
  const submitMail = makeSubmitMail({ ...deps, warnOfQuota });
  const draftMail = makeDraftMail({
    ...deps,
    documentPart: makeDocumentPart(deps),
    senderOfMail: makeSenderOfMail({ ...deps, recordMailbox: makeRecordMailbox(deps) }),
    decideTracking: makeDecideTracking(deps),
  });
  const acceptMail = makeAcceptMail({ ids, draftMail, submitMail });
  const nameRecipients = makeNameRecipients(deps);
  const postMail = makePostMail({ begin, tenants: deps.tenants, nameRecipients, fillMail, acceptMail });
  return {
    createUpload: async (tenant: string, file: { name: string; contentType: string; sizeBytes: number }) => {
      const id = ids.fresh(clock.nowMs());
      return { id, ...(await presignUpload(tenant, id, file)) };
    },
    postMail,
    askOwner: makeAskOwner({ ...deps, begin, submitMail, links: deps.linkTokens }),
    createDraft: makeCreateDraft({ ...deps, begin }),
    editDraft: makeEditDraft(deps),
    sendDraft: makeSendDraft({ drafts: deps.drafts, postMail }),
    resendMail: makeResendMail({ ...deps, begin, acceptMail }),
    saveTemplate: makeSaveTemplate({ ...deps, begin }),
    renderMail,
    editMail: makeEditAny({
      ...deps,
      editMail: makeEditMail({ ...deps, warnOfQuota }),
      setFollowUp: makeSetFollowUp(deps),
    }),
    listFollowUps: makeListFollowUps(deps),
    withRests: makeWithRests(deps.outgoing),
    cancelMail: makeCancelMail({
      outgoing: deps.outgoing,
      closeFailed: makeCloseFailed({ ...deps, logFailures: nothing }),
    }),
    decideMail: makeDecideMail(deps),
    readUsage: makeReadUsage(deps),
    showTracking: makeShowTracking(deps),
    listFailures: makeListFailures(deps),
  };
};

export type UseCases = ReturnType<typeof makeUseCases>;
