/** Access tokens of a connection over a table in memory: when they are renewed, and what two workers at once do to each other. */
import { beforeEach, describe, expect, test } from 'vitest';
import { makeConnections } from '#shared/adapters/dynamodb/oauth-store.ts';
import { ids } from '#shared/adapters/ids.ts';
import { makeAccessTokenOf } from '#shared/app/oauth/access-token.ts';
import { signedIn } from '#shared/domain/oauth/connection.ts';
import { USUAL_PLACES } from '#shared/domain/oauth/provider.ts';
import type { TokenAnswer } from '#shared/domain/oauth/token-answer.ts';
import type { DomainEvent } from '#shared/ports/events.ts';
import type { TokenRequest } from '#shared/ports/oauth.ts';
import type { SecretOwner } from '#shared/ports/secrets.ts';
import { makeInMemoryTable } from '#tests/support/in-memory-table.ts';

const AT = Date.parse('2026-11-21T09:00:00.000Z');
const UNTIL = AT + 3_600_000;
const HOST = 'smtp.gmail.com';

const sealedFor = (plain: string, { tenant, account }: SecretOwner) => `${tenant}/${account}/${plain}`;
const secrets = {
  seal: async (plain: string, owner: SecretOwner) => sealedFor(plain, owner),
  open: async (sealed: string, owner: SecretOwner) => {
    const begin = sealedFor('', owner);
    return sealed.startsWith(begin) ? sealed.slice(begin.length) : undefined;
  },
};

const OWNER = { tenant: 'acme', account: 'oauth-connection-one' };
const tokensOf = (n: number, untilMs = UNTIL) => ({
  refresh: sealedFor(`refresh-${n}`, OWNER),
  access: sealedFor(`access-${n}`, OWNER),
  accessUntil: new Date(untilMs).toISOString(),
});

const aWorld = async () => {
  const connections = makeConnections(makeInMemoryTable());
  const clock = { now: AT, nowMs: () => clock.now };
  const asked: TokenRequest[] = [];
  const published: DomainEvent[] = [];
  const world = {
    answer: async (_n: number): Promise<TokenAnswer> => ({ kind: 'refused', code: 'sign-in-unanswered' }),
  };
  const worker = () =>
    makeAccessTokenOf({
      ...{ clock, ids, connections, secrets, places: USUAL_PLACES },
      apps: {
        get: async (tenant, provider) => ({
          ...{ provider, clientId: 'client', updatedAt: '' },
          clientSecret: sealedFor('secret', { tenant, account: `oauth-app-${provider}` }),
        }),
      },
      askForTokens: (_client, request) => world.answer(asked.push(request)),
      publish: async (event) => {
        published.push(event);
      },
    });
  const first = { id: 'one', provider: 'google' as const, user: 'info@acme.example', createdAt: '', revision: 1 };
  await connections.create('acme', { ...first, tokens: tokensOf(1), signedInAt: new Date(AT).toISOString() });
  const stored = async () => {
    const found = await connections.get('acme', 'one');
    if (found === undefined) throw new Error('It is gone.');
    return found;
  };
  return { world, worker, connections, clock, asked, published, stored };
};

let setting: Awaited<ReturnType<typeof aWorld>>;
beforeEach(async () => {
  setting = await aWorld();
});

const given = (n: number, more: Partial<Extract<TokenAnswer, { kind: 'tokens' }>> = {}): TokenAnswer => ({
  ...{ kind: 'tokens', access: `access-${n}`, expiresInMs: 3_600_000, refresh: `refresh-${n}` },
  ...more,
});

describe('a token', () => {
  test('[F100] is the stored one until two minutes before its end, then a new one that is stored before it is used', async () => {
    const { world, worker, clock, asked, stored } = setting;
    world.answer = async () => given(2);
    clock.now = UNTIL - 2 * 60_000 - 1;
    const of = worker();
    expect(await of('acme', 'one', HOST)).toEqual({ kind: 'token', token: 'access-1', isFresh: false });
    clock.now += 1;
    expect([await of('acme', 'one', HOST), asked]).toEqual([
      { kind: 'token', token: 'access-2', isFresh: true },
      [{ kind: 'refresh', refresh: 'refresh-1' }],
    ]);
    expect((await stored()).tokens).toEqual(tokensOf(2, clock.now + 3_600_000));
  });

  test('[F100] keeps the refresh token where the provider gives no other, as Google does', async () => {
    const { world, worker, stored } = setting;
    world.answer = async () => ({ kind: 'tokens', access: 'access-2', expiresInMs: 1000 });
    await worker()('acme', 'one', HOST, 'access-1');
    expect((await stored()).tokens?.refresh).toBe(tokensOf(1).refresh);
  });

  test('[F100] goes to no mail server but those of its provider, and to nobody of another tenant', async () => {
    const of = setting.worker();
    expect(await of('acme', 'one', 'smtp.office365.com')).toEqual({ kind: 'absent' });
    expect(await of('other', 'one', HOST)).toEqual({ kind: 'absent' });
  });
});

