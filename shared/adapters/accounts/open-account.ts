/** Finds the account a mail leaves by and opens its secret: the tenant's outgoing server, or one of its accounts. For account-transport.ts. */
import { OWN_SERVER, serverOfAccount } from '../../domain/account/account.ts';
import { externalIdOf } from '../../domain/account/provider.ts';
import { readServerName, type ServerName } from '../../domain/outgoing-server/server.ts';
import type { AccountStore, ClosedAccount, OpenAccount, OpenedAccount, StoredAccount } from '../../ports/accounts.ts';
import type { AccessTokenOf } from '../../ports/oauth.ts';
import { OUTGOING_SERVER_ACCOUNT, type OutgoingServers, type StoredServer } from '../../ports/outgoing-server.ts';
import type { Secrets } from '../../ports/secrets.ts';

/** Opened secrets a worker keeps for its next mails: a call of the key service for each would cost as much as the mail. */
const MAX_KEPT = 100;

type Opened = OpenedAccount | ClosedAccount | undefined;
type StoredSecret = NonNullable<StoredServer['secret'] | StoredAccount['secret']>;

export const makeOpenAccount = (deps: {
  readonly outgoingServers: Pick<OutgoingServers, 'get'>;
  readonly accounts: Pick<AccountStore, 'get'>;
  readonly secrets: Pick<Secrets, 'open'>;
  readonly accessTokenOf: AccessTokenOf;
}): OpenAccount => {
  const kept = new Map<string, string>();
  const openSecret = async (tenant: string, account: string, sealed: string): Promise<string | undefined> => {
    const key = JSON.stringify([tenant, account, sealed]);
    const known = kept.get(key);
    if (known !== undefined) return known;
    const plain = await deps.secrets.open(sealed, { tenant, account });
    if (plain === undefined) return undefined;
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, plain);
    return plain;
  };

  const loginOf = async (tenant: string, account: string, user: string, { kind, sealed }: StoredSecret) => {
    const plain = await openSecret(tenant, account, sealed);
    if (plain === undefined) return undefined;
    return { user, ...(kind === 'password' ? { password: plain } : { accessToken: plain }) };
  };

  const signedIn = async (
    tenant: string,
    server: ServerName,
    user: string,
    connection: string,
    refused: string | undefined,
  ): Promise<Opened> => {
    const found = await deps.accessTokenOf(tenant, connection, server.host, refused);
    if (found.kind === 'absent') return undefined;
    if (found.kind === 'closed') return { provider: 'none', code: found.code };
    const { token, isFresh } = found;
    return { provider: 'smtp', server, login: { user, accessToken: token }, ...(isFresh ? {} : { stored: token }) };
  };

  const ofServer = async (tenant: string, stored: StoredServer, refused: string | undefined): Promise<Opened> => {
    const server = readServerName(stored.server);
    const { secret, user, connection } = stored;
    if (server === undefined) return undefined;
    if (user !== undefined && connection !== undefined) return signedIn(tenant, server, user, connection, refused);
    if (secret === undefined || user === undefined) return { provider: 'smtp', server };
    const login = await loginOf(tenant, OUTGOING_SERVER_ACCOUNT, user, secret);
    return login === undefined ? undefined : { provider: 'smtp', server, login };
  };

  const ofAccount = async (
    tenant: string,
    { id, way, secret }: StoredAccount,
    refused: string | undefined,
  ): Promise<Opened> => {
    if (way.provider === 'ses') return { ...way, externalId: externalIdOf(tenant) };
    if (way.provider === 'mailgun') {
      const apiKey = secret === undefined ? undefined : await openSecret(tenant, id, secret.sealed);
      return apiKey === undefined ? undefined : { ...way, apiKey };
    }
    const server = serverOfAccount(way);
    const { user, connection } = way;
    if (user !== undefined && connection !== undefined) return signedIn(tenant, server, user, connection, refused);
    if (secret === undefined || way.user === undefined) return { provider: 'smtp', server };
    const login = await loginOf(tenant, id, way.user, secret);
    return login === undefined ? undefined : { provider: 'smtp', server, login };
  };

  /** With what says that its talks are kept. */
  const heard = (opened: Opened, { debugUntil }: Pick<StoredServer, 'debugUntil'>): Opened =>
    debugUntil === undefined || opened?.provider !== 'smtp' ? opened : { ...opened, debugUntil };

  return async (tenant, id, refused) => {
    if (id === OWN_SERVER) {
      const stored = await deps.outgoingServers.get(tenant);
      return stored === undefined ? undefined : heard(await ofServer(tenant, stored, refused), stored);
    }
    const stored = await deps.accounts.get(tenant, id);
    // Switched off, it takes no more mail, that which was accepted before among it.
    return stored === undefined || !stored.active ? undefined : heard(await ofAccount(tenant, stored, refused), stored);
  };
};
