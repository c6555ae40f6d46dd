/** What a rule that is not saved would do with mails that are there, and per criterion why (FEATURES 41). Changes nothing. */

import { CONFIDENTIAL } from '../../domain/mailroom/confidential.ts';
import { isForged } from '../../domain/mailroom/forged.ts';
import { type MailKind, recognise } from '../../domain/mailroom/recognise.ts';
import type { Answer, ReadyCriterion } from '../../domain/rules/criterion.ts';
import { matchRule, readyRule } from '../../domain/rules/match-rule.ts';
import type { Operator } from '../../domain/rules/rule.ts';
import { makeRuleInput, type RuleInput } from '../../domain/rules/rule-input.ts';
import type { LoggedMail, MailLog } from '../../ports/mail-log.ts';
import type { LoadRegexEngine } from '../../ports/rules.ts';
import type { TenantDirectory } from '../../ports/tenants.ts';
import type { Act } from './act.ts';
import type { RuleFields } from './change-rules.ts';
import type { OpenMail } from './open-mail.ts';
import { engineFor } from './rules-of.ts';

const WORDS: Readonly<Record<Operator, string>> = {
  contains: 'contains',
  'not-contains': 'does not contain',
  equals: 'equals',
  'not-equals': 'does not equal',
  'begins-with': 'begins with',
  'ends-with': 'ends with',
  regex: 'matches the expression',
  'has-case-number': 'has a case number',
};

const MAX_SHOWN = 80;
const shown = (text: string): string => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}\u2026` : text);

export interface TriedCriterion {
  readonly index: number;
  readonly matched: boolean;
  readonly why: string;
}

export interface TriedMail {
  readonly emailId: string;
  readonly subject: string;
  readonly matched: boolean;
  readonly criteria: readonly TriedCriterion[];
  readonly would: {
    readonly action: string;
    readonly outcome: 'acted' | 'skipped' | 'quarantined';
    readonly records: readonly { readonly module: string; readonly id: string | null; readonly did: string }[];
    readonly reason: string | null;
  } | null;
}

const whyOf = ({ criterion, key }: ReadyCriterion, { matched }: Answer, input: RuleInput, mayShow: boolean): string => {
  const { field, header, operator, value } = criterion;
  const name = header === undefined ? `The ${field}` : `The ${field} ${header}`;
  const texts = input(key).plain;
  const found = texts.length === 0 ? 'it is empty' : `it is \u201c${texts.map(shown).join('\u201d, \u201c')}\u201d`;
  const asked = value === '' ? WORDS[operator] : `${WORDS[operator]} \u201c${shown(value)}\u201d`;
  return field === 'body' || !mayShow
    ? `${matched ? 'Yes' : 'No'}: asked is that ${name.toLowerCase()} ${asked}.`
    : `${matched ? 'Yes' : 'No'}: asked is that ${name.toLowerCase()} ${asked}; ${found}.`;
};

export interface TryRuleDeps {
  readonly mailLog: Pick<MailLog, 'get' | 'list'>;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly openMail: OpenMail;
  readonly act: Act;
  readonly loadRegexEngine: LoadRegexEngine;
}

const suffixOf = ({ mailbox }: LoggedMail): string => {
  const plus = mailbox.indexOf('+');
  return plus < 0 ? '' : mailbox.slice(plus + 1);
};

/** Kinds that no rule is asked about: reports and confirmations end before (act.ts). */
const BEFORE_RULES: ReadonlySet<MailKind> = new Set(['bounce', 'complaint', 'forwarding-confirmation']);

export const makeTryRule =
  (deps: TryRuleDeps) =>
  async (tenant: string, fields: RuleFields, mails: readonly LoggedMail[]): Promise<readonly TriedMail[]> => {
    const profile = await deps.tenants.profile(tenant);
    if (profile === undefined) return [];
    const rule = { ...fields, id: 'tried', enabled: true };
    const ready = readyRule(rule, await engineFor([rule], deps.loadRegexEngine));
    const tried: TriedMail[] = [];
    for (const mail of mails) {
      const { open, close } = deps.openMail(mail.rawKey);
      try {
        const opened = await open();
        const subject = mail.confidential === true ? CONFIDENTIAL : mail.subject;
        const nothing = { emailId: mail.id, subject, matched: false, criteria: [], would: null };
        if (opened.kind === 'unfit' || BEFORE_RULES.has(mail.kind)) {
          tried.push(nothing);
          continue;
        }
        const { message } = opened.mail;
        const input = makeRuleInput({ message, recipients: mail.recipients, verdicts: { ...mail.verdicts } });
        const criteria = ready.criteria.map((one, index): TriedCriterion => {
          const answer = one.ask(input(one.key));
          return { index, matched: answer.matched, why: whyOf(one, answer, input, mail.confidential !== true) };
        });
        const match = matchRule(ready, input);
        if (match === undefined) {
          tried.push({ ...nothing, criteria });
          continue;
        }
        const { id, receivedAt, kind, mailbox } = mail;
        const { mayAnswer } = recognise(message);
        const acting = {
          id,
          receivedAt,
          message,
          kind,
          mailbox,
          forged: isForged(mail.verdicts),
          replayed: true,
          mayReopen: mayAnswer,
          imported: false,
        };
        const outcome = await deps.act({ profile, mail: acting, suffix: suffixOf(mail), matches: [match] });
        const records = outcome.kind === 'acted' ? outcome.records : [];
        tried.push({
          ...nothing,
          matched: true,
          criteria,
          would: {
            action: outcome.kind === 'acted' ? outcome.action : rule.action.type,
            outcome: outcome.kind,
            records: records.map(({ module, id, did }) => ({ module, id: did === 'created' ? null : id, did })),
            reason: outcome.kind === 'acted' ? null : outcome.reason.message,
          },
        });
      } finally {
        await close();
      }
    }
    return tried;
  };
