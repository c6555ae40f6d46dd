/** Tenants and tokens for newcomers and tests. A tenant is made by calling the deployed API as the platform would: same use case, same rights. */
import * as z from 'zod';
import type { Issuer } from '../api/issuer.ts';
import type { VerifiedIdentities } from '../verified.ts';
import { type ControlAnswer, ControlError } from './answer.ts';
import { durationMs } from './duration.ts';

export interface TenantControl {
  create(body: unknown): Promise<ControlAnswer>;
  token(body: unknown): Promise<ControlAnswer>;
  /** A token for the cloud's own look-ups. */
  sign(tenant: string, user: string, role: string, expiresInSeconds?: number): Promise<string>;
}

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const Users = z.object({ users: z.array(z.object({ email: z.string() })).default([]) });
const TokenBody = z.strictObject({
  tenant: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  user: z.string().min(1),
  expiresIn: z.string().optional(),
});
const UserList = z.object({
  items: z.array(z.object({ id: z.string(), email: z.string(), role: z.string() })),
  nextCursor: z.string().optional(),
});

export const makeTenantControl = (deps: {
  readonly http: string;
  readonly issuer: Issuer;
  readonly audience: string;
  readonly verified: VerifiedIdentities;
}): TenantControl => {
  const sign = (tenant: string, user: string, role: string, expiresInSeconds = 300) =>
    deps.issuer.sign({ claims: { aud: deps.audience, sub: user, tenant, role }, expiresInSeconds });

  /** By id, or by address: people know their address. */
  const findUser = async (tenant: string, user: string) => {
    const token = await sign(tenant, 'local', 'owner');
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const answer = await fetch(`${deps.http}/v1/users?limit=100${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      if (!answer.ok)
        throw new ControlError(
          502,
          'users-unavailable',
          `The API answered ${answer.status} to the look-up of the user.`,
        );
      const page = UserList.parse(await answer.json());
      const found = page.items.find((one) => one.id === user || one.email.toLowerCase() === user.toLowerCase());
      if (found !== undefined) return found;
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    throw new ControlError(
      404,
      'no-such-user',
      `Tenant ${tenant} has no user ${user}. Make both with POST /local/tenants.`,
    );
  };

  return {
    sign,
    create: async (body) => {
      const token = await sign('platform', 'operator', 'platform');
      const answer = await fetch(`${deps.http}/v1/tenants`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const made: unknown = await answer.json();
      if (answer.ok) for (const { email } of Users.parse(body).users) deps.verified.add(email);
      return { status: answer.status, body: made };
    },
    token: async (body) => {
      const wanted = TokenBody.safeParse(body);
      if (!wanted.success)
        throw new ControlError(
          422,
          'invalid-input',
          'Send {"tenant": "...", "user": "..."} and, if you like, "expiresIn": "PT1H".',
        );
      const { tenant, user, expiresIn } = wanted.data;
      const ms = expiresIn === undefined ? YEAR_SECONDS * 1000 : durationMs(expiresIn);
      if (ms === undefined)
        throw new ControlError(422, 'invalid-input', 'expiresIn must be an ISO 8601 duration such as PT1H.');
      const known = tenant === 'platform' ? { id: user, role: 'platform' } : await findUser(tenant, user);
      return { status: 200, body: { token: await sign(tenant, known.id, known.role, Math.floor(ms / 1000)) } };
    },
  };
};
