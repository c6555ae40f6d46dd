/** One mail, one action (FEATURES 12): the first rule that matches, else the action of the mailbox's suffix, as far as the kind of mail allows it. */

import { concealed, isConfidential } from '../../domain/mailroom/confidential.ts';
import { customerOf } from '../../domain/mailroom/customer.ts';
import { defaultActionOf } from '../../domain/mailroom/default-actions.ts';
import { namesSender } from '../../domain/mailroom/listed-senders.ts';
import { mailboxOf } from '../../domain/mailroom/mailbox.ts';
import type { Outcome } from '../../domain/mailroom/outcome.ts';
import { type ReasonCode, reasonOf } from '../../domain/mailroom/reason.ts';
import type { MailKind } from '../../domain/mailroom/recognise.ts';
import { recordMailboxOf } from '../../domain/mailroom/record-address.ts';
import { whoWrote } from '../../domain/mailroom/who-wrote.ts';
import type { RuleMatch } from '../../domain/rules/match-rule.ts';
import type { RuleAction, RuleActionType } from '../../domain/rules/rule.ts';
import type { TenantProfile } from '../../ports/tenants.ts';
import { archive } from './archive.ts';
import { archiveToRecord } from './archive-to-record.ts';
import type { ChooseOwner } from './choose-owner.ts';
import { createCase } from './create-case.ts';
import { createOpportunity } from './create-opportunity.ts';
import { createParty } from './create-party.ts';
import { createRecord } from './create-record.ts';
import { createTicket } from './create-ticket.ts';
import { findThread } from './find-thread.ts';
import { logCopy } from './log-copy.ts';
import { makeOwnAddresses } from './own-addresses.ts';
import { ownMailBack } from './own-mail-back.ts';
import type { ActingMail, Action, ActionDeps, Situation } from './situation.ts';
import { continueThread } from './thread-record.ts';
import type { UserMailbox } from './user-mailbox.ts';
import { type WantedFields, wantedFields } from './wanted-fields.ts';

const NOTHING_WANTED: WantedFields = { fixed: {}, fromBody: undefined };

/** The module of the record that an action is named after. */
const MAKES: Readonly<Partial<Record<RuleActionType, string>>> = {
  'create-case': 'cases',
  'create-opportunity': 'opportunities',
  'create-lead': 'leads',
  'create-contact': 'contacts',
  'create-organization': 'organizations',
  'create-ticket': 'internal-tickets',
};

const PLAIN: Readonly<Record<Exclude<RuleActionType, 'create-record'>, Action>> = {
  archive,
  'create-case': createCase,
  'create-opportunity': createOpportunity,
  'create-lead': createParty('create-lead'),
  'create-contact': createParty('create-contact'),
  'create-organization': createParty('create-organization'),
  'create-ticket': createTicket,
};

/** With a body rule the sender is not who the record is about; a case or opportunity has its customer all the same. */
const actionOf = ({ type, module, bodyRule }: RuleAction): Action => {
  if (type === 'create-record') return createRecord(type, module ?? '', bodyRule?.duplicateFields ?? []);
  const makes = MAKES[type];
  const isParty = type === 'create-lead' || type === 'create-contact' || type === 'create-organization';
  return bodyRule === undefined || !isParty || makes === undefined
    ? PLAIN[type]
    : createRecord(type, makes, bodyRule.duplicateFields ?? []);
};

const skipped = (code: ReasonCode): Outcome => ({ kind: 'skipped', reason: reasonOf(code) });

export type Act = (input: {
  readonly profile: TenantProfile;
  readonly mail: ActingMail;
  /** Of the mailbox: names what is done when no rule matches, or the record whose mailbox it is. */
  readonly suffix: string;
  readonly matches: Iterable<RuleMatch>;
  /** The mail came to a user's own address. */
  readonly copyTo?: UserMailbox | undefined;
}) => Promise<Outcome>;

/** Mail that is no business of a record, by kind. Automatic replies and lists are: see below. */
const REPORTS: Partial<Record<MailKind, ReasonCode>> = {
  bounce: 'bounce',
  complaint: 'complaint',
  'forwarding-confirmation': 'forwarding-confirmation',
};

