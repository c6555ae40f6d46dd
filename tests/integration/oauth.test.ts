/** Accounts at Google and Microsoft, end to end: connected at the embedded providers, used at a mail server on loopback that takes their tokens alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { heardByCrm, withCrmRule } from '#tests/support/crm-rule.ts';
import { answer, type MailServer, startMailServer } from '#tests/support/mail-server.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

type Provider = 'google' | 'microsoft';

let cloud: TestCloud;
let server: MailServer;
let outgoing: ReturnType<typeof makeOutgoing>;
beforeAll(async () => {
  cloud = await startTestCloud({ change: withCrmRule(['connection.expired']), unchecked: true });
  server = await startMailServer({ token: 'see isToken', isToken: (token) => cloud.oauth.userOf(token) !== undefined });
  outgoing = makeOutgoing(cloud);
});
afterAll(async () => {
  await server?.stop();
  await cloud?.stop();
});

const aTenant = async (tenant: string, provider: Provider, clientSecret = 'app-secret') => {
  const users = await cloud.tenant(tenant, { name: `${tenant} & Sons` });
  const path = `/v1/settings/oauth/${provider}`;
  const app = await cloud.call('PUT', path, { token: users.admin, body: { clientId: 'client-1', clientSecret } });
  expect([app.status, JSON.stringify(app.body).includes(clientSecret)]).toEqual([200, false]);
  return { ...users, mailbox: `info@${tenant}.example` };
};

/** Begins a sign-in and answers at the provider; what comes back is the path of the callback with its query. */
const signIn = async (token: string, provider: Provider, user: string, said: 'allow' | 'deny' = 'allow') => {
  const begun = await cloud.call('POST', '/v1/oauth-connections', { token, body: { provider, user } });
  expect(begun.status).toBe(201);
  const { pathname, search } = new URL(begun.body.authorizeUrl);
  expect((await cloud.call('GET', pathname + search)).body).toContain(user);
  const answered = await cloud.call('POST', pathname.replace('authorize', said) + search);
  const back = new URL(answered.headers.get('location') ?? '');
  return { id: String(begun.body.id), callback: back.pathname + back.search };
};

const connect = async (token: string, provider: Provider, user: string) => {
  const { id, callback } = await signIn(token, provider, user);
  expect((await cloud.call('POST', callback)).status).toBe(200);
  return id;
};

const connection = async (token: string, id: string) =>
  (await cloud.call('GET', `/v1/oauth-connections/${id}`, { token })).body;

const advance = (by: string) => cloud.call('POST', '/local/clock', { body: { advance: by } });

describe('connecting an account', () => {
  test('[F100] needs the button on the page: opened by anything it changes nothing, and its code works once', async () => {
    const { admin, mailbox } = await aTenant('alpha', 'google');
    const { id, callback } = await signIn(admin, 'google', mailbox);
    const page = await cloud.call('GET', callback);
    expect(page.body).toContain('alpha &amp; Sons');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await connection(admin, id)).status).toBe('waiting');
    expect((await cloud.call('POST', callback)).body).toContain('is connected');
    expect(await connection(admin, id)).toMatchObject({
      status: 'connected',
      user: mailbox,
      usedBy: [],
      failure: null,
    });
    expect((await cloud.call('POST', callback)).status).toBe(404);
    // The same account is the same connection, however often it is connected.
    expect(await connect(admin, 'google', mailbox.replace('info', 'INFO'))).toBe(id);
  });

  test('[F100] a state of somebody else, of another link, too late or after a no connects nothing and says why', async () => {
    const { admin, mailbox } = await aTenant('beta', 'google');
    const first = await signIn(admin, 'google', mailbox);
    const second = await signIn(admin, 'google', mailbox);
    expect((await cloud.call('POST', first.callback)).status).toBe(404);
    const other = await aTenant('gamma', 'google');
    const theirs = await signIn(other.admin, 'google', other.mailbox);
    const state = new URLSearchParams(theirs.callback.split('?')[1]).get('state') ?? '';
    const [head, signature] = state.split('.');
    const forged = Buffer.from(String(Buffer.from(head ?? '', 'base64url')).replace('gamma', 'beta')).toString(
      'base64url',
    );
    const tampered = theirs.callback.replace(encodeURIComponent(state), `${forged}.${signature}`);
    expect([tampered === theirs.callback, (await cloud.call('POST', tampered)).status]).toEqual([false, 404]);
    // Another's code is worth nothing with this verifier.
    const code = new URLSearchParams(theirs.callback.split('?')[1]).get('code') ?? '';
    const mixed = await cloud.call('POST', second.callback.replace(/code=[^&]*/, `code=${code}`));
    expect([mixed.status, mixed.body]).toEqual([502, expect.stringContaining('Google gave no access')]);
    const denied = await cloud.call('GET', (await signIn(admin, 'google', mailbox, 'deny')).callback);
    expect([denied.status, denied.body]).toEqual([403, expect.stringContaining('without a yes')]);
    const late = await signIn(admin, 'google', mailbox);
    await advance('PT11M');
    expect((await cloud.call('POST', late.callback)).status).toBe(410);
    expect((await connection(admin, first.id)).status).toBe('waiting');
  });
});

