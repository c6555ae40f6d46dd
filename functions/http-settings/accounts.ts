/** The routes of the accounts that mail may leave by; handler.ts has tenants and users. */
import { type AccountDeps, makeAccounts, type SaveAccountOutcome } from '#shared/app/settings/accounts.ts';
import type { accountRoutes } from '#shared/contracts/routes/accounts.ts';
import { type Account, MAX_ACCOUNTS } from '#shared/domain/account/account.ts';
import { usableAccounts } from '#shared/domain/account/choose-account.ts';
import { groupsOf } from '#shared/domain/tenant/group.ts';
import type { Handlers } from '#shared/edge/http.ts';
import { pageOf } from '#shared/edge/page.ts';
import { conflict, invalidInput, notFound, Problem, reusedKey } from '#shared/edge/problem.ts';
import { fieldsOf, secretOf, shownTo } from './account-body.ts';
import { testMailFailed } from './test-mail-failed.ts';

export type AccountWiring = Omit<AccountDeps, 'begin'>;

const contended = () => conflict('contended', 'Others are changing this account right now. Try again.');

const saved = (outcome: SaveAccountOutcome): Account => {
  switch (outcome.kind) {
    case 'saved':
      return outcome.account;
    case 'wrong':
      throw invalidInput(outcome.errors);
    case 'absent':
      throw notFound();
    case 'other-body':
      throw reusedKey();
    case 'too-many':
      throw conflict('too-many-accounts', `A tenant has at most ${MAX_ACCOUNTS} accounts.`);
    case 'contended':
      throw contended();
    case 'failed': {
      const field = outcome.reason.code === 'sender-not-verified' ? 'domain' : 'provider';
      throw testMailFailed(outcome, 'Nothing was saved: the provider says that no mail would leave. ', field);
    }
  }
};

const WRONG_CODES = {
  wrong: 'This is not the code of the last test mail.',
  expired: 'The code has run out after a day. Send a new test mail.',
  'no-tries-left': 'It was typed wrongly too often. Send a new test mail.',
  none: 'No code waits to be typed back. Send a test mail first.',
} as const;

export const accountHandlers = (wiring: AccountDeps): Handlers<typeof accountRoutes> => {
  const change = makeAccounts(wiring);
  return {
    listAccounts: async ({ caller, query }) => {
      const page = await wiring.accounts.list(caller.tenant, pageOf(query));
      return { status: 200, body: { ...page, items: page.items.map(shownTo(caller.tenant)) } };
    },
    listUsableAccounts: async ({ caller, query }) => {
      const groups = groupsOf((await wiring.tenants.profile(caller.tenant))?.groups ?? [], caller.user);
      const page = await wiring.accounts.list(caller.tenant, pageOf(query));
      const items = usableAccounts(page.items, { lane: 'adhoc', groups }).map(({ id, name, type, email, fromName }) => {
        return { id, name, type, email, fromName: fromName ?? null };
      });
      return { status: 200, body: { ...page, items } };
    },
    createAccount: async (request) => {
      const outcome = await change.create(
        { ...request, ...request.caller },
        fieldsOf(request.body, wiring.clock.nowMs()),
        secretOf(request.body),
      );
      return { status: 201, body: shownTo(request.caller.tenant)(saved(outcome)) };
    },
    getAccount: async ({ caller, params }) => {
      const account = await wiring.accounts.get(caller.tenant, params.id);
      if (account === undefined) throw notFound();
      return { status: 200, body: shownTo(caller.tenant)(account) };
    },
    putAccount: async ({ caller, params, body }) => ({
      status: 200,
      body: shownTo(caller.tenant)(
        saved(await change.replace(caller.tenant, params.id, fieldsOf(body, wiring.clock.nowMs()), secretOf(body))),
      ),
    }),
    deleteAccount: async ({ caller, params }) => {
      if ((await wiring.accounts.remove(caller.tenant, params.id)) === 'absent') throw notFound();
      return { status: 204 };
    },
    testAccount: async ({ caller, params, body }) => {
      const outcome = await change.sendCode(caller.tenant, params.id, body.to);
      if (outcome.kind === 'absent') throw notFound();
      if (outcome.kind === 'contended') throw contended();
      if (outcome.kind === 'needs-no-code')
        throw conflict(
          'needs-no-code',
          'An account at a provider needs no code: the provider was asked when it was saved.',
        );
      if (outcome.kind === 'failed') throw testMailFailed(outcome, 'The test mail did not go. ', 'host');
      const { to, expiresAt } = outcome;
      return { status: 200, body: { to, expiresAt } };
    },
    confirmAccount: async ({ caller, params, body }) => {
      const outcome = await change.confirm(caller.tenant, params.id, body.code);
      if (outcome.kind === 'absent') throw notFound();
      if (outcome.kind === 'contended') throw contended();
      if (outcome.kind === 'confirmed') return { status: 200, body: shownTo(caller.tenant)(outcome.account) };
      const { why, triesLeft } = outcome;
      const message = WRONG_CODES[why];
      if (why !== 'wrong') throw conflict('no-code-waits', message);
      throw new Problem(422, 'wrong-code', message, [{ field: 'code', message }], { triesLeft });
    },
  };
};
