/**
 * Drafts (FEATURES 130, 135): kept as they were written, finished or not, and sent as if they were written just then. A draft is marked before it is sent: cut off
 * in between, it can be sent again, which finds the mail of the first try, or thrown away, but not changed - a changed one would go a second time.
 */
import type { Clock } from '../../ports/clock.ts';
import type { Draft, Drafts, DraftTexts } from '../../ports/drafts.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';
import type { WrittenMail } from './name-recipients.ts';
import type { PostMail, PostMailOutcome } from './post-mail.ts';
import type { Wishes } from './submit-mail.ts';

/** Fields of the API's own body; what they must be is asked when it is sent. */
export type Written = Readonly<Record<string, unknown>>;

interface Deps {
  readonly clock: Clock;
  readonly drafts: Drafts;
  readonly draftTexts: DraftTexts;
}

const subjectOf = (body: Written): string => (typeof body['subject'] === 'string' ? body['subject'] : '');

export const makeCreateDraft =
  (deps: Deps & { readonly begin: BeginRequest }) =>
  async (
    request: PostRequest,
    body: Written,
  ): Promise<{ readonly kind: 'created'; readonly draft: Draft } | { readonly kind: 'other-body' }> => {
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    const { tenant, user } = request;
    const place = await deps.draftTexts.save(tenant, begun.id, 1, body);
    const at = new Date(begun.atMs).toISOString();
    const subject = subjectOf(body);
    const made = { id: begun.id, tenant, user, subject, place, createdAt: at, updatedAt: at, revision: 1 };
    return { kind: 'created', draft: await deps.drafts.create(made) };
  };

export type EditDraftOutcome =
  | { readonly kind: 'edited'; readonly draft: Draft; readonly body: Written }
  | { readonly kind: 'being-sent' }
  | { readonly kind: 'contended' };

export const makeEditDraft =
  (deps: Deps) =>
  async (draft: Draft, old: Written, changes: Written): Promise<EditDraftOutcome> => {
    if (draft.sending === true) return { kind: 'being-sent' };
    const body = { ...old, ...changes };
    const revision = draft.revision + 1;
    const next = {
      ...draft,
      revision,
      subject: subjectOf(body),
      place: await deps.draftTexts.save(draft.tenant, draft.id, revision, body),
      updatedAt: new Date(deps.clock.nowMs()).toISOString(),
    };
    return (await deps.drafts.replace(next)) ? { kind: 'edited', draft: next, body } : { kind: 'contended' };
  };

export const makeSendDraft =
  (deps: Pick<Deps, 'drafts'> & { readonly postMail: PostMail }) =>
  async (
    request: PostRequest,
    draft: Draft,
    written: WrittenMail & Wishes,
  ): Promise<PostMailOutcome | { readonly kind: 'contended' }> => {
    const marked: Draft = draft.sending === true ? draft : { ...draft, sending: true, revision: draft.revision + 1 };
    if (draft.sending !== true && !(await deps.drafts.replace(marked))) return { kind: 'contended' };
    // The key is the draft as it is now: whoever sends it again gets the mail of the first try.
    const idempotencyKey = `${draft.id}-${marked.revision}`;
    const outcome = await deps.postMail({ ...request, idempotencyKey, body: {} }, written);
    if (outcome.kind === 'accepted') await deps.drafts.remove(marked);
    else {
      const { sending: _, ...open } = marked;
      await deps.drafts.replace({ ...open, revision: marked.revision + 1 });
    }
    return outcome;
  };
