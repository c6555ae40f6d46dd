/** The routes of Mailroom rules; handler.ts has the panel itself. */

import type { BeginRequest } from '#shared/app/begin-request.ts';
import { makeAct } from '#shared/app/mailroom/act.ts';
import { type ChangeOutcome, makeChangeRules, wrongFields } from '#shared/app/mailroom/change-rules.ts';
import { ownerOfTenant } from '#shared/app/mailroom/choose-owner.ts';
import { dryRecords, type ReadableRecords } from '#shared/app/mailroom/dry-records.ts';
import { makeOpenMail } from '#shared/app/mailroom/open-mail.ts';
import { makeTryRule } from '#shared/app/mailroom/try-rule.ts';
import type { mailroomRoutes } from '#shared/contracts/routes/mailroom.ts';
import { MAX_RULES } from '#shared/contracts/rules.ts';
import { labelsIn } from '#shared/domain/rules/body-rule.ts';
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

export const ruleHandlers = (wiring: RuleWiring): Pick<Handlers<typeof mailroomRoutes>, RuleRoutes> => {
  const { rules, mailLog, records, ids, inboundDomains, content } = wiring;
  const change = makeChangeRules({ ...wiring, maxRules: MAX_RULES });
  const { findThread, findSent } = mailLog;
  const threads = { findThread, findSent, rememberThread: async () => undefined, offerThread: async () => undefined };
  const act = makeAct({
    records: dryRecords(records),
    threads,
    ids,
    inboundDomains,
    mayMake: async () => true,
    // What a rule would make is shown without its owner: nobody's turn is taken.
    chooseOwner:
      ({ profile }) =>
      async () =>
        ownerOfTenant(profile),
  });
  const tryRule = makeTryRule({ ...wiring, openMail: makeOpenMail(content), act });

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
      if (outcome.kind === 'incomplete')
        throw conflict(
          'rules-changed',
          `The order names all rules; missing: ${outcome.missing.slice(0, 5).join(', ')}.`,
        );
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
    findLabels: async ({ body }) => ({ status: 200, body: { items: labelsIn(body.sample, body.delimiter) } }),
  };
};
