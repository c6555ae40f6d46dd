/**
 * Outgoing mail over HTTP: send, list, edit, cancel, decide; uploads, usage, suppressions.
 * If it fails: people cannot send or look at what they sent; what was accepted still goes. docs/runbook.md#http-emails
 */
import { emailRoutes } from '#shared/contracts/routes/emails.ts';
import type { OutgoingMail } from '#shared/domain/sending/outgoing-mail.ts';
import type { ClaimNames } from '#shared/edge/caller.ts';
import { httpHandler } from '#shared/edge/http.ts';
import type { Log } from '#shared/edge/log.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, invalidField, notFound, overQuota, reusedKey } from '#shared/edge/problem.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { OutgoingStore, Suppressions } from '#shared/ports/sending.ts';
import type { TenantDirectory } from '#shared/ports/tenants.ts';
import { shownMail } from './shown-mail.ts';
import type { UseCases } from './use-cases.ts';

export interface Wiring {
  readonly clock: Clock;
  readonly outgoing: OutgoingStore;
  readonly suppressions: Suppressions;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly useCases: UseCases;
  readonly messageIdDomain: string;
  readonly log: Log;
  readonly claims: ClaimNames;
}

const tooLate = () => conflict('too-late', 'This mail is on its way or has ended; it can no longer be changed.');

export const makeHandler = ({
  clock,
  outgoing,
  suppressions,
  tenants,
  useCases,
  messageIdDomain,
  log,
  claims,
}: Wiring) => {
  const shown = (mail: OutgoingMail) => shownMail(mail, messageIdDomain);
  const planOf = async (tenant: string) => {
    const profile = await tenants.profile(tenant);
    if (profile === undefined) throw notFound();
    return profile.plan;
  };
  /** A plain user sees their own mail; another's looks as if it were not there. */
  const mailOf = async ({ tenant, user, role }: { tenant: string; user: string; role: string }, id: string) => {
    const mail = await outgoing.get(tenant, id);
    if (mail === undefined || (role === 'user' && mail.user !== user)) throw notFound();
    return mail;
  };

  return httpHandler(
    emailRoutes,
    {
      createUpload: async ({ caller, body }) => ({
        status: 201,
        body: await useCases.createUpload(caller.tenant, body),
      }),
      sendEmail: async (request) => {
        const outcome = await useCases.postMail({ ...request, ...request.caller }, request.body);
        switch (outcome.kind) {
          case 'accepted':
            return { status: 202, body: { id: outcome.mail.id, status: shown(outcome.mail).status } };
          case 'over-quota':
            throw overQuota(outcome);
          case 'invalid':
            throw invalidField(outcome.field, outcome.message);
          case 'other-body':
            throw reusedKey();
          case 'no-tenant':
            throw notFound();
        }
      },
      listEmails: async ({ caller, query }) => {
        const page = await outgoing.list(caller.tenant, {
          ...pageOf(query),
          ...(query.status === undefined ? {} : { status: query.status }),
          ...(caller.role === 'user' ? { user: caller.user } : {}),
        });
        return { status: 200, body: { ...page, items: page.items.map(shown) } };
      },
      getEmail: async ({ caller, params }) => ({ status: 200, body: shown(await mailOf(caller, params.id)) }),
      editEmail: async ({ caller, params, body }) => {
        const outcome = await useCases.editMail(await mailOf(caller, params.id), body, await planOf(caller.tenant));
        switch (outcome.kind) {
          case 'edited':
            return { status: 200, body: shown(outcome.mail) };
          case 'absent':
            throw notFound();
          case 'too-late':
            throw tooLate();
          case 'over-quota':
            throw overQuota(outcome);
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
        body: await useCases.readUsage(caller.tenant, caller.user, await planOf(caller.tenant)),
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
    },
    { log, claims },
  );
};
