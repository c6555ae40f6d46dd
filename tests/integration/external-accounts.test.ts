/** Accounts at providers, end to end: Mailgun and the SES of another AWS account, both played by local/providers/. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { answer, startMailServer } from '#tests/support/mail-server.ts';
import { makeOutgoing } from '#tests/support/outgoing.ts';

const PATH = '/v1/smtp-accounts';

let cloud: TestCloud;
let outgoing: ReturnType<typeof makeOutgoing>;
beforeAll(async () => {
  cloud = await startTestCloud();
  outgoing = makeOutgoing(cloud);
});
afterAll(() => cloud?.stop());

const declare = (provider: 'mailgun' | 'ses', body: Readonly<Record<string, unknown>>) =>
  cloud.call('POST', `/local/providers/${provider}`, { body });
const mailsOf = (account: string) => cloud.platform.elsewhere.mails().filter((mail) => mail.account === account);
const save = async (token: string, body: Readonly<Record<string, unknown>>, id?: string) => {
  const path = id === undefined ? PATH : `${PATH}/${id}`;
  const answer = await cloud.call(id === undefined ? 'POST' : 'PUT', path, { token, body });
  return { status: answer.status, body: answer.body };
};
const aCase = async (token: string) => {
  const made = await cloud.call('POST', '/v1/records/cases', { token, body: { fields: { title: 'Broken' } } });
  return { module: 'cases', id: made.body.id };
};

test('[F91] [F101] an account at Mailgun is asked when it is saved, and takes the mail of cases; what it cuts off is left to a person', async () => {
  const { admin, user } = await cloud.tenant('acme');
  const domain = { domain: 'acme.example', region: 'eu' };
  await declare('mailgun', { ...domain, apiKey: 'right-key' });
  const body = (more: Readonly<Record<string, unknown>> = {}) => ({
    ...{ kind: 'external', provider: 'mailgun', name: 'Mailgun', type: 'customer-service', ...domain },
    ...{ email: 'desk@acme.example', apiKey: 'right-key', ...more },
  });
  const all = async () => (await cloud.call('GET', PATH, { token: admin })).body.items;

  expect(await save(admin, body({ apiKey: 'wrong-key' }))).toMatchObject({
    status: 422,
    body: {
      code: 'test-mail-failed',
      ...{ errors: [{ field: 'apiKey' }], failure: { code: 'key-refused' }, serverAnswer: '401 Forbidden' },
    },
  });
  expect((await save(admin, body({ domain: 'other.example', email: 'a@other.example' }))).body).toMatchObject({
    ...{ failure: { code: 'sender-not-verified' }, serverAnswer: '404 Domain not found' },
  });
  expect((await save(admin, body({ email: 'desk@other.example' }))).body.errors).toMatchObject([{ field: 'email' }]);
  expect(await all()).toEqual([]);

  const made = await save(admin, body());
  expect(made).toMatchObject({ status: 201, body: { kind: 'external', ...domain, status: 'ready' } });
  const { id } = made.body;
  expect(JSON.stringify([made.body, await all()])).not.toContain('right-key');
  expect((await cloud.call('POST', `${PATH}/${id}/test`, { token: admin, body: { to: 'a@b.example' } })).status).toBe(
    409,
  );
  // Another name needs no key; another region does.
  const { apiKey: _key, ...named } = body({ name: 'Desk' });
  expect((await save(admin, named, id)).body).toMatchObject({ name: 'Desk', status: 'ready' });
  expect((await save(admin, { ...named, region: 'us' }, id)).body.errors).toMatchObject([{ field: 'apiKey' }]);

  const record = await aCase(user);
  const send = async (more: Readonly<Record<string, unknown>> = {}) => {
    const answer = await outgoing.send(user, { text: 'Hello.', record, ...more });
    await cloud.idle();
    return String(answer.body.id);
  };
  const bcc = ['hidden@navy.example'];
  const sent = await send({ bcc });
  expect(await outgoing.shown(user, sent)).toMatchObject({
    ...{ status: 'sent', via: id, from: 'desk@acme.example', messageId: `<${sent}@acme.example>` },
  });
  const [mail, ...more] = mailsOf('acme.example');
  expect([mail, more]).toMatchObject([
    { region: 'eu', to: ['grace@navy.example', ...bcc], options: { 'o:tracking': 'no' } },
    [],
  ]);
  expect(mail?.raw).not.toContain('hidden@');
  expect(outgoing.left('acme')).toEqual([]);

  await declare('mailgun', { ...domain, apiKey: 'right-key', answers: 'cut' });
  const cut = await send();
  await declare('mailgun', { ...domain, apiKey: 'right-key', answers: { status: 429, message: 'Slow down' } });
  const late = await send();
  await declare('mailgun', { ...domain, apiKey: 'new-key' });
  const refused = await send();
  const look = async () => [
    await outgoing.shown(user, cut),
    await outgoing.shown(user, late),
    await outgoing.shown(user, refused),
  ];
  expect(await look()).toMatchObject([
    { status: 'unconfirmed' },
    { status: 'deferred', serverAnswer: '429 Slow down' },
    { status: 'failed', failure: { code: 'key-refused' }, serverAnswer: '401 Forbidden' },
  ]);
  await save(admin, body({ apiKey: 'new-key' }), id);
  await cloud.call('POST', '/local/clock', { body: { advance: 'PT1H' } });
  await cloud.idle();
  expect(await look()).toMatchObject([{ status: 'unconfirmed' }, { status: 'sent' }, { status: 'failed' }]);
  expect(mailsOf('acme.example').length).toBe(3);
});

test('[F101] SES of another AWS account sends by a role that trusts this tenant alone, under the Message-ID of its region', async () => {
  const { admin, user } = await cloud.tenant('beta');
  const { admin: stranger } = await cloud.tenant('gamma');
  const role = { region: 'eu-west-1', roleArn: 'arn:aws:iam::111122223333:role/PostroomSender' };
  await declare('ses', { ...role, externalId: 'postroom-beta', identities: ['beta.example'] });
  const body = {
    ...{
      kind: 'external',
      provider: 'ses',
      name: 'Our SES',
      type: 'customer-service',
      domain: 'beta.example',
      ...role,
    },
    email: 'desk@beta.example',
  };
  // The same role by another tenant: this Postroom may assume it, but not for them.
  expect(await save(stranger, body)).toMatchObject({
    status: 422,
    body: { failure: { code: 'key-refused' }, serverAnswer: expect.stringContaining('external id postroom-gamma') },
  });
  expect((await save(admin, { ...body, region: 'eu-west-2' })).body.failure).toMatchObject({
    code: 'sender-not-verified',
  });
  const own = { ...body, roleArn: 'arn:aws:iam::000000000000:role/PostroomSender' };
  expect((await save(admin, own)).body.failure).toMatchObject({ code: 'key-refused' });
  const made = await save(admin, body);
  expect(made).toMatchObject({ status: 201, body: { status: 'ready', externalId: 'postroom-beta', ...role } });

  const sent = (await outgoing.send(user, { text: 'Hello.', record: await aCase(user) })).body.id;
  await cloud.idle();
  const [mail] = mailsOf('111122223333');
  expect(mail).toMatchObject({ region: 'eu-west-1', to: ['grace@navy.example'] });
  const messageId = `<${mail?.messageId}@eu-west-1.amazonses.com>`;
  expect(await outgoing.shown(user, sent)).toMatchObject({ status: 'sent', via: made.body.id, messageId });
  expect(outgoing.left('beta')).toEqual([]);
  expect(cloud.warnings).toEqual([]);
});

test('[F98] while debugUntil lasts the talk with the server is kept for admins, without the password and without the mail', async () => {
  const { admin, user } = await cloud.tenant('delta');
  const server = await startMailServer({ password: 'right-horse' });
  const put = (more: Readonly<Record<string, unknown>>) => {
    const settings = { type: 'others', server: `tls://127.0.0.1:${server.port}`, user: 'mailer', ...more };
    return cloud.call('PUT', '/v1/settings/outgoing-server', { token: admin, body: settings });
  };
  const inHours = (hours: number) => new Date(cloud.clock.now() + hours * 3_600_000).toISOString();
  const failed = await put({ password: 'wrong-horse' });
  expect([failed.status, failed.body.talk]).toEqual([
    422,
    expect.arrayContaining(['C: EHLO [127.0.0.1]', 'C: AUTH PLAIN ***']),
  ]);
  expect((await put({ password: 'right-horse', debugUntil: inHours(25) })).body.errors).toMatchObject([
    { field: 'debugUntil' },
  ]);
  const debugUntil = inHours(1);
  expect((await put({ password: 'right-horse', debugUntil })).body).toMatchObject({ debugUntil });

  server.behave({ password: 'right-horse', content: () => answer(554, '5.7.1 Looks like spam') });
  const { id } = (await outgoing.send(user, { text: 'The mail itself.' })).body;
  await cloud.idle();
  const talk = (token: string, of = id) => cloud.call('GET', `/v1/emails/${of}/talk`, { token });
  const { lines } = (await talk(admin)).body;
  expect(lines).toEqual(
    expect.arrayContaining(['C: AUTH PLAIN ***', 'C: RCPT TO:<grace@navy.example>', 'S: 554 5.7.1 Looks like spam']),
  );
  expect(lines.join()).toMatch(/C: \(\d+ bytes of mail\)/);
  expect(lines.join()).not.toMatch(/The mail itself|right-horse|cmlnaHQtaG9yc2/);
  expect((await talk(user)).status).toBe(403);

  server.behave({ password: 'right-horse' });
  await cloud.call('POST', '/local/clock', { body: { advance: 'PT2H' } });
  const later = (await outgoing.send(user, { text: 'Hello.' })).body.id;
  await cloud.idle();
  expect([(await outgoing.shown(user, later)).status, (await talk(admin, later)).body]).toEqual([
    'sent',
    { at: null, lines: [] },
  ]);
  await server.stop();
});
