/** A tenant's own accounts, end to end: a real mail server on loopback beside the embedded cloud. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { type MailServer, startMailServer } from '#tests/support/mail-server.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

const PATH = '/v1/smtp-accounts';

let cloud: TestCloud;
let server: MailServer;
let outgoing: ReturnType<typeof makeOutgoing>;
beforeAll(async () => {
  cloud = await startTestCloud();
  server = await startMailServer({ password: 'right-horse' });
  outgoing = makeOutgoing(cloud);
});
afterAll(async () => {
  await server?.stop();
  await cloud?.stop();
});

const body = (more: Readonly<Record<string, unknown>> = {}) => ({
  ...{ kind: 'internal', name: 'Help desk', type: 'customer-service', host: '127.0.0.1', port: server.port },
  ...{ email: 'desk@acme.example', fromName: 'Acme desk', user: 'desk', password: 'right-horse' },
  ...{ limits: { perDay: 2 }, ...more },
});

test('[F89] [F91] [F92] [F90] an account is tested, confirmed by its code, and then takes the mail of cases; gone, mail for it says so', async () => {
  const { admin, user } = await cloud.tenant('acme');
  const call = (method: string, path: string, given?: unknown, token = admin) =>
    cloud.call(method, `${PATH}${path}`, { token, ...(given === undefined ? {} : { body: given }) });
  expect((await call('GET', '', undefined, user)).status).toBe(403);
  const made = await call('POST', '', body({ password: 'wrong-horse' }));
  expect([made.status, made.body]).toMatchObject([201, { name: 'Help desk', status: 'unconfirmed', active: true }]);
  const { id } = made.body;
  expect((await call('POST', '', body({ name: 'HELP desk' }))).body.errors).toEqual([
    { field: 'name', message: 'is the name of another account' },
  ]);

  const refused = await call('POST', `/${id}/test`, { to: 'me@acme.example' });
  expect([refused.status, refused.body]).toMatchObject([
    422,
    { code: 'test-mail-failed', errors: [{ field: 'password' }], failure: { code: 'authentication-failed' } },
  ]);
  expect((await call('PUT', `/${id}`, body())).body).toMatchObject({ status: 'unconfirmed' });
  // Not confirmed, it is not used, and may not be named.
  const made1 = await cloud.call('POST', '/v1/records/cases', { token: user, body: { fields: { title: 'Broken' } } });
  const record = { module: 'cases', id: made1.body.id };
  expect((await outgoing.send(user, { text: 'Hello.', account: id })).body.errors).toMatchObject([
    { field: 'account', message: expect.stringMatching(/never confirmed/) },
  ]);

  expect((await call('POST', `/${id}/test`, { to: 'me@acme.example' })).body).toMatchObject({ to: 'me@acme.example' });
  const [mail] = server.received.splice(0);
  const code = /[A-Z]{4}-[A-Z]{4}/.exec(mail?.raw ?? '')?.[0] ?? '';
  expect([mail?.from, mail?.to, code]).toEqual(['desk@acme.example', ['me@acme.example'], expect.stringMatching(/-/)]);
  const wrong = await call('POST', `/${id}/confirm`, { code: 'AAAA-AAAA' });
  expect([wrong.status, wrong.body]).toMatchObject([422, { code: 'wrong-code', triesLeft: 4 }]);
  expect((await call('POST', `/${id}/confirm`, { code: code.toLowerCase() })).body).toMatchObject({ status: 'ready' });
  expect((await call('POST', `/${id}/confirm`, { code })).status).toBe(409);

  expect((await call('GET', '/usable', undefined, user)).body.items).toMatchObject([{ id, name: 'Help desk' }]);

  const usage = async () => (await cloud.call('GET', '/v1/usage', { token: user })).body.used;
  const before = await usage();
  const sent = (await outgoing.send(user, { text: 'Hello.', record })).body.id;
  const other = (await outgoing.send(user, { text: 'Hello.' })).body.id;
  await cloud.idle();
  expect([await outgoing.shown(user, sent), await outgoing.shown(user, other)]).toMatchObject([
    { status: 'sent', via: id, from: 'desk@acme.example', messageId: `<${sent}@acme.example>` },
    { via: 'platform', from: 'user@acme.example' },
  ]);
  const [arrived, ...more] = server.received.splice(0);
  expect([arrived?.from, arrived?.to, more]).toEqual(['desk@acme.example', ['grace@navy.example'], []]);
  expect(arrived?.raw).toContain('From: Acme desk <desk@acme.example>');
  expect(arrived?.raw).toContain('Reply-To: user@acme.example');
  // The mail by the account counts against its own server alone.
  expect(await usage()).toBe(before + 1);

  const { ownAccounts } = (await cloud.call('GET', '/v1/usage', { token: user })).body;
  expect(ownAccounts).toEqual([{ id, perDay: 2, perMinute: null, used: 1 }]);

  // Another host has to be shown to work again; another name has not.
  const { password: _none, ...kept } = body({ name: 'Support' });
  expect((await call('PUT', `/${id}`, kept)).body).toMatchObject({ status: 'ready', name: 'Support' });
  expect((await call('PUT', `/${id}`, { ...kept, host: 'mail.acme.example' })).body.errors).toMatchObject([
    { field: 'password' },
  ]);
  const later = await outgoing.send(user, { text: 'Later.', record, undoSeconds: 30 });
  expect((await call('DELETE', `/${id}`)).status).toBe(204);
  await cloud.drain();
  expect(await outgoing.shown(user, later.body.id)).toMatchObject({
    ...{ status: 'failed', failure: { code: 'outgoing-server-missing' } },
  });
  expect(server.received).toEqual([]);
});

test('[F92] a code is good for five tries and one day', async () => {
  const { admin } = await cloud.tenant('bolt');
  const post = (path: string, given: unknown) => cloud.call('POST', `${PATH}${path}`, { token: admin, body: given });
  const { id } = (await post('', body())).body;
  const code = async () => {
    await post(`/${id}/test`, { to: 'me@bolt.example' });
    return /[A-Z]{4}-[A-Z]{4}/.exec(server.received.splice(0)[0]?.raw ?? '')?.[0] ?? '';
  };
  const first = await code();
  for (let n = 0; n < 5; n += 1) await post(`/${id}/confirm`, { code: 'AAAA-AAAA' });
  expect((await post(`/${id}/confirm`, { code: first })).body).toMatchObject({ code: 'no-code-waits' });
  const second = await code();
  await cloud.call('POST', '/local/clock', { body: { advance: 'PT25H' } });
  expect((await post(`/${id}/confirm`, { code: second })).body.detail).toMatch(/run out/);
  expect((await post(`/${id}/confirm`, { code: await code() })).body).toMatchObject({ status: 'ready' });
});
