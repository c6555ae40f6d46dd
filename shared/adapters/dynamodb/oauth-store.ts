/**
 * Apps of tenants at Google and Microsoft, and their sign-ins. The sign-ins lie in `sending`, where those who renew tokens write anyway: in `settings` every sender could write
 * users and rules. None of it is beside the tenant, whose items every request reads.
 *
 * | item | table | pk | sk |
 * | --- | --- | --- | --- |
 * | app | `settings` | `<tenant>#oauth-apps` | `<provider>` |
 * | connection | `sending` | `<tenant>#oauth-connections` | `<id>` |
 */
import * as z from 'zod';
import type { Connection } from '../../domain/oauth/connection.ts';
import { OAUTH_PROVIDERS } from '../../domain/oauth/provider.ts';
import type { Connections, OauthApp, OauthApps } from '../../ports/oauth.ts';
import { cursorAfter, keyAfter } from './cursor.ts';
import { ABSENT, type Key, type Table } from './table.ts';

const StoredApp = z.object({
  provider: z.enum(OAUTH_PROVIDERS),
  clientId: z.string(),
  directory: z.string().exactOptional(),
  updatedAt: z.string(),
  clientSecret: z.string(),
});

const StoredConnection = z.object({
  id: z.string(),
  provider: z.enum(OAUTH_PROVIDERS),
  user: z.string(),
  createdAt: z.string(),
  revision: z.number(),
  attempt: z.object({ id: z.string(), until: z.string() }).exactOptional(),
  signedInAt: z.string().exactOptional(),
  tokens: z.object({ refresh: z.string(), access: z.string(), accessUntil: z.string() }).exactOptional(),
  expiredAt: z.string().exactOptional(),
  lastError: z.enum(['sign-in-expired', 'sign-in-app-refused', 'sign-in-unanswered']).exactOptional(),
});

const appKey = (tenant: string, provider: OauthApp['provider']): Key => ({ pk: `${tenant}#oauth-apps`, sk: provider });
const connectionsOf = (tenant: string) => `${tenant}#oauth-connections`;
const connectionKey = (tenant: string, id: string): Key => ({ pk: connectionsOf(tenant), sk: id });

/** @param settings the table */
export const makeOauthApps = (settings: Table): OauthApps => ({
  get: async (tenant, provider) => {
    const item = await settings.get(appKey(tenant, provider));
    return item === undefined ? undefined : StoredApp.parse(item);
  },
  put: async (tenant, app) => {
    await settings.put({ ...appKey(tenant, app.provider), ...app });
  },
  remove: async (tenant, provider) => {
    await settings.deleteIf(appKey(tenant, provider));
  },
});

/** @param sending the table */
export const makeConnections = (sending: Table): Connections => {
  const get = async (tenant: string, id: string): Promise<Connection | undefined> => {
    const item = await sending.get(connectionKey(tenant, id));
    return item === undefined ? undefined : StoredConnection.parse(item);
  };
  return {
    get,
    create: async (tenant, connection) =>
      (await sending.putIf({ ...connectionKey(tenant, connection.id), ...connection }, ABSENT))
        ? connection
        : ((await get(tenant, connection.id)) ?? connection),
    replace: (tenant, connection) =>
      sending.putIf(
        { ...connectionKey(tenant, connection.id), ...connection },
        { expression: 'revision = :seen', values: { ':seen': connection.revision - 1 } },
      ),
    remove: async (tenant, id) =>
      (await sending.deleteIf(connectionKey(tenant, id), { expression: 'attribute_exists(pk)' }))
        ? 'removed'
        : 'absent',
    list: async (tenant, { limit, cursor }) => {
      const pk = connectionsOf(tenant);
      const page = await sending.query({ pk, limit, ...keyAfter(pk, cursor) });
      return { items: page.items.map((item) => StoredConnection.parse(item)), ...cursorAfter(page.last) };
    },
  };
};
