/**
 * Passwords, tokens and keys that customers hand over are nowhere to be read: a day with each of them, well and badly, then everything is searched that anybody or anything
 * got to see or keep.
 */
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '#shared/contracts/routes.ts';
import { startTestCloud, type TestCloud } from '#tests/support/cloud.ts';
import { heardByCrm, withCrmRule } from '#tests/support/crm-rule.ts';
import { filesOf, formsOf, tablesOf } from '#tests/support/everything.ts';
import { answer, type MailServer, startMailServer } from '#tests/support/mail-server.ts';

const SERVER = '/v1/settings/outgoing-server';
const ACCOUNTS = '/v1/smtp-accounts';
const EVENTS = ['mail.sent', 'mail.failed', 'failures.spike', 'domain.status-changed', 'connection.expired'];

/** Of letters that every encoding changes. */
const SECRETS = {
  password: 'Right+Horse/é&"9<x',
  wrongPassword: 'Wrong+Horse/é&"9<x',
  accessToken: 'ya29.a0+Token/With=All&9',
  accountPassword: 'Desk+Horse/é&"9<x',
  accountToken: 'ya29.b1+Token/With=All&9',
  apiKey: 'key-1f+2e/3d=4c&5b9',
  clientSecret: 'GOCSPX-1f+2e/3d=4c&5b9',
};
/** Is kept and shown: what shows that the search finds what is there. */
const USER = 'mailer-of-alpha';

let cloud: TestCloud;
let server: MailServer;
let tokenServer: MailServer;
/** By where it was seen. */
const seen = new Map<string, string>();

beforeAll(async () => {
  const note = (where: string, line: string) => seen.set(where, `${seen.get(where) ?? ''}${line}\n`);
  cloud = await startTestCloud({
    change: withCrmRule(EVENTS),
    unchecked: true,
    log: ({ line }) => note('the logs of the functions', line),
    warn: (line) => note('the warnings', line),
  });
  server = await startMailServer({ password: SECRETS.password });
  tokenServer = await startMailServer({ token: SECRETS.accessToken });
});
afterAll(async () => {
  await server?.stop();
  await tokenServer?.stop();
  await cloud?.stop();
});

/** What is said is kept, whoever it is said to. */
const call = async (method: string, path: string, token?: string, body?: unknown) => {
  const said = await cloud.call(method, path, {
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body }),
  });
  const text = JSON.stringify([...said.headers, said.body]);
  seen.set(`${method} ${path}, time ${seen.size}`, text);
  return said;
};

const own = (more: Readonly<Record<string, unknown>>) => ({
  ...{ type: 'others', server: `tls://127.0.0.1:${server.port}`, user: USER },
  ...more,
});
const account = (name: string, more: Readonly<Record<string, unknown>>) => ({
  ...{ kind: 'internal', name, type: 'customer-service', host: '127.0.0.1', port: server.port },
  ...{ email: `${name}@alpha.example`, user: USER, ...more },
});