test('[F100] [F232] mail goes by a token that is renewed in time; withdrawn, it waits and goes when the account is connected again', async () => {
  const { admin, user, mailbox } = await aTenant('delta', 'microsoft');
  const id = await connect(admin, 'microsoft', mailbox);
  const settings = { type: 'others', user: mailbox, from: mailbox, connection: id };
  const put = (host: string) =>
    cloud.call('PUT', '/v1/settings/outgoing-server', {
      token: admin,
      body: { ...settings, server: `tls://${host}:${server.port}` },
    });
  const elsewhere = await put('smtp.outside.example');
  expect([elsewhere.status, elsewhere.body.errors[0].field]).toEqual([422, 'connection']);
  expect((await put('127.0.0.1')).body).toMatchObject({ connection: id });
  expect((await connection(admin, id)).usedBy).toEqual(['own-server']);
  expect((await cloud.call('DELETE', `/v1/oauth-connections/${id}`, { token: admin })).status).toBe(409);
  const sendOne = async () => {
    const mail = String((await outgoing.send(user, { text: 'Hello.' })).body.id);
    await cloud.idle();
    return { mail, status: (await outgoing.shown(user, mail)).status };
  };
  /** The worker keeps a connection in use; a mail that is refused ends it, so that the next one signs in. */
  const closed = async () => {
    server.behave({ content: () => answer(550, '5.7.1 No') });
    expect((await sendOne()).status).toBe('failed');
    server.behave({});
  };
  const before = (await connection(admin, id)).expiresAt;
  expect((await sendOne()).status).toBe('sent');
  await advance('PT2H');
  expect((await sendOne()).status).toBe('sent');
  expect((await connection(admin, id)).expiresAt > before).toBe(true);

  // The server refuses what is kept: one more try with a new one, and no third.
  await closed();
  await cloud.call('POST', '/local/oauth/revoke', { body: { user: mailbox, only: 'access' } });
  server.seen.signIns = 0;
  expect([(await sendOne()).status, server.seen.signIns]).toEqual(['sent', 2]);

  await closed();
  await cloud.call('POST', '/local/oauth/revoke', { body: { user: mailbox } });
  const { mail, status } = await sendOne();
  expect([status, (await sendOne()).status]).toEqual(['deferred', 'deferred']);
  expect((await outgoing.shown(user, mail)).serverAnswer).toContain('ran out or was withdrawn');
  expect(await connection(admin, id)).toMatchObject({ status: 'expired', failure: { code: 'sign-in-expired' } });
  const heard = heardByCrm(cloud).map(({ detail }) => detail);
  expect(heard).toMatchObject([{ tenant: 'delta', connectionId: id, provider: 'microsoft' }]);

  await connect(admin, 'microsoft', mailbox);
  await advance('PT1H');
  expect((await outgoing.shown(user, mail)).status).toBe('sent');
  expect([cloud.warnings, (await connection(admin, id)).status]).toEqual([[], 'connected']);
});
