/** The app that a tenant registered at a provider, with its secret opened: what asks there for tokens. */
import type { OauthProvider } from '../../domain/oauth/provider.ts';
import { type OauthApps, type OauthClient, ownerOfApp } from '../../ports/oauth.ts';
import type { Secrets } from '../../ports/secrets.ts';

/** Undefined: none is set, or its secret was sealed for somebody else. */
export const makeOpenApp =
  (deps: { readonly apps: Pick<OauthApps, 'get'>; readonly secrets: Pick<Secrets, 'open'> }) =>
  async (tenant: string, provider: OauthProvider): Promise<OauthClient | undefined> => {
    const app = await deps.apps.get(tenant, provider);
    if (app === undefined) return undefined;
    const clientSecret = await deps.secrets.open(app.clientSecret, ownerOfApp(tenant, provider));
    const { clientId, directory } = app;
    return clientSecret === undefined ? undefined : { provider, clientId, clientSecret, directory };
  };
