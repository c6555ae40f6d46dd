/** Joins what mail through customers' own servers needs: and accounts: where they are kept, the key their passwords are under, and SMTP. */

import { makeOpenAccount } from '../adapters/accounts/open-account.ts';
import { makeAccountStore } from '../adapters/dynamodb/account-store.ts';
import { makeOutgoingServers } from '../adapters/dynamodb/outgoing-server-store.ts';
import type { Table } from '../adapters/dynamodb/table.ts';
import { makeSecrets } from '../adapters/kms/secrets.ts';
import { makeDeliverBySmtp } from '../adapters/smtp/deliver-by-smtp.ts';
import { makeFindHost } from '../adapters/smtp/public-host.ts';

export const wireOwnServer = (
  settings: Table,
  environment: { readonly SECRETS_KEY_ARN: string; readonly SMTP_LOOPBACK?: 'allowed' | undefined },
) => {
  const outgoingServers = makeOutgoingServers(settings);
  const accounts = makeAccountStore(settings);
  const secrets = makeSecrets(environment.SECRETS_KEY_ARN);
  return {
    outgoingServers,
    accounts,
    secrets,
    openAccount: makeOpenAccount({ outgoingServers, accounts, secrets }),
    deliver: makeDeliverBySmtp(makeFindHost(environment.SMTP_LOOPBACK === 'allowed')).deliver,
  };
};
