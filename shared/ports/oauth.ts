/** Signing in at Google and Microsoft: what a tenant registered there, the connections, and the provider itself. */
import type { Connection } from '../domain/oauth/connection.ts';
import type { OauthProvider } from '../domain/oauth/provider.ts';
import type { TokenAnswer } from '../domain/oauth/token-answer.ts';
import type { FailureCode } from '../domain/sending/failure-reason.ts';
import type { Page } from './record-store.ts';

/** What a tenant registered at the provider. */
export interface OauthApp {
  readonly provider: OauthProvider;
  readonly clientId: string;
  /** Of Microsoft. */
  readonly directory?: string;
  readonly updatedAt: string;
  /** Sealed (ports/secrets.ts) for `appOwner`. */
  readonly clientSecret: string;
}

export interface OauthApps {
  get(tenant: string, provider: OauthProvider): Promise<OauthApp | undefined>;
  put(tenant: string, app: OauthApp): Promise<void>;
  remove(tenant: string, provider: OauthProvider): Promise<void>;
}

/** Whom secrets are sealed for. cdk/functions/ grants by how these begin. */
export const ownerOfApp = (tenant: string, provider: OauthProvider) => ({ tenant, account: `oauth-app-${provider}` });
export const ownerOfTokens = (tenant: string, id: string) => ({ tenant, account: `oauth-connection-${id}` });

export interface Connections {
  get(tenant: string, id: string): Promise<Connection | undefined>;
  /** Written if absent; answers what is stored afterwards. */
  create(tenant: string, connection: Connection): Promise<Connection>;
  /** Writes over the revision before `connection.revision`; false: somebody else changed it, or it is gone. */
  replace(tenant: string, connection: Connection): Promise<boolean>;
  remove(tenant: string, id: string): Promise<'removed' | 'absent'>;
  list(tenant: string, page: { limit: number; cursor?: string }): Promise<Page<Connection>>;
}

export type TokenRequest =
  | { readonly kind: 'code'; readonly code: string; readonly verifier: string; readonly redirectUri: string }
  | { readonly kind: 'refresh'; readonly refresh: string };

export interface OauthClient {
  readonly provider: OauthProvider;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly directory?: string | undefined;
}

/** One request to the provider, with a time-out. Never throws. */
export type AskForTokens = (client: OauthClient, request: TokenRequest) => Promise<TokenAnswer>;

/** S256 of RFC 7636 section 4.2. */
export type ChallengeOf = (verifier: string) => string;

export type AccessToken =
  /** `isFresh`: it was made just now, so that a server that refuses it means it. */
  | { readonly kind: 'token'; readonly token: string; readonly isFresh: boolean }
  /** Nothing can be sent with it now. `absent`: there is no such connection, or this server may not see its tokens. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'closed'; readonly code: FailureCode };

/**
 * @param host the mail server that will see it
 * @param refused a token that a server has just refused: another one is made
 */
export type AccessTokenOf = (
  tenant: string,
  id: string,
  host: string,
  refused?: string | undefined,
) => Promise<AccessToken>;