test('are in no answer, log, queue, event, table, object and file, in no form they could be written in', async () => {
  const { admin, user } = await cloud.tenant('alpha');
  const send = async () => {
    await call('POST', '/v1/emails', user, { to: ['grace@navy.example'], subject: 'Hello', text: 'Hello.' });
    await cloud.idle();
  };
  await call('PUT', SERVER, admin, own({ password: SECRETS.wrongPassword }));
  expect((await call('PUT', SERVER, admin, own({ password: SECRETS.password }))).status).toBe(200);
  await send();
  server.behave({ password: 'another' });
  await send();
  server.behave({ content: () => answer(451, `4.7.0 Later, ${USER}`) });
  await send();
  server.behave({ content: () => 'cut' });
  await send();
  const byToken = own({ server: `tls://127.0.0.1:${tokenServer.port}`, accessToken: SECRETS.accessToken });
  expect((await call('PUT', SERVER, admin, byToken)).status).toBe(200);
  await send();
  tokenServer.behave({ token: 'another' });
  await send();
  // A field too many, of each that holds a secret: problems name fields and never what stood in them.
  await call('PUT', SERVER, admin, own({ password: SECRETS.password, accessToken: SECRETS.accessToken, more: 1 }));
  await call('PUT', SERVER, admin, own({ password: { is: SECRETS.password } }));

  const made = await call('POST', ACCOUNTS, admin, account('desk', { password: SECRETS.accountPassword }));
  await call('POST', `${ACCOUNTS}/${made.body.id}/test`, admin, { to: 'me@alpha.example' });
  await call('POST', ACCOUNTS, admin, account('token', { accessToken: SECRETS.accountToken }));
  const mailgun = { kind: 'external', provider: 'mailgun', domain: 'mg.alpha.example', apiKey: SECRETS.apiKey };
  const external = { ...mailgun, name: 'gun', type: 'campaigns', email: 'news@mg.alpha.example' };
  expect((await call('POST', ACCOUNTS, admin, external)).status).toBe(422);
  await cloud.call('POST', '/local/providers/mailgun', { body: { domain: external.domain, apiKey: SECRETS.apiKey } });
  expect((await call('POST', ACCOUNTS, admin, external)).status).toBe(201);
  const app = { clientId: 'an-app', clientSecret: SECRETS.clientSecret };
  expect((await call('PUT', '/v1/settings/oauth/google', admin, app)).status).toBeLessThan(300);
  await call('POST', '/v1/drafts', user, { subject: 'A draft' });
  await cloud.idle();

  // Whatever can be read without naming a thing, by everybody who may; and each thing that was made.
  const lists = routes.filter(({ method, path }) => method === 'GET' && !path.includes('{')).map(({ path }) => path);
  const { items: mails } = (await call('GET', '/v1/emails', admin)).body;
  const things = mails.map(({ id }: { id: string }) => `/v1/emails/${id}`);
  for (const token of [admin, user]) for (const path of [...lists, ...things]) await call('GET', path, token);
  for (const path of ['/local/queues', '/local/outbox', '/local/usage', '/local/faults']) await call('GET', path);
  seen.set('the tables', (await tablesOf(cloud)).join('\n'));
  seen.set('the events', JSON.stringify(heardByCrm(cloud)));
  for (const [path, bytes] of await filesOf(cloud)) seen.set(path, bytes.toString('latin1'));

  const found = (text: string): readonly string[] => {
    // Files and answers are searched as octets.
    const forms = formsOf(text).flatMap((form) => [form, Buffer.from(form).toString('latin1')]);
    return [...seen].filter(([, all]) => forms.some((form) => all.includes(form))).map(([where]) => where);
  };
  // The provider of the embedded cloud knows its key, too, and its files are among the others.
  const isProvider = (name: string, where: string) => name === 'apiKey' && where.startsWith(cloud.folder);
  for (const [name, secret] of Object.entries(SECRETS))
    expect(
      found(secret).filter((where) => !isProvider(name, where)),
      name,
    ).toEqual([]);
  expect(found(USER)).toEqual(expect.arrayContaining(['the tables']));
  expect([...seen.keys()]).toEqual(expect.arrayContaining(['the logs of the functions', 'the events']));
  expect(mails.length).toBe(6);
});

test('open for the tenant and the account they were sealed for, and for no other', async () => {
  const clients = { endpoint: cloud.endpointUrl, region: 'us-east-1', credentials: cloud.rootCredentials };
  const table = cloud.stack.ofType('AWS::DynamoDB::Table').find(({ logicalId }) => logicalId.includes('Settings'));
  const Key = { pk: { S: 'alpha' }, sk: { S: 'outgoing-server' } };
  const { Item } = await new DynamoDBClient(clients).send(new GetItemCommand({ TableName: table?.ref, Key }));
  const sealed = Buffer.from(Item?.['secret']?.M?.['sealed']?.S ?? '', 'base64');
  const KeyId = cloud.stack.ofType('AWS::KMS::Key')[0]?.ref;
  const open = (EncryptionContext?: Record<string, string>) =>
    new KMSClient(clients)
      .send(
        new DecryptCommand({
          CiphertextBlob: sealed,
          KeyId,
          ...(EncryptionContext === undefined ? {} : { EncryptionContext }),
        }),
      )
      .then(
        ({ Plaintext }) => Buffer.from(Plaintext ?? []).toString(),
        (error: Error) => error.name,
      );
  expect(await open({ tenant: 'alpha', account: 'outgoing-server' })).toBe(SECRETS.accessToken);
  for (const other of [
    { tenant: 'beta', account: 'outgoing-server' },
    { tenant: 'alpha', account: '01jd3x8q4v7m0000000000000a' },
    { tenant: 'ALPHA', account: 'outgoing-server' },
    { tenant: 'alpha' },
    undefined,
  ])
    expect(await open(other)).toBe('InvalidCiphertextException');
});
