/**
 * Sets up a tenant's accounts (FEATURES 89-92). An account is used once the code of its test mail was typed back; what changes the way its mail goes makes
 * it wait for a new code. Every change is one conditional write.
 */
import {
  type Account,
  type AccountFields,
  accountIdOf,
  isSameWay,
  MAX_ACCOUNTS,
} from '../../domain/account/account.ts';
import {
  CODE_LETTERS,
  CODE_LIFE_MS,
  CODE_TRIES,
  type CodeJudgement,
  judgeCode,
  shownCode,
  typedCode,
} from '../../domain/account/confirmation.ts';
import { externalIdOf } from '../../domain/account/provider.ts';
import { codeMail } from '../../domain/outgoing-server/test-mail.ts';
import { failureReason } from '../../domain/sending/failure-reason.ts';
import type { AccountStore, AtProvider, CheckAccount, OpenAccount, StoredAccount } from '../../ports/accounts.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { DeliverBySmtp } from '../../ports/outgoing-server.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { TenantDirectory, TenantProfile } from '../../ports/tenants.ts';
import type { BeginRequest, PostRequest } from '../begin-request.ts';
import { deliverTestMail, type TestMailFailed } from './deliver-test-mail.ts';

export interface PlainSecret {
  readonly kind: 'password' | 'access-token' | 'api-key';
  readonly plain: string;
}

export type SaveAccountOutcome =
  | { readonly kind: 'saved'; readonly account: Account }
  | { readonly kind: 'wrong'; readonly errors: readonly { readonly field: string; readonly message: string }[] }
  /** The provider says that no mail would leave by it; nothing was changed. */
  | TestMailFailed
  | { readonly kind: 'absent' | 'too-many' | 'other-body' | 'contended' };

export type TestAccountOutcome =
  | { readonly kind: 'sent'; readonly to: string; readonly expiresAt: string }
  | TestMailFailed
  /** Its provider says whether it works. */
  | { readonly kind: 'needs-no-code' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'contended' };

export type ConfirmAccountOutcome =
  | { readonly kind: 'confirmed'; readonly account: Account }
  | { readonly kind: 'refused'; readonly why: Exclude<CodeJudgement, 'right'>; readonly triesLeft: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'contended' };

const publicPart = ({ secret: _secret, confirmation: _confirmation, ...account }: StoredAccount): Account => account;

const WAYS = { password: 'host, port, user', apiKey: 'provider, domain, region' } as const;

/** The field of the secret that this way of sending wants; undefined: none. */
const secretField = ({ way }: AccountFields): 'password' | 'apiKey' | undefined => {
  if (way.provider === 'smtp') return way.user === undefined || way.connection !== undefined ? undefined : 'password';
  return way.provider === 'mailgun' ? 'apiKey' : undefined;
};

/** Undefined: a mail server, which has no one to ask. */
const atProvider = (
  tenant: string,
  { way }: AccountFields,
  secret: PlainSecret | undefined,
): AtProvider | undefined => {
  if (way.provider === 'smtp') return undefined;
  return way.provider === 'ses'
    ? { ...way, externalId: externalIdOf(tenant) }
    : { ...way, apiKey: secret?.plain ?? '' };
};

const wrongFields = (fields: AccountFields, profile: TenantProfile, id: string) => {
  const name = fields.name.toLowerCase();
  const isTaken = (profile.accounts ?? []).some((one) => one.id !== id && one.name.toLowerCase() === name);
  const strangers = (fields.groups ?? []).filter((group) => !profile.groups.some((one) => one.id === group));
  return [
    ...(isTaken ? [{ field: 'name', message: 'is the name of another account' }] : []),
    ...strangers.map(() => ({ field: 'groups', message: 'must be ids of groups of this tenant' })),
  ];
};

export interface AccountDeps {
  readonly begin: BeginRequest;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly tenants: Pick<TenantDirectory, 'profile'>;
  readonly accounts: AccountStore;
  readonly secrets: Pick<Secrets, 'seal'>;
  readonly openAccount: OpenAccount;
  readonly deliver: DeliverBySmtp;
  readonly checkAccount: CheckAccount;
}

