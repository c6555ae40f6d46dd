/**
 * Outgoing mail over HTTP: send, list, edit, cancel, decide; uploads, usage, suppressions.
 * If it fails: people cannot send or look at what they sent; what was accepted still goes. docs/runbook.md#http-emails
 */
import type { PostMailOutcome } from '#shared/app/sending/post-mail.ts';
import { partIdsOf } from '#shared/app/sending/split-mail.ts';
import type { PieceTools } from '#shared/app/settings/piece-of.ts';
import { draftRoutes } from '#shared/contracts/routes/drafts.ts';
import { emailRoutes } from '#shared/contracts/routes/emails.ts';
import { senderAddressRoutes } from '#shared/contracts/routes/sender-addresses.ts';
import { templateRoutes } from '#shared/contracts/routes/templates.ts';
import type { OutgoingMail } from '#shared/domain/sending/outgoing-mail.ts';
import type { ClaimNames } from '#shared/edge/caller.ts';
import { httpHandler } from '#shared/edge/http.ts';
import type { Log } from '#shared/edge/log.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, invalidField, notFound, overQuota, reusedKey } from '#shared/edge/problem.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import type { Drafts, DraftTexts } from '#shared/ports/drafts.ts';
import type { PreferencesStore } from '#shared/ports/preferences.ts';
import type { SenderAddressStore } from '#shared/ports/sender-addresses.ts';
import type { OutgoingStore, Suppressions } from '#shared/ports/sending.ts';
import type { Talks } from '#shared/ports/talks.ts';
import type { CompanyStore, TemplateStore } from '#shared/ports/templates.ts';
import type { TenantDirectory } from '#shared/ports/tenants.ts';
import { draftHandlers } from './drafts.ts';
import { failuresHandlers } from './failures.ts';
import { notAuthenticated, notVerified, senderAddressHandlers } from './sender-addresses.ts';
import { acceptedMail, shownBatch, shownMail, shownWithRests } from './shown-mail.ts';
import { templateHandlers } from './templates.ts';
import type { UseCases } from './use-cases.ts';

export interface Wiring {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'derived'>;
  readonly drafts: Drafts;
  readonly draftTexts: DraftTexts;
  readonly preferences: PreferencesStore;
  readonly pieces: PieceTools;
  readonly outgoing: OutgoingStore;
  readonly talks: Pick<Talks, 'get'>;
  readonly suppressions: Suppressions;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly templates: TemplateStore;
  readonly companies: CompanyStore;
  readonly senders: Pick<SenderAddressStore, 'remove'>;
  readonly useCases: UseCases;
  readonly messageIdDomain: string;
  readonly log: Log;
  readonly claims: ClaimNames;
}

const tooLate = () => conflict('too-late', 'This mail is on its way or has ended; it can no longer be changed.');

