/** Joins what mail through customers' own servers needs: and accounts: where they are kept, the key their passwords are under, and SMTP. */

import { makeOpenAccount } from '../adapters/accounts/open-account.ts';
import { makeAccountStore } from '../adapters/dynamodb/account-store.ts';
import { makeOutgoingServers } from '../adapters/dynamodb/outgoing-server-store.ts';
import type { Table } from '../adapters/dynamodb/table.ts';
import { makeDeliverBySmtp } from '../adapters/smtp/deliver-by-smtp.ts';
import { makeFindHost } from '../adapters/smtp/public-host.ts';
import { type OauthEnvironment, wireAccessTokens, wireOauth } from './oauth.ts';

export const wireOwnServer = (
  settings: Table,
  environment: OauthEnvironment & { readonly EVENT_BUS: string; readonly SMTP_LOOPBACK?: 'allowed' | undefined },
) => {
  const outgoingServers = makeOutgoingServers(settings);
  const accounts = makeAccountStore(settings);
  const oauth = wireOauth(environment);
  const accessTokenOf = wireAccessTokens(environment);
  return {
    outgoingServers,
    accounts,
    ...oauth,
    accessTokenOf,
    openAccount: makeOpenAccount({ outgoingServers, accounts, secrets: oauth.secrets, accessTokenOf }),
    deliver: makeDeliverBySmtp(makeFindHost(environment.SMTP_LOOPBACK === 'allowed')).deliver,
  };
};
