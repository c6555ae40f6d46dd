/** How much goes through an account at most (FEATURES 122): of the outgoing server what its provider allows, or less where the tenant says so. For the senders. */
import { OWN_SERVER } from '../../domain/account/account.ts';
import { limitsOfServer } from '../../domain/quota/provider-limits.ts';
import type { LimitsOfAccount } from '../../ports/holding-back.ts';
import type { OutgoingServers } from '../../ports/outgoing-server.ts';

export const makeLimitsOfAccount =
  ({ outgoingServers }: { readonly outgoingServers: Pick<OutgoingServers, 'get'> }): LimitsOfAccount =>
  async (tenant, account) => {
    if (account !== OWN_SERVER) return {};
    const server = await outgoingServers.get(tenant);
    return server === undefined ? {} : limitsOfServer(server);
  };
