/** The routes of Mailroom rules; handler.ts has the panel itself. */

import type { BeginRequest } from '#shared/app/begin-request.ts';
import { type ChangeOutcome, makeChangeRules, wrongFields } from '#shared/app/mailroom/change-rules.ts';
import { makeDryAct } from '#shared/app/mailroom/dry-act.ts';
import type { ReadableRecords } from '#shared/app/mailroom/dry-records.ts';
import { makeOpenMail } from '#shared/app/mailroom/open-mail.ts';
import { makeOwnAddresses } from '#shared/app/mailroom/own-addresses.ts';
import { makeSenderGate } from '#shared/app/mailroom/sender-gate.ts';
import { makeTryRule } from '#shared/app/mailroom/try-rule.ts';
import { makeFindUserMailbox } from '#shared/app/mailroom/user-mailbox.ts';
import { fitting } from '#shared/app/mailroom/wanted-fields.ts';
import { makeWouldDo } from '#shared/app/mailroom/would-do.ts';
import type { mailroomRoutes } from '#shared/contracts/routes/mailroom.ts';
import { MAX_RULES } from '#shared/contracts/rules.ts';
import { labelsIn } from '#shared/domain/rules/body-rule.ts';
import type { Rule } from '#shared/domain/rules/rule.ts';
import type { Handlers } from '#shared/edge/http.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, invalidInput, notFound, reusedKey } from '#shared/edge/problem.ts';
import type { Ids } from '#shared/ports/clock.ts';
import type { GroupStore } from '#shared/ports/groups.ts';
import type { MailFiles } from '#shared/ports/mail-files.ts';
import type { MailLog } from '#shared/ports/mail-log.ts';
import type { ParseMail } from '#shared/ports/mail-parser.ts';
import type { LoadRegexEngine, RuleStore } from '#shared/ports/rules.ts';
import type { TenantStore } from '#shared/ports/tenants.ts';
import type { UserAddressStore } from '#shared/ports/user-addresses.ts';

export interface RuleWiring {
  readonly inboundDomains: readonly string[];
  readonly begin: BeginRequest;
  readonly ids: Ids;
  readonly content: { readonly files: Pick<MailFiles, 'readRaw'>; readonly parseMail: ParseMail };
  readonly mailLog: MailLog;
  readonly records: ReadableRecords;
  readonly tenants: Pick<TenantStore, 'getTenant' | 'getUser' | 'profile'>;
  readonly groups: Pick<GroupStore, 'get'>;
  readonly rules: RuleStore;
  readonly loadRegexEngine: LoadRegexEngine;
  readonly userAddresses: Pick<UserAddressStore, 'settings'>;
}

type RuleRoutes =
  | 'listRules'
  | 'createRule'
  | 'getRule'
  | 'cloneRule'
  | 'putRule'
  | 'deleteRule'
  | 'putRuleOrder'
  | 'tryRule'
  | 'findLabels';

/** Unless said: enough to see whether a rule does what it should. */
const LAST = 10;

const ruleOf = (outcome: ChangeOutcome) => {
  if (outcome.kind === 'absent') throw notFound();
  if (outcome.kind === 'other-body') throw reusedKey();
  if (outcome.kind === 'wrong') throw invalidInput(outcome.errors);
  if (outcome.kind === 'too-many') throw conflict('too-many-rules', `A tenant has at most ${MAX_RULES} rules.`);
  return outcome.rule;
};

/** More names are no help. */
const NAMED = 5;

const orderLacks = (missing: readonly Pick<Rule, 'id' | 'name'>[]): string => {
  const names = missing.slice(0, NAMED).map(({ id, name }) => `\u201c${name}\u201d (${id})`);
  const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : '';
  return `The order must name every rule, and ${missing.length === 1 ? 'one is' : `${missing.length} are`} missing in your list: ${names.join(', ')}${more}.`;
};

export const ruleHandlers = (wiring: RuleWiring): Pick<Handlers<typeof mailroomRoutes>, RuleRoutes> => {
  const { rules, mailLog, records, ids, inboundDomains, content } = wiring;
  const change = makeChangeRules({ ...wiring, maxRules: MAX_RULES });
  const ownOf = makeOwnAddresses(inboundDomains);
  const tryRule = makeTryRule({
    ...wiring,
    ownOf,
    openMail: makeOpenMail(content),
    mayEnter: makeSenderGate({ records, ownOf }),
    findUserMailbox: makeFindUserMailbox({ ids, addresses: wiring.userAddresses }),
    wouldDo: makeWouldDo(makeDryAct({ ids, records, inboundDomains, threads: mailLog })),
  });

  return {
    listRules: async ({ caller, query }) => ({ status: 200, body: await rules.page(caller.tenant, pageOf(query)) }),
    createRule: async (request) => ({
      status: 201,
      body: ruleOf(await change.create({ ...request, ...request.caller }, request.body)),
    }),
    getRule: async ({ caller, params }) => {
      const rule = await rules.get(caller.tenant, params.id);
      if (rule === undefined) throw notFound();
      return { status: 200, body: rule };
    },
    cloneRule: async (request) => ({
      status: 201,
      body: ruleOf(await change.clone({ ...request, ...request.caller }, request.params.id)),
    }),
    putRule: async ({ caller, params, body }) => ({
      status: 200,
      body: ruleOf(await change.replace(caller.tenant, params.id, body)),
    }),
    deleteRule: async ({ caller, params }) => {
      if ((await rules.remove(caller.tenant, params.id)) === 'absent') throw notFound();
      return { status: 204 };
    },
    putRuleOrder: async ({ caller, body }) => {
      const outcome = await change.order(caller.tenant, body.ids);
      if (outcome.kind === 'wrong') throw invalidInput(outcome.errors);
      if (outcome.kind === 'incomplete') throw conflict('rules-changed', orderLacks(outcome.missing));
      return { status: 200, body };
    },
    tryRule: async ({ caller: { tenant }, body: { rule, emailIds, last } }) => {
      const errors = await wrongFields(wiring, tenant, rule);
      if (errors.length > 0)
        throw invalidInput(errors.map(({ field, message }) => ({ field: `rule.${field}`, message })));
      const named = await Promise.all((emailIds ?? []).map((id) => mailLog.get(tenant, id)));
      const unknown = named.indexOf(undefined);
      if (unknown >= 0) throw invalidInput([{ field: `emailIds.${unknown}`, message: 'is no mail of this Mailroom' }]);
      const mails =
        emailIds === undefined
          ? (await mailLog.list(tenant, { limit: last ?? LAST })).items
          : named.filter((mail) => mail !== undefined);
      return { status: 200, body: { items: await tryRule(tenant, rule, mails) } };
    },
    findLabels: async ({ body }) => {
      const found = labelsIn(body.sample, body.delimiter);
      return {
        status: 200,
        body: { items: found.map(({ label, value }) => ({ label, value: fitting(label, value) })) },
      };
    },
  };
};
