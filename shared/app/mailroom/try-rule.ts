/**
 * What a rule that is not saved would do with mails that are there, and per criterion why (FEATURES 41). Changes nothing, promises nothing that a mail that comes in does
 * not get, and shows nothing that the list of the Mailroom does not (FEATURES 7, 39).
 */

import { CONFIDENTIAL, NEVER_LOGGED } from '../../domain/mailroom/confidential.ts';
import type { OwnAddresses } from '../../domain/mailroom/customer.ts';
import { isForged } from '../../domain/mailroom/forged.ts';
import { reasonOf } from '../../domain/mailroom/reason.ts';
import { recognise } from '../../domain/mailroom/recognise.ts';
import { recordMailboxOf } from '../../domain/mailroom/record-address.ts';
import { isHistory } from '../../domain/mailroom/settings.ts';
import type { Message } from '../../domain/message/message.ts';
import { matchRule, type ReadyRule, readyRule } from '../../domain/rules/match-rule.ts';
import { makeRuleInput } from '../../domain/rules/rule-input.ts';
import { goesElsewhere, keptBeforeRules, noRuleFor, type WhyNotAsked } from '../../domain/rules/why-not-asked.ts';
import type { LoggedMail } from '../../ports/mail-log.ts';
import type { LoadRegexEngine } from '../../ports/rules.ts';
import type { TenantDirectory, TenantProfile } from '../../ports/tenants.ts';
import { answersOf, type TriedCriterion } from './answers-of.ts';
import type { RuleFields } from './change-rules.ts';
import type { OpenMail } from './open-mail.ts';
import { isPrivateCopy } from './private-copy.ts';
import { engineFor } from './rules-of.ts';
import type { SenderGate } from './sender-gate.ts';
import type { FindUserMailbox, UserMailbox } from './user-mailbox.ts';
import type { AskWouldDo, Would, WouldDo } from './would-do.ts';

export interface TriedMail {
  readonly emailId: string;
  readonly subject: string;
  /** The rule would deal with it. */
  readonly matched: boolean;
  readonly criteria: readonly TriedCriterion[];
  readonly would: Would | null;
  /** Of mail that is kept aside: what a replay would do, which overrules that. */
  readonly afterReplay: Would | null;
  /** Why the rule is not asked, or not answered. */
  readonly reason: WhyNotAsked | null;
}

export interface TryRuleDeps {
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly openMail: OpenMail;
  readonly mayEnter: SenderGate;
  readonly findUserMailbox: FindUserMailbox;
  readonly ownOf: (profile: TenantProfile) => OwnAddresses;
  readonly wouldDo: AskWouldDo;
  readonly loadRegexEngine: LoadRegexEngine;
}

const suffixOf = ({ mailbox }: LoggedMail): string => {
  const plus = mailbox.indexOf('+');
  return plus < 0 ? '' : mailbox.slice(plus + 1);
};

/** Whose rules no mail of these kinds gets to (act.ts). */
const reportOf = ({ kind }: LoggedMail) =>
  kind === 'bounce' || kind === 'complaint' || kind === 'forwarding-confirmation' ? kind : undefined;

/** Known without a look at what the mail says. */
const unread = (mail: LoggedMail): WhyNotAsked | undefined => {
  const kept = mail.outcome.kind === 'acted' ? undefined : keptBeforeRules(mail.outcome.reason);
  if (kept?.kind === 'closed') return kept.reason;
  if (mail.neverLogged === true) return keptBeforeRules(reasonOf('not-logged'))?.reason;
  if (mail.discarded === true) return goesElsewhere('discarded');
  const report = reportOf(mail);
  return report === undefined ? undefined : noRuleFor(report);
};

const elsewhere = (suffix: string, copyTo: UserMailbox | undefined, { would }: WouldDo): WhyNotAsked => {
  if (copyTo !== undefined) return goesElsewhere('user-address');
  if (recordMailboxOf(suffix) !== undefined) return goesElsewhere('record-mailbox');
  return would.reason ?? goesElsewhere('known-thread');
};

const actingMail = (profile: TenantProfile, mail: LoggedMail, message: Message) => {
  const imported = isHistory(message, profile.mailroom);
  const { id, receivedAt, kind, mailbox, verdicts } = mail;
  const mayReopen = recognise(message).mayAnswer && !imported;
  return { id, receivedAt, message, kind, mailbox, forged: isForged(verdicts), replayed: true, mayReopen, imported };
};

export const makeTryRule = (deps: TryRuleDeps) => {
  const tryRead = async (
    profile: TenantProfile,
    ready: ReadyRule,
    mail: LoggedMail,
    message: Message,
    nothing: TriedMail,
  ): Promise<TriedMail> => {
    const { recipients, verdicts } = mail;
    const suffix = suffixOf(mail);
    const copyTo = await deps.findUserMailbox(profile, suffix);
    const isPrivate =
      isPrivateCopy(profile, message, suffix, copyTo, deps.ownOf(profile)) ||
      (await deps.mayEnter({ profile, message, kind: mail.kind, suffix, verdicts, replayed: true })) !== undefined;
    if (isPrivate)
      return { ...nothing, subject: NEVER_LOGGED, reason: keptBeforeRules(reasonOf('not-logged'))?.reason ?? null };
    const input = makeRuleInput({ message, recipients, verdicts: { ...verdicts } });
    const { criteria, matched } = answersOf(ready, input, mail.confidential === true);
    const kept = mail.outcome.kind === 'acted' ? undefined : keptBeforeRules(mail.outcome.reason);
    const seen = { ...nothing, criteria, reason: kept?.reason ?? null };
    if (matched === 'hidden') return { ...seen, reason: kept?.reason ?? goesElsewhere('confidential') };
    const match = matchRule(ready, input);
    if (!matched || match === undefined || kept?.kind === 'for-good') return seen;
    const acting = { profile, mail: actingMail(profile, mail, message), suffix, copyTo };
    const done = await deps.wouldDo(match, acting, mail.confidential !== true);
    if (kept !== undefined) return { ...seen, afterReplay: done.would };
    return done.byRule
      ? { ...seen, matched: true, would: done.would }
      : { ...seen, would: done.would, reason: elsewhere(suffix, copyTo, done) };
  };

  const tryOne = async (profile: TenantProfile, ready: ReadyRule, mail: LoggedMail): Promise<TriedMail> => {
    const subject = mail.confidential === true ? CONFIDENTIAL : mail.subject;
    const nothing = { emailId: mail.id, subject, matched: false, criteria: [], would: null, afterReplay: null };
    const reason = unread(mail);
    if (reason !== undefined) return { ...nothing, reason };
    const { open, close } = deps.openMail(mail.rawKey);
    try {
      const opened = await open();
      return opened.kind === 'unfit'
        ? { ...nothing, reason: opened.reason }
        : await tryRead(profile, ready, mail, opened.mail.message, { ...nothing, reason: null });
    } finally {
      await close();
    }
  };

  return async (tenant: string, fields: RuleFields, mails: readonly LoggedMail[]): Promise<readonly TriedMail[]> => {
    const profile = await deps.tenants.profile(tenant);
    if (profile === undefined) return [];
    const rule = { ...fields, id: 'tried', enabled: true };
    const ready = readyRule(rule, await engineFor([rule], deps.loadRegexEngine));
    const tried: TriedMail[] = [];
    for (const mail of mails) tried.push(await tryOne(profile, ready, mail));
    return tried;
  };
};
