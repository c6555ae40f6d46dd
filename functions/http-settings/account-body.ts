/** Between the bodies of accounts and the domain: an internal account is a mail server, an external one is at a provider (FEATURES 91). For accounts.ts. */
import type * as z from 'zod';
import type { PlainSecret } from '#shared/app/settings/accounts.ts';
import type { AccountBody, Account as ShownAccount } from '#shared/contracts/accounts.ts';
import type { Account, AccountFields, AccountProvider } from '#shared/domain/account/account.ts';
import { externalIdOf } from '#shared/domain/account/provider.ts';
import { limitsOfAccount } from '#shared/domain/quota/provider-limits.ts';
import { limitsOf, shownLimits } from '#shared/domain/quota/sending-limits.ts';
import { debugOf } from './debug-until.ts';

type Body = z.infer<typeof AccountBody>;

const wayOf = (body: Body): AccountProvider => {
  if (body.kind === 'internal') {
    const { host, port, tls, user, connection } = body;
    return {
      ...{ provider: 'smtp', host: host.toLowerCase(), port, tls },
      ...(user === undefined ? {} : { user }),
      ...(connection === undefined ? {} : { connection }),
    };
  }
  const domain = body.domain.toLowerCase();
  return body.provider === 'mailgun'
    ? { provider: 'mailgun', domain, region: body.region }
    : { provider: 'ses', domain, region: body.region, roleArn: body.roleArn };
};

export const fieldsOf = (body: Body, nowMs: number): AccountFields => {
  const { name, type, email, fromName, active, groups, limits } = body;
  return {
    ...{ name, type, email, active },
    ...(fromName === undefined ? {} : { fromName }),
    ...(groups === undefined ? {} : { groups }),
    ...(limits === undefined ? {} : { limits: limitsOf(limits) }),
    way: wayOf(body),
    ...(body.kind === 'internal' ? debugOf(body.debugUntil, nowMs) : {}),
  };
};

export const secretOf = (body: Body): PlainSecret | undefined => {
  if (body.kind === 'external')
    return body.provider === 'mailgun' && body.apiKey !== undefined
      ? { kind: 'api-key', plain: body.apiKey }
      : undefined;
  const { password, accessToken } = body;
  if (password !== undefined) return { kind: 'password', plain: password };
  return accessToken === undefined ? undefined : { kind: 'access-token', plain: accessToken };
};

const shownWay = (tenant: string, way: AccountProvider) => {
  if (way.provider === 'smtp') {
    const { host, port, tls, user, connection } = way;
    return { kind: 'internal' as const, host, port, tls, user: user ?? null, connection: connection ?? null };
  }
  const { provider, domain, region } = way;
  const role = way.provider === 'ses' ? { roleArn: way.roleArn, externalId: externalIdOf(tenant) } : undefined;
  return { kind: 'external' as const, provider, domain, region, ...(role ?? { roleArn: null, externalId: null }) };
};

export const shownTo =
  (tenant: string) =>
  (account: Account): z.infer<typeof ShownAccount> => {
    const { id, name, type, email, fromName, active, groups, way, confirmedAt, createdAt, updatedAt, debugUntil } =
      account;
    return {
      ...{ id, name, type, email, fromName: fromName ?? null, active },
      ...{ status: confirmedAt === undefined ? 'unconfirmed' : 'ready', confirmedAt: confirmedAt ?? null },
      limits: shownLimits(limitsOfAccount(account)),
      ...{ groups: groups === undefined ? null : [...groups], createdAt, updatedAt, debugUntil: debugUntil ?? null },
      ...shownWay(tenant, way),
    };
  };