export const makeHandler = ({
  clock,
  ids,
  drafts,
  draftTexts,
  preferences,
  pieces,
  outgoing,
  talks,
  suppressions,
  tenants,
  templates,
  companies,
  senders,
  useCases,
  messageIdDomain,
  log,
  claims,
}: Wiring) => {
  const shown = (mail: OutgoingMail) => shownMail(mail, messageIdDomain);
  const profileOf = async (tenant: string) => {
    const profile = await tenants.profile(tenant);
    if (profile === undefined) throw notFound();
    return profile;
  };
  /** A plain user sees their own mail; another's looks as if it were not there. */
  const mailOf = async ({ tenant, user, role }: { tenant: string; user: string; role: string }, id: string) => {
    const mail = await outgoing.get(tenant, id);
    if (mail === undefined || (role === 'user' && mail.user !== user)) throw notFound();
    return mail;
  };

  const accepted = (outcome: PostMailOutcome) => {
    switch (outcome.kind) {
      case 'accepted':
        return { status: 202, body: acceptedMail(ids, outcome.mail) };
      case 'over-quota':
        throw overQuota(outcome);
      case 'invalid':
        if (outcome.unauthenticated !== undefined)
          throw notAuthenticated(outcome.field, outcome.message, outcome.unauthenticated);
        throw outcome.unverified === undefined
          ? invalidField(outcome.field, outcome.message)
          : notVerified(outcome.field, outcome.message, outcome.unverified);
      case 'other-body':
        throw reusedKey();
      case 'no-tenant':
        throw notFound();
    }
  };

  return httpHandler(
    [...emailRoutes, ...draftRoutes, ...templateRoutes, ...senderAddressRoutes],
    {
      createUpload: async ({ caller, body }) => ({
        status: 201,
        body: await useCases.createUpload(caller.tenant, body),
      }),
      sendEmail: async (request) => {
        return accepted(await useCases.postMail({ ...request, ...request.caller }, request.body));
      },
      listEmails: async ({ caller, query }) => {
        const asked = {
          ...pageOf(query),
          ...(query.status === undefined ? {} : { status: query.status }),
          ...(caller.role === 'user' ? { user: caller.user } : {}),
        };
        const page =
          query.followUp === undefined
            ? await outgoing.list(caller.tenant, asked)
            : await useCases.listFollowUps(caller.tenant, asked);
        return { status: 200, body: { ...page, items: page.items.map(shown) } };
      },
      getEmail: async ({ caller, params }) => {
        const mail = await mailOf(caller, params.id);
        const parts =
          mail.phase === 'split'
            ? await outgoing.getMany(mail.tenant, partIdsOf(ids, mail))
            : await useCases.withRests(mail);
        const whole = (mail.phase === 'split' ? shownBatch : shownWithRests)(mail, parts, messageIdDomain);
        return { status: 200, body: { ...whole, tracking: await useCases.showTracking(parts) } };
      },
      getEmailTalk: async ({ caller, params }) => {
        const { tenant, id } = await mailOf(caller, params.id);
        const talk = await talks.get(tenant, id);
        return { status: 200, body: { at: talk?.at ?? null, lines: [...(talk?.lines ?? [])] } };
      },
      resendEmail: async (request) => {
        const mail = await mailOf(request.caller, request.params.id);
        const outcome = await useCases.resendMail({ ...request, ...request.caller, body: {} }, mail);
        if (outcome.kind === 'not-failed')
          throw conflict('not-failed', 'Everybody got this mail, or it is still on its way.');
        if (outcome.kind === 'content-missing')
          throw conflict('content-missing', 'What this mail said is no longer stored. Write it again.');
        return accepted(outcome);
      },
      editEmail: async ({ caller, params, body }) => {
        const outcome = await useCases.editMail(
          await mailOf(caller, params.id),
          body,
          (await profileOf(caller.tenant)).plan,
        );
        switch (outcome.kind) {
          case 'edited':
            return { status: 200, body: shown(outcome.mail) };
          case 'absent':
            throw notFound();
          case 'too-late':
            throw tooLate();
          case 'over-quota':
            throw overQuota(outcome);
          case 'invalid':
            throw invalidField(outcome.field, outcome.message);
          case 'contended':
            throw conflict('contended', 'Others are changing this mail right now. Try again.');
        }
      },
      cancelEmail: async ({ caller, params }) => {
        if ((await useCases.cancelMail(await mailOf(caller, params.id))) === 'too-late') throw tooLate();
        return { status: 204 };
      },
      decideEmail: async ({ caller, params, body }) => {
        const outcome = await useCases.decideMail(await mailOf(caller, params.id), body.as);
        if (outcome.kind === 'absent') throw notFound();
        if (outcome.kind === 'unchanged')
          throw conflict('not-unconfirmed', 'Only an unconfirmed mail waits for a decision.');
        return { status: 200, body: shown(outcome.mail) };
      },
      getUsage: async ({ caller }) => ({
        status: 200,
        body: await useCases.readUsage(await profileOf(caller.tenant), caller.user, caller.role),
      }),
      listSuppressions: async ({ caller, query }) => ({
        status: 200,
        body: await suppressions.list(caller.tenant, pageOf(query)),
      }),
      // Adding twice changes nothing, so the Idempotency-Key needs no memory.
      addSuppression: async ({ caller, body }) => {
        const at = new Date(clock.nowMs()).toISOString();
        await suppressions.add(caller.tenant, {
          address: body.address,
          scope: body.scope,
          reason: 'manual',
          source: caller.user,
          at,
          held: false,
        });
        const stored = [...(await suppressions.find(caller.tenant, [body.address])).values()][0];
        return { status: 201, body: stored };
      },
      removeSuppression: async ({ caller, params }) => {
        if ((await suppressions.remove(caller.tenant, params.address)) === 'absent') throw notFound();
        return { status: 204 };
      },
      ...draftHandlers({ drafts, draftTexts, preferences, pieces, useCases, accepted }),
      ...senderAddressHandlers({ senders, profileOf, useCases }),
      ...templateHandlers({ templates, companies, tenants, useCases, accepted }),
      ...failuresHandlers({ clock, useCases }),
    },
    { log, claims },
  );
};