export const makeAccounts = (deps: AccountDeps) => {
  /** What shows that it works: the provider's word. Of a mail server that is the code, so nothing yet. */
  const checked = async (
    tenant: string,
    fields: AccountFields,
    secret: PlainSecret | undefined,
  ): Promise<TestMailFailed | { readonly kind: 'shown'; readonly confirmedAt?: string }> => {
    const account = atProvider(tenant, fields, secret);
    if (account === undefined) return { kind: 'shown' };
    const outcome = await deps.checkAccount(account, fields.email);
    if (outcome.ok) return { kind: 'shown', confirmedAt: nowIso() };
    const { code, answer } = outcome;
    return { kind: 'failed', reason: failureReason(code), ...(answer === undefined ? {} : { answer }) };
  };
  const nowIso = () => new Date(deps.clock.nowMs()).toISOString();
  const sealed = async (tenant: string, account: string, secret: PlainSecret | undefined) =>
    secret === undefined
      ? {}
      : { secret: { kind: secret.kind, sealed: await deps.secrets.seal(secret.plain, { tenant, account }) } };
  /** Of the code, so that who reads the table cannot confirm. */
  const digestOf = (tenant: string, account: string, code: string) => deps.ids.digest(tenant, account, code);
  const replaced = async (tenant: string, account: StoredAccount) =>
    (await deps.accounts.replace(tenant, account)) ? publicPart(account) : undefined;

  const create = async (
    request: PostRequest,
    fields: AccountFields,
    secret: PlainSecret | undefined,
  ): Promise<SaveAccountOutcome> => {
    const { tenant } = request;
    const profile = await deps.tenants.profile(tenant);
    if (profile === undefined) return { kind: 'absent' };
    const begun = await deps.begin(request);
    if (begun.kind === 'other-body') return begun;
    const id = accountIdOf(begun.id);
    const there = profile.accounts?.find((account) => account.id === id);
    if (there !== undefined) return { kind: 'saved', account: there };
    const errors = wrongFields(fields, profile, id);
    if (secretField(fields) === 'apiKey' && secret === undefined)
      errors.push({ field: 'apiKey', message: 'must be given' });
    if (errors.length > 0) return { kind: 'wrong', errors };
    if ((profile.accounts ?? []).length >= MAX_ACCOUNTS) return { kind: 'too-many' };
    const at = new Date(begun.atMs).toISOString();
    const shown = await checked(tenant, fields, secret);
    if (shown.kind === 'failed') return shown;
    const { kind: _kind, ...confirmed } = shown;
    const account = { ...fields, ...confirmed, id, createdAt: at, updatedAt: at, revision: 1 };
    const stored = await deps.accounts.create(tenant, { ...account, ...(await sealed(tenant, id, secret)) });
    return { kind: 'saved', account: publicPart(stored) };
  };

  /** Without a new secret the old one stays, unless the mail would go elsewhere: kept for another host, it would be sent there. */
  const replace = async (
    tenant: string,
    id: string,
    fields: AccountFields,
    secret: PlainSecret | undefined,
  ): Promise<SaveAccountOutcome> => {
    const profile = await deps.tenants.profile(tenant);
    const old = await deps.accounts.get(tenant, id);
    if (profile === undefined || old === undefined) return { kind: 'absent' };
    const errors = [...wrongFields(fields, profile, id)];
    const isSame = isSameWay(old, fields);
    const secretIn = secretField(fields);
    const needsSecret = secretIn !== undefined;
    if (needsSecret && secret === undefined && !isSame)
      errors.push({ field: secretIn, message: `must be typed again where ${WAYS[secretIn]} or email change` });
    if (errors.length > 0) return { kind: 'wrong', errors };
    const { createdAt, revision, confirmedAt, confirmation } = old;
    const kept = needsSecret && old.secret !== undefined ? { secret: old.secret } : {};
    const isStillShown = isSame && secret === undefined;
    const shown = isStillShown ? ({ kind: 'shown' } as const) : await checked(tenant, fields, secret);
    if (shown.kind === 'failed') return shown;
    const { kind: _kind, ...confirmed } = shown;
    const account = await replaced(tenant, {
      ...{ ...fields, id, createdAt, updatedAt: nowIso(), revision: revision + 1 },
      ...(secret === undefined ? kept : await sealed(tenant, id, secret)),
      ...(isStillShown && confirmedAt !== undefined ? { confirmedAt } : confirmed),
      ...(isStillShown && confirmation !== undefined ? { confirmation } : {}),
    });
    return account === undefined ? { kind: 'contended' } : { kind: 'saved', account };
  };

  /** The code is stored before the mail goes: what arrives can be typed back. */
  const sendCode = async (tenant: string, id: string, to: string): Promise<TestAccountOutcome> => {
    const stored = await deps.accounts.get(tenant, id);
    if (stored === undefined) return { kind: 'absent' };
    const opened = await deps.openAccount(tenant, id);
    if (opened === undefined) return { kind: 'failed', reason: failureReason('outgoing-server-missing') };
    if (opened.provider === 'none') return { kind: 'failed', reason: failureReason(opened.code) };
    if (opened.provider !== 'smtp') return { kind: 'needs-no-code' };
    const nowMs = deps.clock.nowMs();
    const code = deps.ids.letters(CODE_LETTERS);
    const expiresAt = new Date(nowMs + CODE_LIFE_MS).toISOString();
    const confirmation = { digest: digestOf(tenant, id, code), expiresAt, triesLeft: CODE_TRIES };
    if ((await replaced(tenant, { ...stored, confirmation, revision: stored.revision + 1 })) === undefined)
      return { kind: 'contended' };
    const raw = codeMail({ from: stored.email, to, id: deps.ids.fresh(nowMs), nowMs }, shownCode(code));
    const { server, login } = opened;
    const account = { server, ...(login === undefined ? {} : { login }) };
    const failed = await deliverTestMail(deps.deliver, account, { from: stored.email, to, raw });
    return failed ?? { kind: 'sent', to, expiresAt };
  };

  const confirm = async (tenant: string, id: string, typed: string): Promise<ConfirmAccountOutcome> => {
    const stored = await deps.accounts.get(tenant, id);
    if (stored === undefined) return { kind: 'absent' };
    const { confirmation, ...account } = stored;
    const judgement = judgeCode(confirmation, digestOf(tenant, id, typedCode(typed)), deps.clock.nowMs());
    const revision = stored.revision + 1;
    if (judgement === 'right') {
      const confirmed = await replaced(tenant, { ...account, confirmedAt: nowIso(), updatedAt: nowIso(), revision });
      return confirmed === undefined ? { kind: 'contended' } : { kind: 'confirmed', account: confirmed };
    }
    if (judgement !== 'wrong' || confirmation === undefined) return { kind: 'refused', why: judgement, triesLeft: 0 };
    // Counted before it is said, so that guessing in parallel gains nothing.
    const triesLeft = confirmation.triesLeft - 1;
    const counted = await replaced(tenant, { ...account, confirmation: { ...confirmation, triesLeft }, revision });
    return counted === undefined ? { kind: 'contended' } : { kind: 'refused', why: 'wrong', triesLeft };
  };

  return { create, replace, sendCode, confirm };
};
