/** One mail, one action (FEATURES 12): what a mailbox's action does with a mail of that kind. */

import { normaliseAddress } from '../../domain/address/address.ts';
import { customerOf, type OwnAddresses } from '../../domain/mailroom/customer.ts';
import type { ActionType } from '../../domain/mailroom/default-actions.ts';
import { mailboxOf } from '../../domain/mailroom/mailbox.ts';
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import { type ReasonCode, reasonOf } from '../../domain/mailroom/reason.ts';
import type { MailKind } from '../../domain/mailroom/recognise.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import { archive } from './archive.ts';
import { createCase } from './create-case.ts';
import { createOpportunity } from './create-opportunity.ts';
import { createParty } from './create-party.ts';
import type { ActingMail, Action, ActionDeps, Situation } from './situation.ts';
import { findThreadRecord, joinThread } from './thread-record.ts';

const ACTIONS: Readonly<Record<ActionType, Action>> = {
  archive,
  'create-case': createCase,
  'create-opportunity': createOpportunity,
  'create-lead': createParty('create-lead'),
  'create-contact': createParty('create-contact'),
  'create-organization': createParty('create-organization'),
};

const skipped = (code: ReasonCode): Outcome => ({ kind: 'skipped', reason: reasonOf(code) });

export type Act = (input: {
  readonly profile: TenantProfile;
  readonly mail: ActingMail;
  readonly action: ActionType | undefined;
}) => Promise<Outcome>;

/** Mail that is no business of a record, by kind. Automatic replies and lists are: see below. */
const REPORTS: Partial<Record<MailKind, ReasonCode>> = {
  bounce: 'bounce',
  complaint: 'complaint',
  'forwarding-confirmation': 'forwarding-confirmation',
};

export const makeAct =
  (deps: ActionDeps & { readonly inboundDomains: readonly string[] }): Act =>
  async ({ profile, mail, action }) => {
    const own: OwnAddresses = {
      addresses: new Set(
        [...profile.users.map(({ email }) => email), ...profile.helpDeskAddresses].map(normaliseAddress),
      ),
      inboundDomains: deps.inboundDomains,
    };
    const report = REPORTS[mail.kind];
    if (report !== undefined) return skipped(report);
    if (mail.message.from === undefined) return skipped('no-sender');
    if (mailboxOf(mail.message.from.address, deps.inboundDomains) !== undefined) return skipped('own-mailbox');
    const owner = profile.users.find((user) => user.role === 'owner') ?? profile.users[0];
    const situation: Situation = {
      tenant: profile.tenant,
      owner: owner?.id ?? '',
      mail,
      customer: customerOf(mail.message, own),
    };
    const thread = await findThreadRecord(deps, situation);
    if (thread !== undefined)
      return { kind: 'acted', action: action ?? 'archive', records: await joinThread(deps, situation, thread) };
    if (action === undefined) return skipped('no-rule-matched');
    // An absence note belongs to the record of who is absent, and never makes one (FEATURES 36).
    if (mail.kind === 'auto-reply') {
      const outcome = await archive(deps, situation);
      return outcome.kind === 'skipped' ? skipped('automatic-reply') : outcome;
    }
    return ACTIONS[action](deps, situation);
  };
