/**
 * What happens when the provider sends somebody back (FEATURES 100): a look changes nothing, the button connects. The link is taken before its code is used: a code used twice makes
 * providers withdraw what it gave (RFC 6749 section 4.1.2). Cut off after that, the sign-in is begun again by the person, who sees that it did not end.
 */
import { attemptTaken, type Connection, failedWith, signedIn } from '../../domain/oauth/connection.ts';
import type { OauthProvider } from '../../domain/oauth/provider.ts';
import type { Clock } from '../../ports/clock.ts';
import { type AskForTokens, type Connections, type OauthApps, ownerOfTokens } from '../../ports/oauth.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { TenantStore } from '../../ports/tenants.ts';
import { makeChangeConnection } from './change-connection.ts';
import { makeOpenApp } from './open-app.ts';
import type { SignIn, SignInLinks } from './sign-in-link.ts';

export interface Returned {
  readonly state?: string | undefined;
  readonly code?: string | undefined;
  readonly error?: string | undefined;
}

export type ReturnedPage =
  | { readonly kind: 'asks'; readonly provider: OauthProvider; readonly user: string; readonly company: string }
  | { readonly kind: 'connected'; readonly provider: OauthProvider; readonly user: string }
  /** `void`: not made by us, used, or there is a newer one. `denied`: the person said no. `failed`: the provider gave no tokens. */
  | { readonly kind: 'void' | 'expired' | 'denied' | 'no-refresh' }
  | { readonly kind: 'failed'; readonly provider: OauthProvider; readonly code: string };

export const makeFinishSignIn = (deps: {
  readonly clock: Clock;
  readonly tenants: Pick<TenantStore, 'getTenant'>;
  readonly apps: Pick<OauthApps, 'get'>;
  readonly connections: Pick<Connections, 'get' | 'replace'>;
  readonly secrets: Secrets;
  readonly askForTokens: AskForTokens;
  readonly signInLinks: SignInLinks;
  readonly redirectUri: string;
}) => {
  const change = makeChangeConnection(deps.connections);
  const openApp = makeOpenApp(deps);

  const find = async ({ state, code, error }: Returned) => {
    const signIn = state === undefined ? undefined : await deps.signInLinks.read(state);
    const connection = signIn === undefined ? undefined : await deps.connections.get(signIn.tenant, signIn.connection);
    const attempt = connection?.attempt;
    if (signIn === undefined || connection === undefined || attempt?.id !== signIn.attempt)
      return { kind: 'void' } as const;
    if (Date.parse(attempt.until) <= deps.clock.nowMs()) return { kind: 'expired' } as const;
    if (error !== undefined) return { kind: 'denied' } as const;
    if (code === undefined || code === '') return { kind: 'void' } as const;
    return { kind: 'asks', signIn, connection, code } as const;
  };

  const ask = async (signIn: SignIn, { provider }: Connection, code: string) => {
    const { tenant } = signIn;
    const client = await openApp(tenant, provider);
    if (client === undefined) return { kind: 'refused', code: 'sign-in-app-refused' } as const;
    const verifier = await deps.signInLinks.verifierOf(signIn);
    return deps.askForTokens(client, { kind: 'code', code, verifier, redirectUri: deps.redirectUri });
  };

  return {
    look: async (returned: Returned): Promise<ReturnedPage> => {
      const found = await find(returned);
      if (found.kind !== 'asks') return found;
      const { provider, user } = found.connection;
      const company = (await deps.tenants.getTenant(found.signIn.tenant))?.name ?? found.signIn.tenant;
      return { kind: 'asks', provider, user, company };
    },
    connect: async (returned: Returned): Promise<ReturnedPage> => {
      const found = await find(returned);
      if (found.kind !== 'asks') return found;
      const { signIn, connection, code } = found;
      const { tenant } = signIn;
      const taken = await change(tenant, connection.id, attemptTaken(signIn.attempt, deps.clock.nowMs()));
      if (taken.kind !== 'changed') return { kind: 'void' };
      const askedAtMs = deps.clock.nowMs();
      const answer = await ask(signIn, connection, code);
      const { provider, user } = connection;
      if (answer.kind === 'refused') {
        await change(tenant, connection.id, failedWith(answer.code));
        return { kind: 'failed', provider, code: answer.code };
      }
      // Without it mail would go for an hour.
      if (answer.refresh === undefined) return { kind: 'no-refresh' };
      const owner = ownerOfTokens(tenant, connection.id);
      const tokens = {
        refresh: await deps.secrets.seal(answer.refresh, owner),
        access: await deps.secrets.seal(answer.access, owner),
        accessUntil: new Date(askedAtMs + answer.expiresInMs).toISOString(),
      };
      const at = new Date(deps.clock.nowMs()).toISOString();
      const stored = await change(tenant, connection.id, signedIn(tokens, at));
      return stored.kind === 'changed' ? { kind: 'connected', provider, user } : { kind: 'void' };
    },
  };
};

export type FinishSignIn = ReturnType<typeof makeFinishSignIn>;