export const makeAct =
  (deps: ActionDeps & { readonly inboundDomains: readonly string[]; readonly chooseOwner: ChooseOwner }): Act =>
  async ({ profile, mail, suffix, matches, copyTo }) => {
    const action = defaultActionOf(suffix);
    const own = makeOwnAddresses(deps.inboundDomains)(profile);
    const report = REPORTS[mail.kind];
    if (report !== undefined) return skipped(report);
    if (mail.message.from === undefined) return skipped('no-sender');
    if (mailboxOf(mail.message.from.address, deps.inboundDomains) !== undefined) return skipped('own-mailbox');
    const owner = (named: string | undefined) => deps.chooseOwner({ profile, named, mailId: mail.id });
    const customer = (asked: boolean) => {
      const from = whoWrote(mail, own, profile.mailroom, asked);
      return customerOf({ ...mail.message, from }, own);
    };
    const situation: Situation = {
      tenant: profile.tenant,
      owner: owner(undefined),
      mail: isConfidential(mail.message.headers) ? { ...mail, message: concealed(mail.message) } : mail,
      customer: customer(false),
      own,
      settings: profile.mailroom,
      secret: profile.mailroomSecret,
      wanted: NOTHING_WANTED,
      makes: action === undefined ? undefined : MAKES[action],
      createContact: true,
    };
    if (copyTo !== undefined) return logCopy(deps, { ...situation, mail }, copyTo);
    const named = recordMailboxOf(suffix);
    if (named !== undefined) return archiveToRecord(deps, situation, named);
    const back = await ownMailBack(deps, { ...situation, mail });
    if (back !== undefined) return back;
    /**
     * An absence note belongs to the record of who is absent, and never makes one (FEATURES 36). What answers nothing and has what a body rule reads is no absence
     * note but the order mail of a shop's program, and wanted.
     */
    const run = async (wanted: Action, where: Situation): Promise<Outcome> => {
      const isRead = where.wanted.fromBody !== undefined && mail.message.references.length === 0;
      if (mail.kind !== 'auto-reply' || isRead) return wanted(deps, where);
      const outcome = await archive(deps, where);
      return outcome.kind === 'skipped' ? skipped('automatic-reply') : outcome;
    };
    /** Of others nothing is read out of the text (FEATURES 63): whoever knows the form could make records in the agency's name. */
    const mayRead = ({ bodyRule }: RuleAction): boolean =>
      bodyRule?.approvedSenders?.some((sender) => namesSender(sender, mail.message.from?.address ?? '')) ?? true;
    const ruledBy = async (match: RuleMatch, does: RuleAction): Promise<Outcome> => {
      const { rule } = match;
      if (!mayRead(does)) return { kind: 'skipped', reason: reasonOf('sender-not-approved'), ruleId: rule.id };
      const ruled: Situation = {
        ...situation,
        ...(does.forwarded === true ? { customer: customer(true) } : {}),
        owner: owner(rule.owner),
        wanted: wantedFields({ ...match, rule: { ...rule, action: does } }, mail.message),
        makes: does.type === 'create-record' ? does.module : MAKES[does.type],
        createContact: does.createContact ?? true,
      };
      const outcome = await run(actionOf(does), ruled);
      return outcome.kind === 'quarantined' ? outcome : { ...outcome, ruleId: rule.id };
    };
    const thread = await findThread(deps, { ...situation, mail });
    if (thread !== undefined) {
      const [first] = matches;
      const follows = first?.rule.followUpAction;
      return first === undefined || follows === undefined || !mayRead(follows)
        ? continueThread(deps, situation, thread, action ?? 'archive')
        : ruledBy(first, follows);
    }
    let last: Outcome | undefined;
    for (const match of matches) {
      const { rule } = match;
      last = await ruledBy(match, rule.action);
      if (last.kind !== 'skipped' || !rule.continueIfSkipped) return last;
    }
    if (last !== undefined) return last;
    return action === undefined ? skipped('no-rule-matched') : run(PLAIN[action], situation);
  };
