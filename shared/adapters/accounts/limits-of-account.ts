/** How much goes through an account at most (FEATURES 122): what its provider allows, or less where the tenant says so. For the senders. */
import { OWN_SERVER } from '../../domain/account/account.ts';
import { limitsOfAccount, limitsOfServer } from '../../domain/quota/provider-limits.ts';
import type { AccountStore } from '../../ports/accounts.ts';
import type { LimitsOfAccount } from '../../ports/holding-back.ts';
import type { OutgoingServers } from '../../ports/outgoing-server.ts';

export const makeLimitsOfAccount =
  (deps: {
    readonly outgoingServers: Pick<OutgoingServers, 'get'>;
    readonly accounts: Pick<AccountStore, 'get'>;
  }): LimitsOfAccount =>
  async (tenant, id) => {
    if (id === OWN_SERVER) {
      const server = await deps.outgoingServers.get(tenant);
      return server === undefined ? {} : limitsOfServer(server);
    }
    const account = await deps.accounts.get(tenant, id);
    return account === undefined ? {} : limitsOfAccount(account);
  };
