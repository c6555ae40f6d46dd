/** Changes a connection that others change too: read, change, write over what was read, again where somebody was faster. */

import { Failure } from '../../domain/failure.ts';
import type { Connection, ConnectionChange } from '../../domain/oauth/connection.ts';
import type { Connections } from '../../ports/oauth.ts';

const MAX_TRIES = 10;

export type ChangeOutcome =
  | { readonly kind: 'changed'; readonly connection: Connection }
  /** The change did not fit what is stored. */
  | { readonly kind: 'unfit'; readonly connection: Connection }
  | { readonly kind: 'absent' };

export const makeChangeConnection =
  (connections: Pick<Connections, 'get' | 'replace'>) =>
  async (tenant: string, id: string, change: ConnectionChange): Promise<ChangeOutcome> => {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const connection = await connections.get(tenant, id);
      if (connection === undefined) return { kind: 'absent' };
      const changed = change(connection);
      if (changed === undefined) return { kind: 'unfit', connection };
      const next = { ...changed, revision: connection.revision + 1 };
      if (await connections.replace(tenant, next)) return { kind: 'changed', connection: next };
    }
    throw new Failure('unavailable', 'connection-contended', 'Too many changes of this connection at once.');
  };
