/**
 * The `state` of a sign-in: signed with the tenant's key, so that it names tenant and connection and nobody else can have made it; and the PKCE verifier,
 * which is made of the same key, so that nothing secret is stored while somebody signs in.
 */
import type { Ids } from '../../ports/clock.ts';
import type { LinkTokens } from '../../ports/links.ts';

const STATE = 'oauth-state';
const VERIFIER = 'oauth-verifier';

export interface SignIn {
  readonly tenant: string;
  readonly connection: string;
  readonly attempt: string;
}

const linkOf = ({ tenant, connection, attempt }: SignIn) => ({ tenant, fields: [connection, attempt] });

export const makeSignInLinks = (deps: {
  readonly links: Pick<LinkTokens, 'sign' | 'read'>;
  readonly ids: Pick<Ids, 'digest'>;
}) => ({
  stateOf: (signIn: SignIn) => deps.links.sign(STATE, linkOf(signIn)),
  read: async (state: string): Promise<SignIn | undefined> => {
    const link = await deps.links.read(STATE, state);
    const [connection, attempt] = link?.fields ?? [];
    if (link === undefined || connection === undefined || attempt === undefined) return undefined;
    return { tenant: link.tenant, connection, attempt };
  },
  /** 64 letters of RFC 7636 section 4.1, of 256 bits that only this key gives. */
  verifierOf: async (signIn: SignIn) => deps.ids.digest(await deps.links.sign(VERIFIER, linkOf(signIn))),
});

export type SignInLinks = ReturnType<typeof makeSignInLinks>;