describe('two workers at once', () => {
  test('[F100] both go on, and the tokens of one of them are kept whole', async () => {
    const { world, worker, stored, asked } = setting;
    // Each answers when both have asked.
    let bothAsked = () => {};
    const both = new Promise<void>((resolve) => {
      bothAsked = resolve;
    });
    world.answer = async (n) => {
      if (n === 2) bothAsked();
      await both;
      return given(n + 1);
    };
    const [one, other] = [worker(), worker()].map((of) => of('acme', 'one', HOST, 'access-1'));
    const got = await Promise.all([one, other]);
    expect(got.map((answer) => answer?.kind === 'token' && answer.token).sort()).toEqual(['access-2', 'access-3']);
    expect(asked.length).toBe(2);
    expect([tokensOf(2), tokensOf(3)]).toContainEqual((await stored()).tokens);
  });

  test('[F100] one whose refresh token was used up by the other takes what that one stored, and nothing is said to be expired', async () => {
    const { world, worker, connections, stored, published } = setting;
    world.answer = async () => {
      const there = await stored();
      await connections.replace('acme', { ...there, tokens: tokensOf(5), revision: there.revision + 1 });
      return { kind: 'refused', code: 'sign-in-expired' };
    };
    const answer = await worker()('acme', 'one', HOST, 'access-1');
    expect([answer, published]).toEqual([{ kind: 'token', token: 'access-5', isFresh: true }, []]);
    expect((await stored()).expiredAt).toBeUndefined();
  });

  test('[F232] a refusal that comes after somebody signed in again does not undo that', async () => {
    const { world, worker, connections, stored } = setting;
    world.answer = async () => {
      const there = await stored();
      const again = signedIn(tokensOf(9, AT), new Date(AT).toISOString())(there) ?? there;
      await connections.replace('acme', { ...again, revision: there.revision + 1 });
      return { kind: 'refused', code: 'sign-in-expired' };
    };
    await worker()('acme', 'one', HOST, 'access-1');
    expect([(await stored()).tokens, (await stored()).expiredAt]).toEqual([tokensOf(9, AT), undefined]);
  });

  test('[F100] a renewal that ends after somebody signed in again leaves the newer tokens', async () => {
    const { world, worker, connections, stored } = setting;
    world.answer = async () => {
      const there = await stored();
      await connections.replace('acme', { ...there, tokens: tokensOf(9), revision: there.revision + 1 });
      return given(2);
    };
    expect(await worker()('acme', 'one', HOST, 'access-1')).toMatchObject({ token: 'access-2' });
    expect((await stored()).tokens).toEqual(tokensOf(9));
  });

  test('a success heals what another took for the end', async () => {
    const { world, worker, stored } = setting;
    world.answer = async (n) => {
      if (n === 2) return { kind: 'refused', code: 'sign-in-expired' };
      await worker()('acme', 'one', HOST, 'access-1');
      return given(2);
    };
    expect((await worker()('acme', 'one', HOST, 'access-1')).kind).toBe('token');
    expect([(await stored()).tokens?.refresh, (await stored()).expiredAt]).toEqual([tokensOf(2).refresh, undefined]);
  });
});

describe('a sign-in that is no more', () => {
  test('[F232] is told under one id, also by a worker that is cut off before it wrote that down', async () => {
    const { world, worker, connections, asked, published, stored } = setting;
    world.answer = async () => ({ kind: 'refused', code: 'sign-in-expired' });
    const { replace } = connections;
    connections.replace = async () => {
      throw new Error('killed');
    };
    await expect(worker()('acme', 'one', HOST, 'access-1')).rejects.toThrow('killed');
    connections.replace = replace;
    for (const _twice of [1, 2])
      expect(await worker()('acme', 'one', HOST, 'access-1')).toEqual({ kind: 'closed', code: 'sign-in-expired' });
    expect([new Set(published.map(({ id }) => id)).size, published.length, asked.length]).toEqual([1, 2, 2]);
    expect(await stored()).toMatchObject({ lastError: 'sign-in-expired', expiredAt: new Date(AT).toISOString() });
  });

  test('[F232] is not confused with an app that is refused or a provider that is silent: they pass', async () => {
    const { world, worker, published, stored } = setting;
    for (const code of ['sign-in-app-refused', 'sign-in-unanswered'] as const) {
      world.answer = async () => ({ kind: 'refused', code });
      expect(await worker()('acme', 'one', HOST, 'access-1')).toEqual({ kind: 'closed', code });
      expect((await stored()).lastError).toBe(code);
    }
    world.answer = async () => given(2);
    expect((await worker()('acme', 'one', HOST, 'access-1')).kind).toBe('token');
    expect([published, (await stored()).lastError]).toEqual([[], undefined]);
  });
});
