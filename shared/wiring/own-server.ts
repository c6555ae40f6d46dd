/** Joins what mail through customers' own servers needs: where they are kept, the key their passwords are under, and SMTP. */

import { makeOutgoingServers } from '../adapters/dynamodb/outgoing-server-store.ts';
import type { Table } from '../adapters/dynamodb/table.ts';
import { makeSecrets } from '../adapters/kms/secrets.ts';
import { makeDeliverBySmtp } from '../adapters/smtp/deliver-by-smtp.ts';
import { makeFindHost } from '../adapters/smtp/public-host.ts';

export const wireOwnServer = (
  settings: Table,
  environment: { readonly SECRETS_KEY_ARN: string; readonly SMTP_LOOPBACK?: 'allowed' | undefined },
) => ({
  outgoingServers: makeOutgoingServers(settings),
  secrets: makeSecrets(environment.SECRETS_KEY_ARN),
  deliver: makeDeliverBySmtp(makeFindHost(environment.SMTP_LOOPBACK === 'allowed')).deliver,
});
