/** The routes of drafts and of preferences for writing; handler.ts has the mails. */

import type { Written } from '#shared/app/sending/drafts.ts';
import type { PostMailOutcome } from '#shared/app/sending/post-mail.ts';
import { type PieceTools, pieceOf } from '#shared/app/settings/piece-of.ts';
import { DraftBody, SendEmailBody } from '#shared/contracts/emails.ts';
import type { draftRoutes } from '#shared/contracts/routes/drafts.ts';
import { type Handlers, type HttpAnswer, issuesOf } from '#shared/edge/http.ts';
import { pageOf } from '#shared/edge/page.ts';
import { plainWords } from '#shared/edge/plain-words.ts';
import { conflict, type FieldError, notFound, Problem, reusedKey } from '#shared/edge/problem.ts';
import type { Draft, Drafts, DraftTexts } from '#shared/ports/drafts.ts';
import type { PreferencesStore } from '#shared/ports/preferences.ts';
import type { UseCases } from './use-cases.ts';

export interface DraftWiring {
  readonly drafts: Drafts;
  readonly draftTexts: DraftTexts;
  readonly preferences: PreferencesStore;
  readonly pieces: PieceTools;
  readonly useCases: UseCases;
  readonly accepted: (outcome: PostMailOutcome) => HttpAnswer;
}

const summary = ({ id, subject, createdAt, updatedAt, sending }: Draft) => ({
  ...{ id, subject, createdAt, updatedAt },
  sending: sending === true,
});
const shown = (draft: Draft, mail: Written) => ({ ...summary(draft), mail });
/** The request is right; what it is about is not ready for it. */
const notFinished = (errors: readonly FieldError[]) => {
  const fields = errors.map(({ field }) => field).join(', ');
  return new Problem(409, 'not-finished', `This draft cannot be sent yet. Check these fields: ${fields}.`, errors);
};
const contended = () => conflict('contended', 'Others are changing this draft right now. Try again.');

export const draftHandlers = ({
  drafts,
  draftTexts,
  preferences,
  pieces,
  useCases,
  accepted,
}: DraftWiring): Handlers<typeof draftRoutes> => {
  /** Another's draft looks as if it were not there, for admins too. */
  const draftOf = async ({ tenant, user }: { tenant: string; user: string }, id: string) => {
    const draft = await drafts.get(tenant, user, id);
    const body = draft === undefined ? undefined : await draftTexts.load(draft.place);
    if (draft === undefined || body === undefined) throw notFound();
    return { draft, body: DraftBody.parse(body) };
  };
  return {
    createDraft: async (request) => {
      const outcome = await useCases.createDraft({ ...request, ...request.caller }, request.body);
      if (outcome.kind === 'other-body') throw reusedKey();
      return { status: 201, body: shown(outcome.draft, request.body) };
    },
    listDrafts: async ({ caller, query }) => {
      const page = await drafts.list(caller.tenant, caller.user, pageOf(query));
      return { status: 200, body: { ...page, items: page.items.map(summary) } };
    },
    getDraft: async ({ caller, params }) => {
      const { draft, body } = await draftOf(caller, params.id);
      return { status: 200, body: shown(draft, body) };
    },
    editDraft: async ({ caller, params, body: changes }) => {
      const { draft, body } = await draftOf(caller, params.id);
      const outcome = await useCases.editDraft(draft, body, changes);
      switch (outcome.kind) {
        case 'edited':
          return { status: 200, body: shown(outcome.draft, outcome.body) };
        case 'being-sent':
          throw conflict('being-sent', 'This draft is being sent. Send it again, or delete it.');
        case 'contended':
          throw contended();
      }
    },
    deleteDraft: async ({ caller, params }) => {
      const draft = await drafts.get(caller.tenant, caller.user, params.id);
      if (draft === undefined) throw notFound();
      await drafts.remove(draft);
      return { status: 204 };
    },
    sendDraft: async (request) => {
      const { draft, body } = await draftOf(request.caller, request.params.id);
      const parsed = SendEmailBody.safeParse(body, { error: plainWords });
      if (!parsed.success) throw notFinished(issuesOf(parsed.error, 'draft'));
      const outcome = await useCases.sendDraft({ ...request, ...request.caller }, draft, parsed.data);
      if (outcome.kind === 'contended') throw contended();
      return accepted(outcome);
    },
    getSendingPreferences: async ({ caller }) => {
      const { tenant, user } = caller;
      const { separate, from = null, signed } = await preferences.get(tenant, user);
      const signature = signed === true ? await preferences.signature(tenant, user) : undefined;
      return { status: 200, body: { separate, from, signature: signature ?? null } };
    },
    putSendingPreferences: async ({ caller, body }) => {
      const { separate, from } = body;
      const signature = pieceOf(pieces, body.signature);
      const wanted = { separate, ...(from === undefined ? {} : { from }) };
      await preferences.put(caller.tenant, caller.user, wanted, signature);
      return { status: 200, body: { separate, from: from ?? null, signature } };
    },
  };
};
