/**
 * The Mailroom panel over HTTP: its address, every mail with what became of it, replay, rules.
 * If it fails: people cannot look at mail that came in; it still arrives and becomes records. docs/runbook.md#http-mailroom
 */
import { makeBeginRequest } from '#shared/app/begin-request.ts';
import { makeChangeSettings } from '#shared/app/mailroom/change-settings.ts';
import { makeDeleteMail } from '#shared/app/mailroom/delete-mail.ts';
import { makeRecordMailbox } from '#shared/app/mailroom/record-mailbox.ts';
import { makeShowMail } from '#shared/app/mailroom/show-mail.ts';
import { mailroomRoutes } from '#shared/contracts/routes/mailroom.ts';
import { CONFIDENTIAL } from '#shared/domain/mailroom/confidential.ts';
import { DEFAULT_ACTIONS } from '#shared/domain/mailroom/default-actions.ts';
import { notKept } from '#shared/domain/record/document.ts';
import type { Caller, ClaimNames } from '#shared/edge/caller.ts';
import { httpHandler } from '#shared/edge/http.ts';
import type { Log } from '#shared/edge/log.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, notFound, Problem } from '#shared/edge/problem.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Idempotency } from '#shared/ports/idempotency.ts';
import type { MailLinks } from '#shared/ports/mail-files.ts';
import type { LoggedAttachment, LoggedMail } from '#shared/ports/mail-log.ts';
import type { MailroomSettingsStore } from '#shared/ports/mailroom-settings.ts';
import type { DueEntries } from '#shared/ports/sending.ts';
import type { UserAddressStore } from '#shared/ports/user-addresses.ts';
import { addressHandlers } from './addresses.ts';
import { type RuleWiring, ruleHandlers } from './rules.ts';

export interface Wiring extends Omit<RuleWiring, 'begin'> {
  readonly clock: Clock;
  readonly idempotency: Idempotency;
  readonly settings: MailroomSettingsStore;
  readonly userAddresses: UserAddressStore;
  readonly content: Parameters<typeof makeShowMail>[0];
  readonly links: MailLinks;
  readonly due: Pick<DueEntries, 'put'>;
  readonly replay: (tenant: string, mailId: string) => Promise<void>;
  readonly log: Log;
  readonly claims: ClaimNames;
}

const summary = ({
  id,
  from,
  subject,
  receivedAt,
  recipients,
  mailbox,
  kind,
  outcome,
  confidential,
  ...mail
}: LoggedMail) => ({
  id,
  from,
  subject: confidential === true ? CONFIDENTIAL : subject,
  confidential: confidential === true,
  receivedAt,
  recipients,
  mailbox,
  kind,
  outcome: outcome.kind,
  action: outcome.kind === 'quarantined' ? null : (outcome.action ?? null),
  ruleId: outcome.kind === 'quarantined' ? null : (outcome.ruleId ?? null),
  records: outcome.kind === 'acted' ? outcome.records : [],
  reason: outcome.kind === 'acted' ? null : outcome.reason,
  discarded: mail.discarded === true,
  told: mail.told ?? null,
  whyNot: mail.whyNot ?? null,
  expiresAt: mail.keptUntil ?? null,
});

const shown = ({ notKept: code, ...attachment }: LoggedAttachment) => ({
  ...attachment,
  ...(code === undefined ? {} : { notKept: notKept(code) }),
});

/** Who looks after the Mailroom is not who the mail is for (FEATURES 7). */
const allowed = ({ confidential, neverLogged }: LoggedMail): void => {
  if (neverLogged === true) throw notFound();
  if (confidential === true)
    throw new Problem(
      403,
      'confidential',
      'This mail is confidential: what it says is shown to the user who owns its record, and not to admins.',
    );
};

const seeOther = (url: string) => ({ status: 303, headers: { location: url } });

