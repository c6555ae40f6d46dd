/** Finds the account a mail leaves by and opens its secret: the tenant's outgoing server, or one of its accounts. For account-transport.ts. */
import { OWN_SERVER, serverOfAccount } from '../../domain/account/account.ts';
import { readServerName } from '../../domain/outgoing-server/server.ts';
import type { AccountStore, OpenAccount, OpenedAccount, StoredAccount } from '../../ports/accounts.ts';
import { OUTGOING_SERVER_ACCOUNT, type OutgoingServers, type StoredServer } from '../../ports/outgoing-server.ts';
import type { Secrets } from '../../ports/secrets.ts';

/** Opened secrets a worker keeps for its next mails: a call of the key service for each would cost as much as the mail. */
const MAX_KEPT = 100;

type Secret = NonNullable<StoredServer['secret']>;

export const makeOpenAccount = (deps: {
  readonly outgoingServers: Pick<OutgoingServers, 'get'>;
  readonly accounts: Pick<AccountStore, 'get'>;
  readonly secrets: Pick<Secrets, 'open'>;
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

  const loginOf = async (tenant: string, account: string, user: string, { kind, sealed }: Secret) => {
    const plain = await openSecret(tenant, account, sealed);
    if (plain === undefined) return undefined;
    return { user, ...(kind === 'password' ? { password: plain } : { accessToken: plain }) };
  };

  const ofServer = async (tenant: string, stored: StoredServer): Promise<OpenedAccount | undefined> => {
    const server = readServerName(stored.server);
    const { secret, user } = stored;
    if (server === undefined) return undefined;
    if (secret === undefined || user === undefined) return { provider: 'smtp', server };
    const login = await loginOf(tenant, OUTGOING_SERVER_ACCOUNT, user, secret);
    return login === undefined ? undefined : { provider: 'smtp', server, login };
  };

  const ofAccount = async (tenant: string, { id, way, secret }: StoredAccount): Promise<OpenedAccount | undefined> => {
    const server = serverOfAccount(way);
    if (secret === undefined || way.user === undefined) return { provider: 'smtp', server };
    const login = await loginOf(tenant, id, way.user, secret);
    return login === undefined ? undefined : { provider: 'smtp', server, login };
  };

  return async (tenant, id) => {
    if (id === OWN_SERVER) {
      const stored = await deps.outgoingServers.get(tenant);
      return stored === undefined ? undefined : ofServer(tenant, stored);
    }
    const stored = await deps.accounts.get(tenant, id);
    // Switched off, it takes no more mail, that which was accepted before among it.
    return stored === undefined || !stored.active ? undefined : ofAccount(tenant, stored);
  };
};
