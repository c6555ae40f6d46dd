/** The routes of the accounts that mail may leave by; handler.ts has tenants and users. */
import type * as z from 'zod';
import type { BeginRequest } from '#shared/app/begin-request.ts';
import { makeAccounts, type PlainSecret, type SaveAccountOutcome } from '#shared/app/settings/accounts.ts';
import type { AccountBody } from '#shared/contracts/accounts.ts';
import type { accountRoutes } from '#shared/contracts/routes/accounts.ts';
import { type Account, type AccountFields, MAX_ACCOUNTS } from '#shared/domain/account/account.ts';
import type { Handlers } from '#shared/edge/http.ts';
import { conflict, invalidInput, notFound, Problem, reusedKey } from '#shared/edge/problem.ts';
import type { AccountStore, OpenAccount } from '#shared/ports/accounts.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import type { DeliverBySmtp } from '#shared/ports/outgoing-server.ts';
import type { Secrets } from '#shared/ports/secrets.ts';
import type { TenantDirectory } from '#shared/ports/tenants.ts';
import { testMailFailed } from './test-mail-failed.ts';

export interface AccountWiring {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly accounts: AccountStore;
  readonly secrets: Pick<Secrets, 'seal'>;
  readonly openAccount: OpenAccount;
  readonly deliver: DeliverBySmtp;
}

const shown = (account: Account) => {
  const { id, name, type, email, fromName, active, groups, way, confirmedAt, createdAt, updatedAt } = account;
  const { host, port, tls, user } = way;
  return {
    ...{ id, kind: 'internal' as const, name, type, host, port, tls, user: user ?? null, email },
    ...{ fromName: fromName ?? null, active, status: confirmedAt === undefined ? 'unconfirmed' : 'ready' },
    ...{ groups: groups === undefined ? null : [...groups], confirmedAt: confirmedAt ?? null, createdAt, updatedAt },
  } as const;
};

const fieldsOf = (body: z.infer<typeof AccountBody>): AccountFields => {
  const { name, type, email, fromName, active, groups, host, port, tls, user } = body;
  return {
    ...{ name, type, email, active },
    ...(fromName === undefined ? {} : { fromName }),
    ...(groups === undefined ? {} : { groups }),
    way: { provider: 'smtp', host: host.toLowerCase(), port, tls, ...(user === undefined ? {} : { user }) },
  };
};

const secretOf = ({ password, accessToken }: z.infer<typeof AccountBody>): PlainSecret | undefined => {
  if (password !== undefined) return { kind: 'password', plain: password };
  return accessToken === undefined ? undefined : { kind: 'access-token', plain: accessToken };
};

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
  }
};

const WRONG_CODES = {
  wrong: 'This is not the code of the last test mail.',
  expired: 'The code has run out after a day. Send a new test mail.',
  'no-tries-left': 'It was typed wrongly too often. Send a new test mail.',
  none: 'No code waits to be typed back. Send a test mail first.',
} as const;

export const accountHandlers = (
  wiring: AccountWiring & { readonly begin: BeginRequest },
): Handlers<typeof accountRoutes> => {
  const change = makeAccounts(wiring);
  const all = async (tenant: string) => {
    const accounts = (await wiring.tenants.profile(tenant))?.accounts ?? [];
    return [...accounts].sort((a, b) => (a.id < b.id ? -1 : 1));
  };
  return {
    listAccounts: async ({ caller }) => ({ status: 200, body: { items: (await all(caller.tenant)).map(shown) } }),
    createAccount: async (request) => {
      const outcome = await change.create(
        { ...request, ...request.caller },
        fieldsOf(request.body),
        secretOf(request.body),
      );
      return { status: 201, body: shown(saved(outcome)) };
    },
    getAccount: async ({ caller, params }) => {
      const account = (await all(caller.tenant)).find(({ id }) => id === params.id);
      if (account === undefined) throw notFound();
      return { status: 200, body: shown(account) };
    },
    putAccount: async ({ caller, params, body }) => ({
      status: 200,
      body: shown(saved(await change.replace(caller.tenant, params.id, fieldsOf(body), secretOf(body)))),
    }),
    deleteAccount: async ({ caller, params }) => {
      if ((await wiring.accounts.remove(caller.tenant, params.id)) === 'absent') throw notFound();
      return { status: 204 };
    },
    testAccount: async ({ caller, params, body }) => {
      const outcome = await change.sendCode(caller.tenant, params.id, body.to);
      if (outcome.kind === 'absent') throw notFound();
      if (outcome.kind === 'contended') throw contended();
      if (outcome.kind === 'failed') throw testMailFailed(outcome, 'The test mail did not go. ', 'host');
      const { to, expiresAt } = outcome;
      return { status: 200, body: { to, expiresAt } };
    },
    confirmAccount: async ({ caller, params, body }) => {
      const outcome = await change.confirm(caller.tenant, params.id, body.code);
      if (outcome.kind === 'absent') throw notFound();
      if (outcome.kind === 'contended') throw contended();
      if (outcome.kind === 'confirmed') return { status: 200, body: shown(outcome.account) };
      const { why, triesLeft } = outcome;
      const message = WRONG_CODES[why];
      if (why !== 'wrong') throw conflict('no-code-waits', message);
      throw new Problem(422, 'wrong-code', message, [{ field: 'code', message }], { triesLeft });
    },
  };
};