export const makeHandler = (wiring: Wiring) => {
  const { inboundDomains, content, links, mailLog, tenants, replay, log, claims } = wiring;
  const showMail = makeShowMail(content);
  const deleteMail = makeDeleteMail(wiring);
  const begin = makeBeginRequest(wiring);
  const recordMailbox = makeRecordMailbox(wiring);
  const changeSettings = makeChangeSettings(wiring.settings);
  const mailOf = async ({ tenant, role }: Pick<Caller, 'tenant' | 'role'>, id: string) => {
    const mail = await mailLog.get(tenant, id);
    if (mail === undefined || (role === 'user' && mail.outcome.kind !== 'acted')) throw notFound();
    return mail;
  };
  /** The same, open for the user who has to answer it. */
  const mailFor = async (caller: Caller, id: string): Promise<LoggedMail> => {
    const mail = await mailOf(caller, id);
    if (mail.confidential !== true || caller.role !== 'user' || mail.outcome.kind !== 'acted') return mail;
    const records = await Promise.all(mail.outcome.records.map((ref) => wiring.records.get(caller.tenant, ref)));
    const { confidential: _closed, ...open } = mail;
    return records.some((record) => record?.fields['owner'] === caller.user) ? open : mail;
  };

  return httpHandler(
    mailroomRoutes,
    {
      getMailroom: async ({ caller }) => {
        const tenant = await tenants.getTenant(caller.tenant);
        if (tenant === undefined) throw notFound();
        const handle = tenant.inboundHandle;
        const at = (suffix: string) => `${handle}${suffix}@${inboundDomains[0]}`;
        const defaultActions = Object.entries(DEFAULT_ACTIONS).map(([suffix, action]) => ({
          suffix,
          address: at(`+${suffix}`),
          action,
        }));
        return { status: 200, body: { handle, address: at(''), defaultActions } };
      },
      getRecordMailbox: async ({ caller, params }) => {
        const [profile, record] = await Promise.all([
          tenants.profile(caller.tenant),
          wiring.records.get(caller.tenant, params),
        ]);
        if (profile === undefined || record === undefined) throw notFound();
        const { address, signedAddress } = await recordMailbox(profile, record);
        const body = { address, signedAddress: signedAddress ?? null, number: record.number ?? null };
        return { status: 200, body };
      },
      getMailroomSettings: async ({ caller }) => ({
        status: 200,
        body: (await wiring.settings.get(caller.tenant)).settings,
      }),
      changeMailroomSettings: async ({ caller, body }) => {
        const changes = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
        const settings = await changeSettings(caller.tenant, changes);
        if (settings === undefined)
          throw conflict('contended', 'Others are changing the settings of the Mailroom right now. Try again.');
        return { status: 200, body: settings };
      },
      listMails: async ({ caller, query }) => {
        const page = await mailLog.list(caller.tenant, {
          ...pageOf(query),
          ...(query.outcome === undefined ? {} : { outcome: query.outcome }),
          ...(query.reason === undefined ? {} : { reason: query.reason }),
        });
        return { status: 200, body: { ...page, items: page.items.map(summary) } };
      },
      getMail: async ({ caller, params }) => {
        const mail = await mailFor(caller, params.id);
        const attachments =
          mail.confidential === true || mail.discarded === true
            ? []
            : mail.attachments.map((attachment, n) => ({ n, ...shown(attachment) }));
        return { status: 200, body: { ...summary(mail), ...(await showMail(mail)), attachments } };
      },
      deleteMail: async ({ caller, params }) => {
        switch (await deleteMail(caller.tenant, params.id)) {
          case 'deleted':
            return { status: 204 };
          case 'absent':
            throw notFound();
          case 'acted':
            throw conflict('mail-acted', 'There are still records that this mail is on. Delete those first.');
          case 'contended':
            throw conflict('contended', 'The mail is being run again right now. Try again.');
        }
      },
      getRawMail: async ({ caller, params }) => {
        const mail = await mailFor(caller, params.id);
        allowed(mail);
        return seeOther(await links.rawUrl(mail.rawKey, mail.id));
      },
      getMailAttachment: async ({ caller, params }) => {
        const mail = await mailFor(caller, params.id);
        allowed(mail);
        const attachment = mail.attachments[params.n];
        if (attachment === undefined) throw notFound();
        return seeOther(await links.attachmentUrl(caller.tenant, mail.id, params.n, attachment.name));
      },
      // A replay finds what the mail already made, so one too many changes nothing and the Idempotency-Key needs no memory.
      replayMail: async ({ caller, params }) => {
        const mail = await mailOf(caller, params.id);
        await replay(caller.tenant, mail.id);
        return { status: 202, body: { id: mail.id } };
      },
      ...ruleHandlers({ ...wiring, begin }),
      ...addressHandlers({ ...wiring, begin }),
    },
    { log, claims },
  );
};
